"""A Table as Slack's ``data_table``, a Chart as its ``data_visualization``, and the older ``table`` for a workspace that refuses them. Pure.

Some workspaces and plans answer ``invalid_blocks`` to the newer two and lose the whole message (vercel/chat #696), so a delivery tries the next
plainer form at once: nothing was posted. Limits: docs.slack.dev: 2 to 101 rows with the headings, 20 columns, two charts a message, a
title of 50, labels of 20 letters, 20 categories. Cells are ``raw_text``, where no markup is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.language.bidi import strip
from bot.reply import Chart, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

ROWS = 100
COLUMNS = 20
PAGE = 5
CAPTION = 3000
CATEGORIES = 20
CHART_LABEL = 20
CHART_TITLE = 50
CHARTS = 2
DATA = ("data_table", "data_visualization")
EMPTY_CELL = "–"


def block(table: Table) -> dict[str, Any] | None:
    """The block of a table or chart; None where it does not fit and must be lines."""
    if isinstance(table, Chart) and len(table.rows) <= CATEGORIES and len(table.values) == len(table.rows):
        return _chart(table)
    widths = {len(row) for row in (table.heads, *table.rows)}
    if (
        isinstance(table, Chart)
        or len(widths) != 1
        or not 1 <= len(table.heads) <= COLUMNS
        or not 1 <= len(table.rows) <= ROWS
    ):
        return None
    rows = [[_cell(cell) for cell in row] for row in (table.heads, *table.rows)]
    return {
        "type": "data_table",
        "caption": strip(table.caption) or " · ".join(table.heads),
        "page_size": PAGE,
        "rows": rows,
    }


def plainer(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The same with the older table in the place of the first data table; None where there is none, or a chart, which has no older form."""
    given = list(blocks)
    kinds = [each["type"] for each in given]
    if kinds.count("data_table") != 1 or "data_visualization" in kinds:
        return None
    found: list[dict[str, Any]] = []
    for each in given:
        if each["type"] == "data_table":
            # the older one has no caption of its own
            caption = {"type": "plain_text", "text": each["caption"][:CAPTION], "emoji": False}
            found += [{"type": "section", "text": caption}, {"type": "table", "rows": each["rows"]}]
        else:
            found.append(each)
    return found


def _cell(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": " ".join(strip(text).split()) or EMPTY_CELL}


def _chart(chart: Chart) -> dict[str, Any]:
    labels: list[str] = []
    for number, row in enumerate(chart.rows):
        told = " ".join(strip(row[0]).split())[:CHART_LABEL] or EMPTY_CELL
        labels.append(told if told not in labels else f"{told[: CHART_LABEL - 4]} {number + 1}")
    data = [{"label": told, "value": value} for told, value in zip(labels, chart.values, strict=True)]
    title = " ".join(strip(chart.caption).split())[:CHART_TITLE] or EMPTY_CELL
    drawn = {"type": "bar", "series": [{"name": title, "data": data}], "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": title, "chart": drawn}
