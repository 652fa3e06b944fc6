"""The one suite that every chat platform must pass, whatever its server.

Subclass ``Contract`` as ``TestTelegram(Contract)`` and give it a ``bench`` fixture that yields a ``Bench`` (stand.py): the fake
server, the platform built on it, and a few ways to make the platform's own raw updates.
"""

from __future__ import annotations

import secrets
import threading
import time
import unicodedata
from typing import Any

import pytest

from bot.messages import Click, Edit, Message, Place
from bot.platform import MaybeSent, Moved, NotSent, Refused, SendError, SlowDown
from bot.reply import Document, Key, Outgoing, Span, Table, Text
from tests.adapters.stand import TOKEN, Bench, Fault, KeptInbox, balanced, plain, receiving, until

HOSTILE = (
    "*bold* _under_ ~strike~ `code`",
    "<b>x</b> <script>alert(1)</script> &amp; &",
    "<!channel> <!everyone> <@U012AB3CD> <http://evil.example|click>",
    "[text](http://evil.example) ](x) \\ ||spoiler||",
    "\u202ereversed\u202c \u2066open only",
    "a\x00b\x07c\ud83dd",
    "@everyone @here /undo #tag",
)


class Contract:
    """What every platform must do. Each test gets a fresh ``bench``."""

    def outgoing(self, bench: Bench, *parts: Text | Table | Document | str, **more: Any) -> Outgoing:
        """A message to the bench's private chat; a str part is a plain span."""
        place = Place(platform=bench.platform.name, workspace=bench.platform.workspace, chat_id=bench.chat_id)
        whole = tuple(Text((Span(part),)) if isinstance(part, str) else part for part in parts)
        fields: dict[str, Any] = {"place": place, "language": "en", "parts": whole}
        fields.update({"mark": secrets.token_urlsafe(16)} | more)
        return Outgoing(**fields)

    # what comes in

    def test_a_text_becomes_a_message(self, bench: Bench) -> None:
        """A private text carries who wrote it, where, when (aware, UTC) and what."""
        seen = bench.platform.read(bench.text_update("called Sara — كلمت سارة ٣"))
        assert isinstance(seen, Message)
        assert seen.text == "called Sara — كلمت سارة ٣"
        assert (seen.speaker.platform, seen.speaker.user_id) == (bench.platform.name, bench.user_id)
        assert seen.speaker.workspace == seen.place.workspace == bench.platform.workspace
        assert seen.place.chat_id == bench.chat_id
        assert seen.place.private
        assert seen.id
        assert seen.at.utcoffset() is not None
        assert not seen.at.utcoffset()

    def test_a_reply_names_what_it_answers(self, bench: Bench) -> None:
        """A message that replies to one of ours carries the id under which we sent that one."""
        sent = bench.platform.send(self.outgoing(bench, "When?"))
        seen = bench.platform.read(bench.text_update("tomorrow", answers=sent.message_id))
        assert isinstance(seen, Message)
        assert seen.answers == sent.message_id

    def test_a_group_is_not_private(self, bench: Bench) -> None:
        """A message addressed to the bot in a group is read without the address, and its place is not private."""
        seen = bench.platform.read(bench.text_update("find Acme", group=True))
        assert isinstance(seen, Message)
        assert seen.text == "find Acme"
        assert seen.place.chat_id == bench.group_id
        assert not seen.place.private

    def test_an_edit_names_the_message(self, bench: Bench) -> None:
        """A rewritten message becomes an Edit that names the id its message had."""
        first = bench.text_update("called Sara")
        message = bench.platform.read(first)
        edit = bench.platform.read(bench.edit_update("called Sarah", first))
        assert isinstance(message, Message)
        assert isinstance(edit, Edit)
        assert edit.edits == message.id
        assert edit.id != message.id
        assert edit.text == "called Sarah"
        assert edit.speaker == message.speaker

    def test_a_click_carries_its_token(self, bench: Bench) -> None:
        """A press carries the token, who pressed, and the id of our message it stood on."""
        sent = bench.platform.send(self.outgoing(bench, "Done?", keys=((Key("Done", TOKEN),),)))
        seen = bench.platform.read(bench.click_update(TOKEN, sent.message_id))
        assert isinstance(seen, Click)
        assert (seen.token, seen.on, seen.speaker.user_id) == (TOKEN, sent.message_id, bench.user_id)
        assert seen.at.utcoffset() is not None

    def test_what_concerns_nobody_is_left_alone(self, bench: Bench) -> None:
        """Bots, service messages and talk that is not addressed to us give None."""
        updates = bench.ignored_updates()
        assert updates
        assert [bench.platform.read(update) for update in updates] == [None] * len(updates)

    def test_nonsense_raises_value_error(self, bench: Bench) -> None:
        """An update that makes no sense raises ValueError, nothing else, so that it can be put aside."""
        with pytest.raises(ValueError, match=r".+"):
            bench.platform.read(bench.poison_update())

    # receiving

    def test_an_update_is_committed_then_confirmed(self, bench: Bench) -> None:
        """What the server delivers is in the inbox, as it can be read again, and is then confirmed."""
        inbox = KeptInbox()
        bench.deliver(bench.text_update("one"), bench.text_update("two"))
        with receiving(bench.platform, inbox):
            assert until(lambda: len(inbox.rows) == 2 and bench.unconfirmed() == 0)
        texts = [getattr(bench.platform.read(row["body"]), "text", None) for row in inbox.rows]
        assert texts == ["one", "two"]
        assert all(row["gesture"] and row["chat"] for row in inbox.rows)

    def test_nothing_is_confirmed_before_the_commit(self, bench: Bench) -> None:
        """While the inbox cannot keep an update it stays unconfirmed; it arrives once the inbox works again."""
        inbox = KeptInbox(failing=OSError("disk full"))
        bench.deliver(bench.text_update("keep me"))
        with receiving(bench.platform, inbox):
            assert until(lambda: inbox.tried >= 1)
            time.sleep(0.3)
            assert bench.unconfirmed() == 1
            inbox.failing = None
            assert until(lambda: len(inbox.rows) == 1 and bench.unconfirmed() == 0)

    def test_poison_does_not_stall(self, bench: Bench) -> None:
        """A nonsensical update is kept for later and those behind it arrive."""
        inbox = KeptInbox()
        bench.deliver(bench.text_update("before"), bench.poison_update(), bench.text_update("after"))
        with receiving(bench.platform, inbox):
            assert until(lambda: len(inbox.rows) == 3)
            assert until(lambda: bench.unconfirmed() == 0)

    def test_the_same_update_again_is_one_row(self, bench: Bench) -> None:
        """A repeated delivery is confirmed and kept once."""
        inbox = KeptInbox()
        update = bench.text_update("once")
        with receiving(bench.platform, inbox):
            bench.deliver(update)
            assert until(lambda: bench.unconfirmed() == 0 and len(inbox.rows) == 1)
            bench.deliver(update, bench.text_update("next"))
            assert until(lambda: bench.unconfirmed() == 0 and len(inbox.rows) == 2)

    # what goes out

    def test_text_and_buttons_arrive(self, bench: Bench) -> None:
        """A message with buttons arrives once, with its labels and its tokens, and its id is told."""
        keys = ((Key("Undo", "tok1"), Key("Edit", "tok2")), (Key("Open Acme Corp", "tok3"),))
        sent = bench.platform.send(self.outgoing(bench, "Logged on Acme", keys=keys))
        [seen] = bench.shown()
        assert (seen.message_id, seen.chat_id, plain(seen.text)) == (sent.message_id, bench.chat_id, "Logged on Acme")
        assert seen.buttons == ((("Undo", "tok1"), ("Edit", "tok2")), (("Open Acme Corp", "tok3"),))

    def test_tokens_are_all_the_wire_carries(self, bench: Bench) -> None:
        """Tokens of 22 characters pass unchanged and within 64 bytes, labels within the limit, however many there are."""
        labels = [
            "Done",
            "x" * 200,
            "تم التسجيل لدى شركة النور للتجارة والمقاولات العامة في الرياض",
            "👩\u200d👩\u200d👧\u200d👦" * 40,
        ]
        keys = tuple((Key(label, f"{TOKEN[:-1]}{number}"),) for number, label in enumerate(labels))
        bench.platform.send(self.outgoing(bench, "Which?", keys=keys))
        [seen] = bench.shown()
        shown = [button for row in seen.buttons for button in row]
        assert [token for _, token in shown] == [key.token for row in keys for key in row]
        assert all(len(token.encode()) <= 64 for _, token in shown)
        assert all(0 < len(label) <= max(bench.platform.limits.label, 75) for label, _ in shown)
        assert shown[0][0] == "Done"
        assert shown[1][0].endswith("…")

    @pytest.mark.parametrize("value", HOSTILE)
    def test_hostile_values_are_text(self, bench: Bench, value: str) -> None:
        """A value with markup, mentions or control characters is shown as typed and calls, links and mentions nothing."""
        parts = Text((Span("Logged on "), Span(value, "value"), Span(", next: "), Span("Sara", "value")))
        bench.platform.send(self.outgoing(bench, parts))
        [seen] = bench.shown()
        assert seen.active == ()
        assert balanced(seen.text)
        letters = [letter for letter in value if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}]
        text = iter(seen.text)
        assert all(letter in text for letter in letters), "a letter of the value is missing"
        assert plain(seen.text).endswith(", next: Sara")
        assert "\x00" not in seen.text
        assert "\u202e" not in seen.text

    def test_values_are_isolated(self, bench: Bench) -> None:
        """In an Arabic text each value stands between isolates, a number or address between left-to-right ones."""
        parts = Text((Span("تم التسجيل لدى "), Span("Acme Corp", "value"), Span(" "), Span("+966 50 123 4567", "ltr")))
        bench.platform.send(self.outgoing(bench, parts, language="ar"))
        [seen] = bench.shown()
        assert "\u2068Acme Corp\u2069" in seen.text
        assert "\u2066+966 50 123 4567\u2069" in seen.text

    @pytest.mark.parametrize("unit", ["word ", "كلمة ", "👩\u200d👩\u200d👧\u200d👦", "é", "🇸🇦"])
    def test_long_texts_are_split_without_harm(self, bench: Bench, unit: str) -> None:
        """A text of several messages' length arrives whole, in order, no part over the limit, no letter cut in two."""
        limits = bench.platform.limits
        size = (lambda text: len(text.encode("utf-16-le")) // 2) if limits.utf16 else len
        body = unit * (2 * limits.text // len(unit) + 7)
        bench.platform.send(self.outgoing(bench, Text((Span(body, "value"),)), keys=((Key("Open", "tok1"),),)))
        seen = bench.shown()
        assert len(seen) >= 2
        assert all(size(each.text) <= limits.text and balanced(each.text) for each in seen)
        assert "".join("".join(plain(each.text).split()) for each in seen) == "".join(body.split())
        starts = [plain(each.text)[0] for each in seen]
        assert all(not unicodedata.combining(letter) and letter not in "\u200d\ufe0f" for letter in starts)
        assert all(plain(each.text)[-1] != "\u200d" for each in seen)
        if unit == "🇸🇦":
            assert all(plain(each.text).count("🇸") == plain(each.text).count("🇦") for each in seen)
        assert [bool(each.buttons) for each in seen] == [False] * (len(seen) - 1) + [True]

    def test_a_table_is_readable(self, bench: Bench) -> None:
        """A table arrives with its caption and all its cells, an empty one included, in order."""
        table = Table(heads=("Stage", "Deals"), rows=(("New", "12"), ("Won", "")), caption="Pipeline")
        bench.platform.send(self.outgoing(bench, table))
        text = "\n".join(plain(each.text) for each in bench.shown())
        assert all(word in " ".join(text.split()) for word in ("Pipeline", "Stage", "Deals", "New", "12", "Won"))
        assert text.index("Pipeline") < text.index("New") < text.index("12") < text.index("Won")

    def test_a_document_arrives(self, bench: Bench) -> None:
        """A file arrives under its own name beside its text."""
        document = Document(name="customers.csv", data="name\nأكمي\n".encode())
        bench.platform.send(self.outgoing(bench, "Here it is", document))
        seen = bench.shown()
        assert "customers.csv" in [each.file_name for each in seen]
        assert any("Here it is" in each.text for each in seen)

    def test_an_edit_rewrites_in_place(self, bench: Bench) -> None:
        """A message with ``edits`` rewrites that message, buttons gone when it has none, and keeps its id."""
        first = bench.platform.send(self.outgoing(bench, "Done?", keys=((Key("Done", "tok1"),),)))
        again = bench.platform.send(self.outgoing(bench, "Done by you", edits=first.message_id))
        seen = bench.shown()[-1]
        assert again.message_id == first.message_id == seen.edits
        assert plain(seen.text) == "Done by you"
        assert seen.buttons == ()

    def test_the_same_edit_again_is_fine(self, bench: Bench) -> None:
        """Rewriting a message to what it already says counts as delivered."""
        first = bench.platform.send(self.outgoing(bench, "Done?"))
        for _ in range(2):
            again = bench.platform.send(self.outgoing(bench, "Done by you", edits=first.message_id))
            assert again.message_id == first.message_id

    def test_what_cannot_be_edited_is_sent_anew(self, bench: Bench) -> None:
        """When the message to rewrite is not there any more, the text arrives as a new one."""
        gone = bench.platform.send(self.outgoing(bench, "x")).message_id
        unknown = "".join("9" if letter.isdigit() else letter for letter in gone)
        sent = bench.platform.send(self.outgoing(bench, "Done by you", edits=unknown))
        assert sent.message_id not in {unknown, gone}
        assert plain(bench.shown()[-1].text) == "Done by you"

    def test_a_possible_repeat_says_so(self, bench: Bench) -> None:
        """``repeat`` adds the honest line, in both languages, where the platform cannot look a delivery up."""
        for language, words in (("en", "(may be a repeat)"), ("ar", "(قد تكون مكررة)")):
            bench.platform.send(self.outgoing(bench, "Call Acme", language=language, repeat=True))
            assert words in bench.shown()[-1].text

    # how sending fails

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ("unreachable", NotSent),
            ("lost_answer", MaybeSent),
            ("reset", MaybeSent),
            ("server_error", MaybeSent),
            ("garbage", MaybeSent),
            ("slow_down", SlowDown),
            ("gone", Refused),
            ("bad_request", Refused),
            ("moved", Moved),
        ],
    )
    def test_a_failure_says_whether_bytes_left(self, bench: Bench, fault: Fault, error: type[SendError]) -> None:
        """Each fault is told by its own kind of exception, and the next message goes out as ever."""
        if fault not in bench.faults:
            pytest.skip(f"{bench.platform.name} knows no {fault}")
        bench.fault(fault)
        with pytest.raises(error) as caught:
            bench.platform.send(self.outgoing(bench, "first"))
        assert type(caught.value) is error
        if isinstance(caught.value, SlowDown):
            assert 7 <= caught.value.seconds <= 8
        if isinstance(caught.value, Refused):
            assert caught.value.address_dead is (fault == "gone")
        if isinstance(caught.value, Moved):
            assert caught.value.chat_id == "-100777"
        copies = [each for each in bench.shown() if plain(each.text) == "first"]
        assert len(copies) == (1 if fault == "lost_answer" else 0)
        bench.platform.send(self.outgoing(bench, "second"))
        assert [plain(each.text) for each in bench.shown()][-1] == "second"

    def test_sends_at_once_from_threads(self, bench: Bench) -> None:
        """Several threads may send while the platform receives; each message arrives once."""
        inbox = KeptInbox()
        texts = [f"message {number}" for number in range(12)]
        with receiving(bench.platform, inbox):
            threads = [
                threading.Thread(
                    target=bench.platform.send,
                    args=(self.outgoing(bench, text),),
                )
                for text in texts
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        assert sorted(plain(each.text) for each in bench.shown()) == sorted(texts)
