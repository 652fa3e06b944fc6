"""Setting up: ``init`` from piped answers, the systemd unit, Slack's manifest."""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.routing import Route

from adapters.slack.web import web
from bot.operating.secrets import secrets_beside
from bot.operating.setting_up.manifest import _ARABIC, PATH, Form, link, manifest, read, scopes
from bot.operating.setting_up.unit import Place, unit
from bot.settings import BadSettings, load, secret
from core.clock import SystemClock
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_state import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.operate.conftest import Cli


@pytest.fixture(scope="module")
def bases() -> Iterator[dict[str, str]]:
    """Where a Telegram and a Slack on loopback are."""
    with FakeTelegram() as telegram, FakeSlack() as slack:
        slack.do("scopes", scopes=sorted(scopes()))
        yield {"DAFTAR_TELEGRAM__API_BASE": telegram.address, "DAFTAR_SLACK__API_BASE": slack.api_base}


def test_init(cli: Cli, folder: Path, bases: dict[str, str]) -> None:
    """Each token is tested as it is pasted, secrets go into a file of their own, and the first admin gets a code."""
    answers = ["", "Gulf Trading", "EG", "ar", "7:wrong", TOKEN, APP_TOKEN, BOT_TOKEN, APP_TOKEN, "Lina"]
    done = cli("init", "--to", "etc", text="\n".join(answers) + "\n", **bases)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✗") == 2
    assert "Telegram does not know this token" in done.stdout
    assert "This is the app token" in done.stdout
    assert "https://t.me/daftar_test_bot?start=" in done.stdout
    assert TOKEN not in done.stdout
    config, secrets = folder / "etc" / "config.toml", folder / "etc" / "secrets.env"
    assert secrets.stat().st_mode & 0o777 == 0o600
    assert (folder / "etc").stat().st_mode & 0o777 == 0o700
    assert BOT_TOKEN not in config.read_text()
    settings = load(config)
    assert (settings.workspace.name, settings.workspace.country, settings.workspace.language) == (
        "Gulf Trading",
        "EG",
        "ar",
    )
    assert secret(settings.telegram.token) == TOKEN
    assert secret(settings.slack.bot_token) == BOT_TOKEN
    assert secret(settings.slack.app_token) == APP_TOKEN
    assert "Lina: admin" in cli("reps", "list", "--config", "etc/config.toml").stdout
    shown = cli("config", "show", "--config", "etc/config.toml").stdout
    assert TOKEN not in shown
    assert "token = •••  # secrets.env" in shown
    assert 'country = "EG"  # file' in shown
    doctor = cli("doctor", "--config", "etc/config.toml")
    assert doctor.returncode == 0, doctor.stdout
    assert "@daftar_test_bot" in doctor.stdout
    assert cli("init", "--to", "etc").returncode == 2, "it does not write over what is there"


def test_init_without_platforms(cli: Cli, folder: Path) -> None:
    """With Enter on every question there is a notebook without platforms, and nothing fails."""
    done = cli("init", "--to", "etc", text="\n" * 8)
    assert done.returncode == 0, done.stderr
    assert "daftar chat" in done.stdout
    assert load(folder / "etc" / "config.toml").workspace.country == "SA"


def test_init_over_http(cli: Cli, folder: Path, bases: dict[str, str]) -> None:
    """With ``--http`` the signing secret is asked for instead of the app token, and the mode is written."""
    answers = ["", "Gulf Trading", "SA", "en", "", BOT_TOKEN, "xapp-1", "0123456789abcdef" * 2, ""]
    done = cli("init", "--to", "etc", "--http", "https://crm.example.com", text="\n".join(answers) + "\n", **bases)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✗") == 1
    assert "https://crm.example.com/slack" in unquote(done.stdout)
    settings = load(folder / "etc" / "config.toml")
    assert (settings.slack.mode, secret(settings.slack.signing_secret)) == ("http", "0123456789abcdef" * 2)
    assert cli("init", "--to", "other", "--http", "http://x").returncode == 2


def test_three_bad_tokens_write_nothing(cli: Cli, folder: Path, bases: dict[str, str]) -> None:
    """After three tokens that are no good ``init`` ends, and no file was written."""
    done = cli("init", "--to", "etc", text="\n\n\n\nx\ny\nz\n", **bases)
    assert done.returncode == 1
    assert not (folder / "etc").exists() or not list((folder / "etc").glob("*.*"))


def test_secrets_that_others_can_read_are_refused(folder: Path) -> None:
    """SEC21: an open ``secrets.env`` stops every command, with the cure."""
    config = folder / "config.toml"
    config.write_text("[telegram]\ntoken = '1:file'\n")
    file = folder / "secrets.env"
    file.write_text("# mine\nDAFTAR_TELEGRAM__TOKEN='7:secret'\n")
    file.chmod(0o640)
    with pytest.raises(BadSettings, match="chmod 600"):
        load(config)
    file.chmod(0o600)
    assert secret(load(config).telegram.token) == "7:secret"
    file.write_text("TELEGRAM_TOKEN=7\n")
    with pytest.raises(ValueError, match="line 1"):
        secrets_beside(config)
    file.write_text("DAFTAR_TELEGRAM__TOKN=7\n")
    with pytest.raises(BadSettings, match='did you mean "token'):
        load(config)


def test_the_unit(cli: Cli, folder: Path) -> None:
    """``service install`` writes a unit that systemd understands, with its own folders writable and nothing else."""
    (folder / "config.toml").write_text("[workspace]\nname = 'Gulf'\n")
    done = cli("service", "install", "--to", "daftar.service", "--user", "nobody")
    assert done.returncode == 0, done.stderr
    assert "systemctl enable --now daftar" in done.stdout
    text = (folder / "daftar.service").read_text()
    told = configparser.ConfigParser(strict=False, interpolation=None)
    told.optionxform = str  # type: ignore[assignment,method-assign]
    told.read_string(text)
    service = told["Service"]
    assert service["Type"] == "notify"
    assert service["ReadWritePaths"] == str(folder)
    assert service["ProtectSystem"] == "strict"
    assert f"--config {folder}/config.toml" in service["ExecStart"]
    analyze = shutil.which("systemd-analyze")
    if analyze:
        asked = [analyze, "verify", str(folder / "daftar.service")]
        checked = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - found just now
        assert "Unknown" not in checked.stderr


def test_a_unit_with_a_strange_path() -> None:
    """A path that systemd would take apart is refused."""
    place = Place(
        Path("/opt/my bot/daftar"),
        Path("/etc/daftar/config.toml"),
        Path("/var/lib/daftar"),
        "daftar",
        (Path("/var/lib/daftar"),),
    )
    with pytest.raises(ValueError, match="my bot"):
        unit(place)


def test_the_manifest(cli: Cli) -> None:
    """The plain manifest uses Socket Mode; HTTP, agent, command and Arabic change what they say and nothing else."""
    plain = manifest()
    assert plain["settings"]["socket_mode_enabled"] is True
    assert json.loads(cli("slack", "manifest").stdout) == plain
    for address in ("https://crm.example.com", "https://crm.example.com/", "https://crm.example.com/slack"):
        over_http = manifest(Form(http=address))
        served = "https://crm.example.com/slack"
        assert over_http["settings"]["socket_mode_enabled"] is False
        assert over_http["settings"]["event_subscriptions"]["request_url"] == served
        assert over_http["settings"]["interactivity"]["request_url"] == served
        assert over_http["features"]["slash_commands"][0]["url"] == served
    assert (
        next(
            each.path
            for each in web(lambda _: None, "0123456789abcdef", SystemClock()).routes
            if isinstance(each, Route)
        )
        == PATH
    )
    agent = manifest(Form(agent=True))
    assert "assistant:write" in agent["oauth_config"]["scopes"]["bot"]
    assert len(agent["features"]["agent_view"]["agent_description"]) <= 300
    assert manifest(Form(command="sales"))["features"]["slash_commands"][0]["command"] == "/sales"
    arabic = manifest(Form(language="ar"))
    assert arabic["display_information"]["name"] == "دفتر"
    assert arabic["oauth_config"] == plain["oauth_config"]
    assert json.loads(unquote(link(arabic).split("manifest_json=")[1])) == arabic
    for bad in (("--http", "http://x"), ("--command", "/Two Words")):
        assert cli("slack", "manifest", *bad).returncode == 2


def test_every_text_of_the_manifest_has_arabic() -> None:
    """No English text is left in the Arabic manifest: names, descriptions and hints."""

    def texts(told: object, key: str = "") -> list[str]:
        if isinstance(told, dict):
            return [text for name, value in told.items() for text in texts(value, str(name))]
        if isinstance(told, list):
            return [text for value in told for text in texts(value, key)]
        return (
            [told]
            if isinstance(told, str) and key in {"name", "description", "usage_hint", "agent_description"}
            else []
        )

    missing = [text for text in texts(manifest()) if text not in _ARABIC]
    assert missing == []


def test_the_part_of_yaml() -> None:
    """Maps, lists, lists of maps, quoted texts and numbers are read; what is not understood is refused with its line."""
    told = read("a: 1\nb:\n  - x: 'it''s'\n    y: true\n  - x: \"c: d\"\nc:\n- plain # why\n- a:b\n")
    assert told == {"a": 1, "b": [{"x": "it's", "y": True}, {"x": "c: d"}], "c": ["plain", "a:b"]}
    for bad, line in (("a: {b: 1}", 1), ("a: 1\n b: 2", 2), ("a:\nb: 1", 1), ("\tx: 1", 1)):
        with pytest.raises(ValueError, match=f"line {line}"):
            read(bad)
