"""``daftar import`` and ``daftar export``: files in and out. Export works beside a running bot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.beside import do
from bot.cli.exits import DONE, REFUSED, USAGE, Ends
from bot.cli.notebook import AsRep, Config, DatabaseUrl, Notebook, opened, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.words import Language
    from core.exchange.files import Sheet
    from core.exchange.plan import Plan
    from core.team.rep import Rep

_SHOWN = 5
_WRONG_SHOWN = 10


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("import")(import_)
    app.command("export")(export)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or vCard.")],
    *,
    as_: AsRep = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Customers and contacts from a file; one undo takes it back."""
    from core.exchange.files import BadFile
    from core.exchange.reading import read_file

    with opened(settings_of(config, database)) as notebook:
        rep = _importer(notebook, as_)
        try:
            sheet = read_file(file)
            plan = _planned(notebook, rep, sheet)
        except BadFile as bad:
            raise Ends(_refusal(bad, rep), REFUSED) from None
        except OSError as wrong:
            raise Ends(f"{file}: {wrong.strerror}.", USAGE) from None
        for line in preview(plan, _language(rep)):
            sys.stdout.write(line + "\n")
        if dry_run:
            raise typer.Exit(DONE)
        if not yes and not _confirmed(plan):
            raise typer.Exit(REFUSED)
        for line in _carried_out(notebook, rep, sheet, file):
            sys.stdout.write(line + "\n")


def export(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="customers, contacts, interactions, follow_ups, deals, reps.")
    ],
    *,
    form: Annotated[Literal["csv", "xlsx", "jsonl", "vcf"], typer.Option("--format", help="The kind of file.")] = "csv",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; standard output unless told.")
    ] = None,
    config: Config = None,
    database: DatabaseUrl = None,
) -> None:
    """Everything of one kind, as a file."""
    result = do(settings_of(config, database), "export", {"kind": kind, "form": form})
    if result.data is None:
        raise Ends("\n".join(result.lines), result.code)
    if output is None:
        sys.stdout.buffer.write(result.data)
        sys.stdout.buffer.flush()
        return
    try:
        held = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as wrong:
        raise Ends(f"{output}: {wrong.strerror}.", USAGE) from None
    with os.fdopen(held, "wb") as written:
        written.write(result.data)
    sys.stderr.write(f"{result.lines[0]} → {output}\n")


def _importer(notebook: Notebook, name: str | None) -> Rep | None:
    """Whose import it is: the rep named, else the only one there is, else nobody's (the operator's)."""
    if name is not None:
        return notebook.rep(name)
    with notebook.office.read(None) as crm:
        active = crm.team.reps(active=True)
    return active[0] if len(active) == 1 else None


def _planned(notebook: Notebook, rep: Rep | None, sheet: Sheet) -> Plan:
    from bot.language.headers import VOCABULARY
    from core.exchange.plan import plan

    with notebook.office.read(rep) as crm:
        return plan(crm.transaction, sheet, VOCABULARY, may_set_owner=True)


def _carried_out(notebook: Notebook, rep: Rep | None, sheet: Sheet, file: Path) -> list[str]:
    from bot.language.headers import VOCABULARY
    from bot.says.exchange import reasons
    from core.exchange.applying import apply, wrong_rows
    from core.exchange.plan import plan

    with notebook.office.open(rep, doing="import", said=file.name) as crm, _bar() as progress:
        made = plan(crm.transaction, sheet, VOCABULARY, may_set_owner=True)
        done = apply(crm, made, progress)
    lines = [
        f"Imported {done.new:,} · updated {done.updated:,} · there already {done.same:,} · left out {done.wrong:,}"
        + (f" · {done.similar:,} of the new look like others" if done.similar else "")
    ]
    wrong = wrong_rows(made, reasons(_language(rep)))
    if wrong is not None:
        beside = file.with_name(file.name + ".errors.csv")
        beside.write_bytes(wrong)
        lines.append(f"The rows that were left out: {beside}")
    if done.new or done.updated:
        lines.append("One undo takes it back.")
    return lines


class _bar:  # noqa: N801 - used as a function
    """A progress bar on a terminal; a line now and then elsewhere."""

    def __enter__(self) -> Callable[[int, int], None]:
        if not sys.stderr.isatty():
            return self._plain
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("Importing"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._progress.start()
        self._task = self._progress.add_task("Importing", total=None)
        return lambda done, total: self._progress.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "_progress"):
            self._progress.stop()

    @staticmethod
    def _plain(done: int, total: int) -> None:
        filled = 20 * done // total if total else 20
        sys.stderr.write(f"{'▓' * filled}{'░' * (20 - filled)} {done:,} of {total:,}\n")


def preview(plan: Plan, language: Language) -> list[str]:
    """What is new, what exists, what is wrong, the columns and a few rows."""
    from bot.says.exchange import STATES, WRONG

    counts = plan.counts
    sheet = plan.sheet
    form = f", {sheet.encoding}" if sheet.encoding else ""
    lines = [f"📄 {sheet.name}: {len(sheet.lines):,} rows{form}"]
    lines.append("   " + " · ".join(f"{column.head} → {column.field or '?'}" for column in plan.columns if column.head))
    lines.append(
        "   "
        + " · ".join(f"{words.in_(language)}: {counts[state]:,}" for state, words in STATES.items() if counts[state])
    )
    lines += [f"   {row.line}: {row.name}" for row in plan.rows if row.state in ("new", "similar")][:_SHOWN]
    if plan.companies:
        lines.append(f"   + {len(plan.companies):,} companies that only contacts name")
    lines += [f"   ≈ {row.line}: {row.name} looks like {row.like}" for row in plan.rows if row.state == "similar"][
        :_SHOWN
    ]
    wrong = [row for row in plan.rows if row.state == "wrong"]
    for row in wrong[:_WRONG_SHOWN]:
        why = WRONG[row.wrong].in_(language) if row.wrong in WRONG else row.wrong
        lines.append(f"   ✗ {row.line}: {row.name or '–'}: {why}")
    if len(wrong) > _WRONG_SHOWN:
        lines.append(f"   … and {len(wrong) - _WRONG_SHOWN:,} more that are left out")
    if plan.bad_phones:
        lines.append(f"   {plan.bad_phones:,} phones cannot be valid; they are kept as typed")
    if plan.unknown:
        lines.append(f"   not read: {', '.join(plan.unknown)}")
    return lines


def _confirmed(plan: Plan) -> bool:
    if not plan.writes():
        sys.stdout.write("There is nothing new in it.\n")
        return False
    if not sys.stdin.isatty():
        sys.stdout.write("Nothing was written. Add --yes to import it.\n")
        return False
    return typer.confirm("Import it?")


def _refusal(bad: Any, rep: Rep | None) -> str:
    from bot.says.exchange import BAD_FILE

    return BAD_FILE[bad.why].in_(_language(rep)).format(line=bad.line)


def _language(rep: Rep | None) -> Language:
    return "ar" if rep is not None and rep.language == "ar" else "en"
