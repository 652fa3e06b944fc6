"""Settings: where they come from, and that a bad one is refused with a sentence (CLI.md; RELIABILITY SEC21, OPS3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BadSettings, load, secret, warnings
from bot.settings_example import example, in_force

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No config file and no settings in the environment, whoever runs the tests."""
    import os

    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("DAFTAR_"):
            monkeypatch.delenv(name)


def _file(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_everything_has_a_default() -> None:
    """Without a file and an environment: SQLite in this folder, Saudi Arabia, no platform."""
    settings = load()
    assert settings.database.url == "sqlite:///daftar.db"
    assert settings.workspace.country == "SA"
    assert secret(settings.telegram.token) == ""


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One key from each; what both have comes from the environment."""
    path = _file(tmp_path, '[workspace]\nname = "Gulf"\ncountry = "EG"\n')
    monkeypatch.setenv("DAFTAR_WORKSPACE__COUNTRY", "ae")
    monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN", "123456:abc")
    settings = load(path)
    assert (settings.workspace.name, settings.workspace.country) == ("Gulf", "AE")
    assert secret(settings.telegram.token) == "123456:abc"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[slack]\nbot_tokn = "x"\n', 'line 2: [slack] bot_tokn — unknown key, did you mean "bot_token"?'),
        ("[databse]\n", 'line 1: [databse] — unknown key, did you mean "database"?'),
        ("[workspace]\nzone = 'Asia/Riad'\n", "line 2: [workspace] zone — no such zone"),
        ("[sending]\nin_flight = 0\n", "line 2: [sending] in_flight"),
        ("[telegram\n", "it is no TOML"),
        ("database = 'x'\n", "write it as [database]"),
    ],
)
def test_a_bad_setting_is_refused_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    """The file, the line, the key, and how to mend it."""
    path = _file(tmp_path, text)
    with pytest.raises(BadSettings) as bad:
        load(path)
    assert str(path) in str(bad.value)
    assert sentence in str(bad.value)


def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the environment."""
    monkeypatch.setenv("DAFTAR_TELEGRAM__TOKE", "x")
    with pytest.raises(BadSettings, match='did you mean "DAFTAR_TELEGRAM__TOKEN"'):
        load()


@pytest.mark.parametrize("table", ["TELEGRAM", "SLACK"])
@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example", "https://api.telegram.org.evil.example", "https://slack.com.evil.example/api/",
        "http://api.telegram.org", "http://slack.com/api/", "https://user@127.0.0.1.evil.example", "http://169.254.169.254",
        "https://api.telegram.org@evil.example", "ftp://127.0.0.1", "https://api.telegram.org:444",
    ],
)  # fmt: skip
def test_a_platform_is_its_own_host_or_loopback(table: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else gets the token (RELIABILITY SEC16)."""
    monkeypatch.setenv(f"DAFTAR_{table}__API_BASE", url)
    with pytest.raises(BadSettings, match="loopback"):
        load()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9000", "http://localhost:9", "http://[::1]:9", "https://api.telegram.org/"]
)
def test_loopback_and_telegram_itself_are_accepted(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are, without a slash at the end."""
    monkeypatch.setenv("DAFTAR_TELEGRAM__API_BASE", url)
    assert load().telegram.api_base == url.rstrip("/")


def test_a_secret_file_must_be_the_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readable by others: refused with the command that mends it; else its text is the secret."""
    kept = tmp_path / "token"
    kept.write_text("123456:abc\n")
    kept.chmod(0o644)
    monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN_FILE", str(kept))
    with pytest.raises(BadSettings, match="chmod 600"):
        load()
    kept.chmod(0o600)
    assert secret(load().telegram.token) == "123456:abc"


def test_a_config_with_a_secret_that_others_read_is_warned_of(tmp_path: Path) -> None:
    """One warning with the command that mends it; none for a file without secrets."""
    assert "chmod 600" in next(warnings(_file(tmp_path, '[telegram]\ntoken = "1:a"\n', 0o644)))
    assert list(warnings(_file(tmp_path, '[workspace]\nname = "x"\n', 0o644))) == []


def test_a_missing_config_is_said(tmp_path: Path) -> None:
    """A named file that is not there is refused; an unnamed one is not needed."""
    with pytest.raises(BadSettings, match="no config file"):
        load(tmp_path / "none.toml")


def test_the_example_is_current_and_loads() -> None:
    """``config.example.toml`` is what ``config example`` writes, and gives the defaults."""
    path = ROOT / "config.example.toml"
    assert path.read_text("utf-8") == example()
    assert load(path) == load()


def test_secrets_are_masked_when_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """``config show`` tells that a token is set and where from, not the token."""
    monkeypatch.setenv("DAFTAR_TELEGRAM__TOKEN", "123456:secret")
    shown = in_force(load(), None)
    assert "123456:secret" not in shown
    assert "token = •••  # environment" in shown
