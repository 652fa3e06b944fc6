"""The job behind ``daftar export``. It reads as the operator: private entries are their authors' alone and are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.beside import Result
from bot.cli.exits import REFUSED, USAGE
from bot.says.exchange import BAD_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.notebook import Notebook


def export(notebook: Notebook, told: dict[str, Any]) -> Result:
    """All records of a kind as the contents of a file."""
    from core.exchange.files import BadFile
    from core.exchange.records import KINDS, count
    from core.exchange.writing import NoCards
    from core.exchange.writing import export as write

    kind = told["kind"]
    if kind not in KINDS:
        return Result([f"There is no export of {kind}; there is: {', '.join(KINDS)}."], USAGE)
    try:
        with notebook.office.read(None) as crm:
            data = write(crm, kind, told["form"])
            lines = [f"{count(crm, kind):,} {kind}"]
    except NoCards:
        return Result(["Only customers and contacts can be written as vCards."], USAGE)
    except BadFile as bad:
        return Result([BAD_FILE[bad.why].en.format(line=bad.line)], REFUSED)
    return Result(lines, data=data)


JOBS: dict[str, Callable[[Notebook, dict[str, Any]], Result]] = {"export": export}
