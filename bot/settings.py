"""Every setting: its type, its default, what it means, and the check that refuses a bad one with a sentence.

A value is the first of: the environment (``DAFTAR_TELEGRAM__TOKEN``), ``secrets.env`` beside the config file, that file
(TOML), the default. The config file is the first of ``--config``, ``DAFTAR_CONFIG``, ``./config.toml``, ``/etc/daftar/config.toml``; none is needed.
``config.example.toml`` is written from this module (``bot/settings_example.py``).
"""

from __future__ import annotations

import difflib
import os
import stat
import tomllib
from datetime import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.operating.secrets import NAME as SECRETS
from bot.operating.secrets import secrets_beside
from bot.operating.setting_up.addresses import own_host_or_loopback
from bot.operating.settings import (
    BackupSettings,
    HttpSettings,
    LogSettings,
    ReceivingSettings,
    RemindersSettings,
    SendingSettings,
    VoiceSettings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = (Path("config.toml"), Path("/etc/daftar/config.toml"))
PREFIX = "DAFTAR_"


class BadSettings(Exception):
    """The configuration cannot be used; the message is one sentence that says where and how to mend it."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_default=True)


class DatabaseSettings(_Table):
    """Where the notebook is kept."""

    url: str = Field(
        default="sqlite:///daftar.db",
        description="sqlite:///PATH for one server, postgresql://USER@HOST/NAME for several processes.",
    )

    @field_validator("url")
    @classmethod
    def _known_kind(cls, url: str) -> str:
        if not url.startswith(("sqlite://", "postgresql://", "postgresql+psycopg://")):
            msg = "a database is sqlite:///PATH or postgresql://USER@HOST/NAME"
            raise ValueError(msg)
        return url


class WorkspaceSettings(_Table):
    """The company. What is left out follows from the country."""

    name: str = Field(default="Daftar", description="The company's name, as the welcome says it.")
    country: str = Field(
        default="SA",
        description="ISO code; phone prefix, work week, currency, zone and day-first dates follow from it unless set.",
        pattern=r"^[A-Za-z]{2}$",
    )
    currency: str | None = Field(default=None, description="ISO 4217 code, where it is not the country's.")
    zone: str | None = Field(default=None, description="IANA name, where it is not the country's: Asia/Riyadh.")
    day_first: bool | None = Field(default=None, description="Whether 10/12 is 10 December.")
    work_days: list[int] | None = Field(default=None, description="0 is Monday; Sunday to Thursday is [6, 0, 1, 2, 3].")
    work_starts: time = Field(
        default=time(9), description="When the work day starts; reminders without an hour come then."
    )
    work_ends: time = Field(default=time(18), description="When the work day ends.")
    language: Literal["en", "ar"] = Field(default="en", description="The language of a new rep.")
    strict_ownership: bool = Field(default=False, description="Whether only its owner may change a customer.")

    @field_validator("country")
    @classmethod
    def _upper(cls, country: str) -> str:
        return country.upper()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        import_module("core.clock")  # the pinned zone data wins over the system's

        if zone is not None:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                msg = "no such zone; write it as Asia/Riyadh or Africa/Cairo"
                raise ValueError(msg) from None
        return zone

    @field_validator("work_days")
    @classmethod
    def _days(cls, days: list[int] | None) -> list[int] | None:
        if days is not None and not all(0 <= day <= 6 for day in days):  # noqa: PLR2004 - Monday to Sunday
            msg = "days are 0 (Monday) to 6 (Sunday)"
            raise ValueError(msg)
        return days


class _Platform(_Table):
    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        told = dict(given)
        for key in [key for key in told if key.endswith("_file") and told[key]]:
            told.setdefault(key.removesuffix("_file"), _secret_in(Path(str(told[key]))))
        return told


class TelegramSettings(_Platform):
    """Telegram, by long polling or by webhook. On when its token is set."""

    token: SecretStr | None = Field(default=None, description="What @BotFather gave; better in the environment.")
    token_file: str | None = Field(
        default=None, description="A file that holds only the token, readable only by its owner."
    )
    api_base: str = Field(
        default="https://api.telegram.org",
        description="What stands before /bot<TOKEN>/METHOD: Telegram's own host or a loopback address.",
    )
    bot_name: str | None = Field(
        default=None, description="The bot's user name for pairing links; asked of Telegram when left out."
    )
    mode: Literal["polling", "webhook"] = Field(default="polling", description="webhook needs a public address.")
    url: str | None = Field(default=None, description="That address, https://bot.example.com/telegram.")
    host: str = Field(default="127.0.0.1", description="Where webhook mode listens; a proxy with TLS stands before it.")
    port: int = Field(default=8735, ge=1, le=65535, description="The port of webhook mode.")
    webhook_secret: SecretStr | None = Field(default=None, description="For webhook: 24 to 256 of A-Z a-z 0-9 _ -.")
    webhook_secret_file: str | None = Field(default=None, description="A file that holds only that secret.")

    inline_fields: list[Literal["phone", "city", "owner"]] = Field(
        default=["phone", "city"],
        description="What a card that a rep sends into another chat (@bot acme) may show: phone, city, owner.",
    )

    @field_validator("api_base")
    @classmethod
    def _own_host(cls, url: str) -> str:
        return own_host_or_loopback(url, ("api.telegram.org",)).rstrip("/")


class SlackSettings(_Platform):
    """Slack, by Socket Mode or by signed HTTP. On when its bot token is set."""

    bot_token: SecretStr | None = Field(default=None, description="xoxb-…")
    bot_token_file: str | None = Field(default=None, description="A file that holds only that token.")
    app_token: SecretStr | None = Field(default=None, description="xapp-… with connections:write, for Socket Mode.")
    app_token_file: str | None = Field(default=None, description="A file that holds only that token.")
    mode: Literal["socket", "http"] = Field(
        default="socket", description="socket needs no public address; http needs one, and the signing secret."
    )
    host: str = Field(default="127.0.0.1", description="Where HTTP mode listens; a proxy with TLS stands before it.")
    port: int = Field(default=8734, ge=1, le=65535, description="The port of HTTP mode.")
    signing_secret: SecretStr | None = Field(default=None, description="For HTTP mode.")
    signing_secret_file: str | None = Field(default=None, description="A file that holds only that secret.")
    api_base: str = Field(
        default="https://slack.com/api/",
        description="What stands before the method: Slack's own host or a loopback address.",
    )
    react: bool = Field(default=True, description="Whether a message that was logged from a channel gets a mark.")

    @field_validator("api_base")
    @classmethod
    def _own_host(cls, url: str) -> str:
        return own_host_or_loopback(url, ("slack.com", "www.slack.com")).rstrip("/") + "/"

    @field_validator("bot_token")
    @classmethod
    def _not_swapped(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and token.get_secret_value().startswith("xapp-"):
            msg = "this is the app token (xapp-…); the bot token begins with xoxb-"
            raise ValueError(msg)
        return token


class Settings(BaseSettings):
    """All settings. ``config`` is the file they were read from, None where there was none."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", validate_default=True
    )

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    workspace: WorkspaceSettings = Field(default_factory=WorkspaceSettings)
    telegram: TelegramSettings = Field(default_factory=TelegramSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    voice: VoiceSettings = Field(default_factory=VoiceSettings)
    receiving: ReceivingSettings = Field(default_factory=ReceivingSettings)
    sending: SendingSettings = Field(default_factory=SendingSettings)
    reminders: RemindersSettings = Field(default_factory=RemindersSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    backup: BackupSettings = Field(default_factory=BackupSettings)
    http: HttpSettings = Field(default_factory=HttpSettings)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file (which comes in as keyword arguments)."""
        del settings_cls, dotenv_settings, file_secret_settings
        return (env_settings, init_settings)


def load(config: Path | None = None, *, database: str | None = None) -> Settings:
    """The settings in force. ``database`` is the command line's ``--database``. Raises BadSettings."""
    path = config_path(config)
    told: dict[str, Any] = {}
    if path is not None:
        told = _toml(path)
        _refuse_unknown(path, told)
        told = _with_secrets(path, told)
    _refuse_unknown_environment()
    try:
        settings = Settings(**told)
    except ValidationError as wrong:
        raise BadSettings(_worded(wrong, path)) from None
    if database is not None:
        try:
            settings.database = DatabaseSettings(url=database)
        except ValidationError as wrong:
            raise BadSettings(
                f"--database {database}: {wrong.errors()[0]['msg'].removeprefix('Value error, ')}"
            ) from None
    return settings


def defaults() -> Settings:
    """Every setting at its default, whatever files and the environment say; for the demo."""
    return Settings.model_construct(
        **{name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    )


def config_path(config: Path | None = None) -> Path | None:
    """The config file in force, None where there is none. Raises BadSettings where a named one is missing."""
    named = config or (Path(os.environ["DAFTAR_CONFIG"]) if os.environ.get("DAFTAR_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise BadSettings(f"There is no config file {named}. Leave --config out to run on defaults.")
        return named
    return next((place for place in PLACES if place.is_file()), None)


def warnings(path: Path | None) -> Iterator[str]:
    """What is not wrong but unwise: a config file with a secret in it that others may read."""
    if path is None or not path.is_file() or not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return
    told = _toml(path)
    secrets = [
        f"[{table}] {key}"
        for table, keys in told.items()
        if isinstance(keys, dict)
        for key in keys
        if key.endswith(("token", "secret"))
    ]
    if secrets:
        yield f"{path} holds {secrets[0]} and can be read by others. Mend it with: chmod 600 {path}"


def secret(value: SecretStr | None) -> str:
    """A secret's text, empty where it is not set."""
    return value.get_secret_value() if value is not None else ""


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise BadSettings(f"Config problem in {path}: it is no TOML: {wrong}.") from None
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadSettings(f"Config problem in {path}: it cannot be read: {wrong}.") from None


def _with_secrets(path: Path, told: dict[str, Any]) -> dict[str, Any]:
    try:
        beside = secrets_beside(path)
    except (ValueError, OSError) as wrong:
        raise BadSettings(f"Config problem: {wrong}.") from None
    _refuse_unknown(path.with_name(SECRETS), beside)
    return told | {table: told.get(table, {}) | keys for table, keys in beside.items()}


def _tables() -> dict[str, type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}
    for name, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)  # noqa: S101 - every setting stands in a table
        found[name] = field.annotation
    return found


def _refuse_unknown(path: Path, told: dict[str, Any]) -> None:
    tables = _tables()
    for table, keys in told.items():
        if table not in tables:
            raise BadSettings(_unknown(path, table, f"[{table}]" if isinstance(keys, dict) else table, list(tables)))
        if not isinstance(keys, dict):
            raise BadSettings(f"Config problem in {path}: {table} is a table, write it as [{table}].")
        for key in keys:
            if key not in tables[table].model_fields:
                raise BadSettings(_unknown(path, key, f"[{table}] {key}", list(tables[table].model_fields)))


def _refuse_unknown_environment() -> None:
    """Only names with ``__`` are settings; ``DAFTAR_CONFIG`` and the like are none."""
    tables = _tables()
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or "__" not in name:
            continue
        table, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if table not in tables:
            near = _nearest(table, list(tables))
            hint = f', did you mean "{PREFIX}{near.upper()}__{key.upper()}"?' if near else "."
            raise BadSettings(f"Config problem in the environment: {name} — unknown setting{hint}")
        if key not in tables[table].model_fields:
            near = _nearest(key, list(tables[table].model_fields))
            hint = f', did you mean "{PREFIX}{table.upper()}__{near.upper()}"?' if near else "."
            raise BadSettings(f"Config problem in the environment: {name} — unknown setting{hint}")


def _unknown(path: Path, key: str, shown: str, known: list[str]) -> str:
    near = _nearest(key, known)
    hint = f', did you mean "{near}"?' if near else f"; there are: {', '.join(known)}."
    return f"Config problem in {path}{_line_of(path, key)}: {shown} — unknown key{hint}"


def _nearest(said: str, known: list[str]) -> str:
    return next(iter(difflib.get_close_matches(said, known, n=1, cutoff=0.5)), "")


def _line_of(path: Path, key: str) -> str:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip().lstrip("[").startswith(key):
            return f", line {number}"
    return ""


def _worded(wrong: ValidationError, path: Path | None) -> str:
    first = wrong.errors()[0]
    where = [str(part) for part in first["loc"]]
    variable = PREFIX + "__".join(where).upper()
    told = first["msg"].removeprefix("Value error, ")
    if variable in os.environ or path is None:
        return f"Config problem in the environment: {variable} — {told}."
    shown = f"[{where[0]}] {'.'.join(where[1:])}" if len(where) > 1 else where[0]
    return f"Config problem in {path}{_line_of(path, where[-1])}: {shown} — {told}."


def _secret_in(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        msg = f"the secret file {path} cannot be read"
        raise ValueError(msg) from None
    if mode & 0o077:
        msg = f"the secret file {path} can be read by others; mend it with: chmod 600 {path}"
        raise ValueError(msg)
    return text
