"""The operator's own settings: the log, the nightly backup, the page of health and figures, the pace of sending, and reminders."""

from __future__ import annotations

from datetime import time
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.operating.setting_up.addresses import is_loopback


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_default=True)


class LogSettings(_Table):
    """What is written about the running; never a message's text, a phone or a token."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least that is written."
    )
    json_lines: bool | None = Field(default=None, description="JSON lines; left out: where the output is no terminal.")


class BackupSettings(_Table):
    """The backup that the running bot makes every night."""

    nightly: bool = Field(default=True, description="Whether there is one.")
    at: time = Field(default=time(3, 30), description="When, by the workspace's zone.")
    folder: str | None = Field(
        default=None, description="Where; left out: the folder backups beside the SQLite file, or in the folder of run."
    )
    days: int = Field(default=7, ge=1, le=366, description="Of how many days the newest is kept,")
    weeks: int = Field(default=4, ge=0, le=520, description="of how many weeks,")
    months: int = Field(default=6, ge=0, le=120, description="and of how many months.")


class VoiceSettings(_Table):
    """Writing voice notes down. Off unless an address is set; then the sound of each voice note is sent there."""

    url: str | None = Field(
        default=None,
        description="What stands before /audio/transcriptions, in the form of OpenAI: http://127.0.0.1:8000/v1",
    )
    key: SecretStr | None = Field(default=None, description="Its key, where it wants one; better in the environment.")
    model: str = Field(default="whisper-1", description="The model's name, as that address knows it.")

    @field_validator("url")
    @classmethod
    def _sound_goes_there(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "")
        if url is None or parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            return url
        msg = "https://…, or http://127.0.0.1… on this machine"
        raise ValueError(msg)


class HttpSettings(_Table):
    """Health and figures over HTTP: /healthz, /readyz, /metrics. They hold no customer, but are for this machine only."""

    enabled: bool = Field(default=False, description="Whether the running bot answers there.")
    host: str = Field(default="127.0.0.1", description="A loopback address; nothing else is accepted.")
    port: int = Field(default=8733, ge=1, le=65535, description="The port.")

    @field_validator("host")
    @classmethod
    def _loopback(cls, host: str) -> str:
        try:
            inside = host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            inside = False
        if not inside:
            msg = "health is for this machine only: 127.0.0.1, ::1 or localhost; let a reverse proxy stand before it"
            raise ValueError(msg)
        return host


class ReceivingSettings(_Table):
    """How fast one person is listened to. What is too much waits in its order; nothing is lost."""

    messages_per_minute: int = Field(
        default=120, ge=0, description="So many messages and presses of one person are handled in a minute; 0: all."
    )


class SendingSettings(_Table):
    """How fast the bot speaks. Both platforms say that their limits may change."""

    in_flight: int = Field(default=4, ge=1, le=32, description="Sends under way at once, for each platform.")
    telegram_per_second: float = Field(
        default=28.0, gt=0, description="All chats together; Telegram's own limit is 30."
    )
    slack_per_second: float = Field(default=4.0, gt=0, description="All channels together.")
    chat_per_second: float = Field(default=1.0, gt=0, description="One chat or channel.")
    group_per_minute: float = Field(default=20.0, gt=0, description="One Telegram group.")


class RemindersSettings(_Table):
    """When the bot speaks first."""

    late_after_seconds: int = Field(default=120, ge=0, description="A reminder that comes later than this says so.")
    fold_from: int = Field(
        default=3,
        ge=2,
        le=100,
        description="So many reminders of one rep at the same time become one message; high priority never does.",
    )
    digest_skip_after_hours: float = Field(default=6.0, gt=0, description="A morning list later than this is left out.")
    digest_spread_seconds: int = Field(
        default=60, ge=0, le=300, description="Morning lists of one minute are spread over this."
    )
