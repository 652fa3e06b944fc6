"""Writing voice notes down, through an address that speaks the OpenAI form of ``/audio/transcriptions``; off unless it is set.

The address is the operator's own choice: what is sent there is the sound alone, never a name or a customer.
"""

from __future__ import annotations

import json
import secrets
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Final

from bot.platform import NotFetched

if TYPE_CHECKING:
    from bot.kinds.sent_file import SentFile

LONGEST_SECONDS: Final = 120
"""A longer voice note is kept and not written down."""
_ANSWER_SECONDS: Final = 30
_LONGEST_TEXT: Final = 4000


class VoiceNotes:
    """``url`` stands before ``/audio/transcriptions``; ``key`` may be empty, ``model`` is sent as it is."""

    def __init__(self, url: str, key: str, model: str) -> None:
        self._url = url.rstrip("/") + "/audio/transcriptions"
        self._key = key
        self._model = model

    def written_down(self, data: bytes, file: SentFile) -> str:
        """What is said in it; empty for a note that is too long, or in which nothing is said. Raises NotFetched."""
        if file.seconds > LONGEST_SECONDS:
            return ""
        boundary = secrets.token_hex(16)
        request = urllib.request.Request(self._url, data=_form(boundary, self._model, data), method="POST")  # noqa: S310 - settings allow http and https only
        request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
        if self._key:
            request.add_header("Authorization", f"Bearer {self._key}")
        try:
            with urllib.request.urlopen(request, timeout=_ANSWER_SECONDS) as answer:  # noqa: S310 - as above
                told = json.loads(answer.read(1_000_000))
        except (OSError, HTTPException, ValueError) as wrong:
            raise NotFetched("away") from wrong
        text = told.get("text") if isinstance(told, dict) else None
        if not isinstance(text, str):
            raise NotFetched("away")
        return text.strip()[:_LONGEST_TEXT]


def _form(boundary: str, model: str, data: bytes) -> bytes:
    """The model and the sound as a form (RFC 7578)."""
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="model"\r\n\r\n{model}\r\n'
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="note.ogg"\r\nContent-Type: audio/ogg\r\n\r\n'
    return head.encode() + part.encode() + data + f"\r\n--{boundary}--\r\n".encode()
