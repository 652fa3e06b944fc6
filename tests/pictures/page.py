"""What people see, side by side: one page for a phone's Telegram, a phone's and a desk's Slack and a terminal, a row for each thing said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

WIDTHS = {"telegram": 372, "slack": 372, "desk": 640, "terminal": 470}
"""Pixels of each column: the first two are those of a phone."""
TALLEST = 1450
_LETTERS = 40
_CSS = """
* { box-sizing: border-box } body { margin: 0; font: 15px/21px "Noto Sans", "Noto Sans Arabic", "Noto Color Emoji", sans-serif }
.row { display: flex; align-items: stretch } .row > div { padding: 3px 8px; overflow: hidden } .row > .desk { border-left: 1px solid #ddd }
.telegram { background: #d5e3c4 } .slack, .desk { background: #fff; border-left: 1px solid #ddd } .terminal { background: #1e1e1e; color: #ddd }
.terminal { font: 13px/19px "DejaVu Sans Mono", "Noto Sans Arabic", "Noto Color Emoji", monospace }
.lines { white-space: pre-wrap; overflow-wrap: anywhere } .telegram .lines, .terminal .lines { unicode-bidi: plaintext }
.said { color: #777; font-size: 13px } .telegram .said { background: #effdde; border-radius: 10px; padding: 3px 9px; width: fit-content; margin-left: auto }
.bubble { background: #fff; border-radius: 12px; padding: 5px 10px; width: fit-content; min-width: 200px; max-width: 330px }
.telegram .keys { display: flex; gap: 3px; margin-top: 3px; max-width: 330px }
.telegram .key { flex: 1 1 0; min-width: 0; background: #7d9c72; color: #fff; border-radius: 7px; padding: 5px 4px; text-align: center; font-size: 14px }
.telegram .key { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; position: relative } .telegram .key i { position: absolute; right: 3px; top: -4px; font-size: 10px }
.telegram .danger { background: #d25656 } .telegram .primary, .telegram .success { background: #4a84c4 }
.actions { display: flex; flex-wrap: wrap; gap: 6px; margin: 4px 0 } .slack .key, .desk .key { border: 1px solid #bbb; border-radius: 5px; padding: 2px 9px; font-weight: bold; font-size: 13px }
.slack .key, .desk .key { max-width: 100%; white-space: nowrap; overflow: hidden; text-overflow: ellipsis } .key small { display: block; font-weight: normal; white-space: normal }
.slack .primary, .desk .primary { background: #007a5a; color: #fff } .slack .danger, .desk .danger { background: #e01e5a; color: #fff }
.section { display: flex; gap: 8px; margin: 3px 0 } .grow { flex: 1; min-width: 0 } .header { font-size: 18px; font-weight: bold; margin: 6px 0 } .context { color: #666; font-size: 12px }
.options { border: 1px dashed #bbb; font-size: 12px; line-height: 16px; padding: 1px 5px; color: #444 } .select { border: 1px solid #bbb; border-radius: 5px; padding: 2px 8px; font-size: 13px; display: inline-block }
.modal { border: 1px solid #888; border-radius: 8px; padding: 10px } .title { font-weight: bold; font-size: 17px } .foot { display: flex; gap: 8px; justify-content: flex-end; margin-top: 8px }
.input { margin: 6px 0 } .label { font-weight: bold } .blank { border: 1px solid #bbb; border-radius: 4px; min-height: 28px; padding: 3px 8px } .tall { min-height: 64px } .faint { color: #888; font-weight: normal }
table { border-collapse: collapse; font-size: 13px; margin: 3px 0 } td, th { border: 1px solid #ccc; padding: 2px 6px } caption { font-weight: bold; text-align: start } .striped tr:nth-child(even) { background: #f0f0f0 }
.bar { width: 190px } .bar i { display: block; height: 12px; background: #36c5f0 } hr { border: 0; border-top: 1px solid #ddd } .unknown { background: #fcc } .name { background: #eee; font: 12px monospace; padding: 2px 8px }
"""


@dataclass
class Row:
    """One thing that somebody wrote or did, and what was answered: HTML by column."""

    said: str = ""
    shown: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    """About how many lines the longest column has."""

    @property
    def height(self) -> int:
        """About how many pixels it takes."""
        return 23 * (self.lines + len(self.said) // _LETTERS + bool(self.said)) + 18


def pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, cut where a picture would be too tall to be looked at."""
    page: list[Row] = []
    for row in rows:
        if page and sum(each.height for each in page) + row.height > TALLEST:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def html(name: str, rows: Iterable[Row], columns: Iterable[str]) -> str:
    """A whole page."""
    told = "".join(f'<div class="row">{"".join(_cell(row, column) for column in columns)}</div>' for row in rows)
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Daftar</title>'
    return f'{head}<style>{_CSS}</style><div class="name">{escape(name)}</div>{told}</html>'


def size(rows: Iterable[Row], columns: Iterable[str]) -> tuple[int, int]:
    """Width and height of the picture in pixels."""
    return sum(WIDTHS[column] for column in columns), sum(row.height for row in rows) + 30


def _cell(row: Row, column: str) -> str:
    said = f'<div class="said lines" dir="auto">{escape(row.said)}</div>' if row.said else ""
    return f'<div class="{column}" style="width:{WIDTHS[column]}px">{said}{row.shown.get(column, "")}</div>'
