"""One message as it is read on Telegram, on Slack and in the terminal, and what of it is not the same there."""

from __future__ import annotations

from dataclasses import replace

from adapters.slack.write import Post
from adapters.slack.write import write as to_slack
from adapters.telegram.write import write as to_telegram
from adapters.terminal.write import text as to_terminal
from bot.language.bidi import strip
from bot.reply import Chart, Document, Outgoing
from tests.fakes.slack_blocks import buttons, problems, seen_text

_CUT = 12
"""A label that a platform cuts is told by its first letters."""


def across(outgoing: Outgoing) -> dict[str, str]:
    """A message as each platform's reader has it before the eyes: Telegram's text, Slack's blocks, the terminal's lines."""
    posts = [each for each in to_slack(outgoing) if isinstance(each, Post)]
    told = {
        "telegram": "\n".join(str(call.payload["text"]) for call in to_telegram(outgoing) if "text" in call.payload),
        "slack": "\n".join(seen_text(post.text, list(post.blocks)) for post in posts),
        "terminal": to_terminal(outgoing),
    }
    return {platform: text.rstrip() for platform, text in told.items()}


def unlike(outgoing: Outgoing) -> list[str]:
    """What differs between the platforms in text or buttons, or what Slack would refuse; files and drawn charts aside."""
    parts = tuple(part for part in outgoing.parts if not isinstance(part, Document | Chart))
    if not parts:
        return []
    alone = replace(outgoing, parts=parts, edits=None, above=None, form=None, board=None)
    read = {
        platform: "\n".join(line.rstrip() for line in strip(text).split("\n"))
        for platform, text in across(alone).items()
    }
    found = [f"{platform}: {text}" for platform, text in read.items() if text != read["terminal"]]
    posts = [each for each in to_slack(alone) if isinstance(each, Post)]
    labels = {
        "telegram": [
            str(key["text"])
            for call in to_telegram(alone)
            for row in call.payload.get("reply_markup", {}).get("inline_keyboard", ())
            for key in row
        ],
        "slack": [label for post in posts for row in buttons(list(post.blocks)) for label, _ in row],
    }
    pressed = [strip(key.label)[:_CUT] for row in alone.keys for key in row]
    copied = [strip(copy.label)[:_CUT] for copy in alone.copies]
    for platform, shown in labels.items():
        wanted = sorted([*pressed, *copied] if platform == "telegram" else pressed)  # Slack has no buttons that copy
        if sorted(strip(each).rstrip("…")[:_CUT] for each in shown) != sorted(each.rstrip("…") for each in wanted):
            found.append(f"{platform}: {shown}")
    return found + [wrong for post in posts for wrong in problems(list(post.blocks))]
