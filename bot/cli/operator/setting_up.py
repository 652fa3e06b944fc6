"""``daftar init``, ``service install``, ``slack manifest``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.cli.exits import DONE, REFUSED, USAGE, Ends
from bot.cli.notebook import Config, DatabaseUrl, opened, settings_of, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.operating.setting_up.first_settings import Answers, Tested

_TRIES = 3


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("init")(init)
    service = typer.Typer(help="Running under systemd.", no_args_is_help=True)
    service.command("install")(install)
    service.callback()(_group)
    app.add_typer(service, name="service")
    slack = typer.Typer(help="Slack's description of the app.", no_args_is_help=True)
    slack.command("manifest")(manifest)
    slack.callback()(_group)
    app.add_typer(slack, name="slack")


def _group() -> None:
    """A group of one command keeps its name on the command line."""


def init(
    *,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Where the settings go; /etc/daftar for root, else here."),
    ] = None,
    http: Annotated[
        str | None, typer.Option("--http", metavar="URL", help="Slack posts events there; without it, Socket Mode.")
    ] = None,
) -> None:
    """Ask a few questions, test each token, write config.toml and secrets.env, and add the first admin."""
    from bot.operating.setting_up.first_settings import Answers, write
    from bot.operating.setting_up.manifest import Form
    from bot.operating.setting_up.manifest import manifest as made

    try:
        made(Form(http=http))
    except ValueError as wrong:
        raise Ends(f"{wrong}.", USAGE) from None
    folder = (to or (Path("/etc/daftar") if os.geteuid() == 0 else Path())).expanduser().absolute()
    for name in ("config.toml", "secrets.env"):
        if (folder / name).exists():
            raise Ends(f"{folder / name} is there already. Move it away, or say --to DIR.", USAGE)
    data = Path(
        _ask("Where should the notebook live?", "/var/lib/daftar" if folder == Path("/etc/daftar") else str(folder))
    )
    answers = Answers(
        folder=folder,
        database=f"sqlite:///{data.expanduser().absolute() / 'daftar.db'}",
        company=_ask("Company name", "Daftar"),
        country=_country(),
        language=_language(),
        telegram_base=os.environ.get("DAFTAR_TELEGRAM__API_BASE", Answers.telegram_base),
        slack_base=os.environ.get("DAFTAR_SLACK__API_BASE", Answers.slack_base),
        http=http,
    )
    bot = _connect_telegram(answers)
    slack = _connect_slack(answers)
    try:
        data.expanduser().mkdir(mode=0o700, parents=True, exist_ok=True)
        config, secrets = write(answers)
    except OSError as wrong:
        raise Ends(f"The settings cannot be written: {wrong.filename}: {wrong.strerror}.", USAGE) from None
    _say(f"Wrote {config} (no secrets) and {secrets} (0600).")
    _first_admin(config, bot)
    if not (bot or slack):
        _say("No platform is connected yet. Try: daftar chat")
    _say(f"Next: daftar doctor --config {config}   then: daftar run --config {config}")


def _connect_telegram(answers: Answers) -> str:
    from bot.operating.setting_up.first_settings import try_telegram

    _say("Telegram: open @BotFather, send /newbot, and paste the token it gives (Enter: not now).")
    token, known = _token("Telegram token", lambda told: try_telegram(told, answers.telegram_base))
    if token:
        answers.secrets["DAFTAR_TELEGRAM__TOKEN"] = token
    return known


def _connect_slack(answers: Answers) -> bool:
    from bot.operating.setting_up.first_settings import try_signing_secret, try_slack_app, try_slack_bot
    from bot.operating.setting_up.manifest import Form, link
    from bot.operating.setting_up.manifest import manifest as made

    _say("Slack: open this link and press Create, then Install App → Install to Workspace:")
    _say(f"  {link(made(Form(language=answers.language, http=answers.http)))}")
    bot, _ = _token("Bot token, xoxb-… (Enter: not now)", lambda told: try_slack_bot(told, answers.slack_base))
    if not bot:
        return False
    answers.secrets["DAFTAR_SLACK__BOT_TOKEN"] = bot
    if answers.http is not None:
        signing, _ = _token("Basic Information → Signing Secret", try_signing_secret)
        if not signing:
            raise Ends("Without the signing secret nobody can tell who posts. Nothing was written.", REFUSED)
        answers.secrets["DAFTAR_SLACK__SIGNING_SECRET"] = signing
        return True
    _say("Basic Information → App-Level Tokens → Generate, with connections:write.")
    app, _ = _token("App token, xapp-…", lambda told: try_slack_app(told, answers.slack_base))
    if not app:
        _say("! Without the app token Slack stays off.")
        del answers.secrets["DAFTAR_SLACK__BOT_TOKEN"]
        return False
    answers.secrets["DAFTAR_SLACK__APP_TOKEN"] = app
    return True


def _token(question: str, test: Callable[[str], Tested]) -> tuple[str, str]:
    """A token that was tested, and the name it goes by; both empty where none was given."""
    for _ in range(_TRIES):
        token = _ask_secret(question)
        if not token:
            return "", ""
        tested = test(token)
        _say(f"  {'✓' if tested.good else '✗'} {tested.says}")
        if tested.good:
            return token, tested.known
    raise Ends("Three tokens were no good. Nothing was written; start again with: daftar init", REFUSED)


def _first_admin(config: Path, bot: str) -> None:
    from core.errors import BadValue

    name = _ask("First admin, your name (Enter: later)", "")
    if not name:
        _say("Add people with: daftar reps add NAME --role admin")
        return
    settings = settings_of(config, None)
    with opened(settings) as notebook:
        try:
            with notebook.office.open(None, doing="add_rep") as crm:
                rep = crm.team.add_rep(name, "admin")
                code = crm.team.invite(rep.id)
        except BadValue as wrong:
            _say(f"! {wrong.value} cannot be added ({wrong.why}). Add people with: daftar reps add NAME --role admin")
            return
    _say(f"{name} is an admin. Within 24 hours, open or type in a chat with the bot:")
    if bot:
        _say(f"  https://t.me/{bot}?start={code}")
    _say(f"  link {code}")


def _country() -> str:
    from core.team.workspace import Workspace

    for _ in range(_TRIES):
        told = _ask("Country, two letters (weekend, phones, currency, zone follow)", "SA").upper()
        try:
            workspace = Workspace.of_country(told)
        except ValueError as wrong:
            _say(f"  ✗ {wrong}.")
            continue
        _say(f"  {told}: {workspace.currency}, {workspace.zone}")
        return told
    raise Ends("No such country. Nothing was written.", USAGE)


def _language() -> str:
    for _ in range(_TRIES):
        told = _ask("Language of new reps, en or ar", "en").lower()
        if told in ("en", "ar"):
            return told
        _say("  ✗ en or ar.")
    raise Ends("No such language. Nothing was written.", USAGE)


def _ask(question: str, default: str) -> str:
    shown = f"{question} [{default}] " if default else f"{question} "
    sys.stdout.write(shown)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        sys.stdout.write("\n")
    return line.strip() or default


def _ask_secret(question: str) -> str:
    """What is typed is not shown; from a pipe it is a line like any other."""
    if not sys.stdin.isatty():
        return _ask(question, "")
    import getpass

    return getpass.getpass(f"{question} ").strip()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def install(
    *,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Where the unit goes.")] = None,
    user: Annotated[str, typer.Option("--user", help="Whom the bot runs as.")] = "daftar",
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Write a hardened systemd unit for daftar run, and say how to start it."""
    from bot.operating.nightly import folder_of
    from bot.operating.setting_up.unit import DEFAULT, Place, unit
    from bot.settings import config_path

    settings = settings_of(config, database)
    told = config_path(config)
    if told is None:
        raise Ends("There is no config file yet. Make one with: daftar init", USAGE)
    file = sqlite_file(settings.database.url)
    backups = folder_of(settings)
    data = file.absolute().parent if file is not None else backups.parent
    writes = (data,) if backups.is_relative_to(data) else (data, backups)
    place = Place(Path(sys.argv[0]).absolute(), told.absolute(), data, user, writes)
    where = to or DEFAULT
    try:
        text = unit(place)
        where.write_text(text, "utf-8")
        where.chmod(0o644)
    except ValueError as wrong:
        raise Ends(f"{wrong}.", USAGE) from None
    except OSError as wrong:
        raise Ends(f"{where} cannot be written: {wrong.strerror}. Say --to FILE, or run it with sudo.", USAGE) from None
    _say(f"Wrote {where}. It runs as {user}; make that user, let it own {data}, then start it:")
    _say(f"  useradd --system --home-dir {data} --shell /usr/sbin/nologin {user}")
    _say(f"  chown -R {user}: {data} {told.absolute()} {told.absolute().with_name('secrets.env')}")
    _say("  systemctl daemon-reload && systemctl enable --now daftar && systemctl status daftar")


def manifest(
    *,
    agent: Annotated[bool, typer.Option("--agent", help="With Slack's agent view.")] = False,
    http: Annotated[
        str | None, typer.Option("--http", metavar="URL", help="Post events there, no Socket Mode.")
    ] = None,
    lang: Annotated[Literal["en", "ar"], typer.Option("--lang", help="The language of its texts.")] = "en",
    link: Annotated[bool, typer.Option("--link", help="A link that creates the app.")] = False,
    command: Annotated[str | None, typer.Option("--command", metavar="/NAME", help="Instead of /crm.")] = None,
) -> None:
    """Slack's description of the app as JSON: paste it at api.slack.com/apps → From a manifest."""
    from bot.operating.setting_up.manifest import Form
    from bot.operating.setting_up.manifest import link as linked
    from bot.operating.setting_up.manifest import manifest as made

    try:
        told = made(Form(agent=agent, http=http, language=lang, command=command))
    except ValueError as wrong:
        raise Ends(f"{wrong}.", USAGE) from None
    sys.stdout.write((linked(told) if link else json.dumps(told, ensure_ascii=False, indent=2)) + "\n")
    raise typer.Exit(DONE)
