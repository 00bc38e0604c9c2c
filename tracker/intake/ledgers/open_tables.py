"""OpenDocument workbooks (.ods) as grids: LibreOffice tells merged cells and percentages in the cell itself."""

from datetime import date
from typing import Any

from tracker.intake.errors import IntakeError
from tracker.intake.forms.cells import CELL_LINE, whole
from tracker.intake.forms.ooxml import attribute, name_of
from tracker.intake.forms.opendocument import content_of, hidden_styles, shown_text
from tracker.intake.ledgers.grid import MOST_COLUMNS, Grid, Place, Value
from tracker.intake.limits import Limits
from tracker.marking import N_

_TOO_LARGE = N_("这个表格太大，不像台账。请只保留任务所在的行和列，另存为新的 .xlsx 后再上传。")
_MOST_ROWS = 1_048_576
_CELLS = ("table-cell", "covered-table-cell")


def read(data: bytes, limits: Limits) -> tuple[Grid, ...]:
    """The sheets; `IntakeError` as `opendocument.content_of` raises it."""
    content = content_of(data, limits)
    hidden = hidden_styles(content)
    left, found = limits.max_cells, []
    for table in content.iter("{*}table"):
        reader = _Reader(left)
        for row in table.iter("{*}table-row"):
            reader.take(row)
        left = reader.left
        is_visible = attribute(table, "style-name") not in hidden
        name = attribute(table, "name") or ""
        percents, formulas = frozenset(reader.percents), frozenset(reader.formulas)
        found.append(Grid(name, tuple(reader.rows), reader.covered, percents, is_visible, formulas))
    return tuple(found)


class _Reader:
    """The rows of a sheet one by one; blank ones at its end are never laid out, and no more cells than `left`."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.rows: list[tuple[Value, ...]] = []
        self.covered: dict[Place, Place] = {}
        self.percents: set[Place] = set()
        self.formulas: set[Place] = set()
        self._blank = 0

    def take(self, row: Any) -> None:
        """Lay out a row, as often as it is said to be repeated."""
        times = whole(attribute(row, "number-rows-repeated"), default=1, most=_MOST_ROWS)
        values = self._values(row, len(self.rows) + self._blank)
        if not any(value is not None for value in values):
            self._blank += times
            return
        self._spend((len(values) + 1) * times + self._blank)
        self.rows.extend([()] * self._blank + [values] * times)
        self._blank = 0

    def _spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise IntakeError("zip_bomb", _TOO_LARGE)

    def _values(self, row: Any, number: int) -> tuple[Value, ...]:
        values: list[Value] = []
        for cell in row:
            if name_of(cell) not in _CELLS or len(values) >= MOST_COLUMNS:
                continue
            value = _value(cell) if name_of(cell) == "table-cell" else None
            self._note(cell, (number, len(values)))
            times = whole(attribute(cell, "number-columns-repeated"), default=1, most=MOST_COLUMNS)
            values.extend([value] * min(times, MOST_COLUMNS - len(values)))
        while values and values[-1] is None:
            values.pop()
        return tuple(values)

    def _note(self, cell: Any, place: Place) -> None:
        if attribute(cell, "value-type") == "percentage":
            self.percents.add(place)
        if attribute(cell, "formula"):
            self.formulas.add(place)
        rows = whole(attribute(cell, "number-rows-spanned"), default=1, most=1000)
        columns = whole(attribute(cell, "number-columns-spanned"), default=1, most=MOST_COLUMNS)
        if rows * columns > 1:
            self._spend(rows * columns)
            top, left = place
            hidden = ((top + down, left + right) for down in range(rows) for right in range(columns) if down or right)
            self.covered.update(dict.fromkeys(hidden, place))


def _value(cell: Any) -> Value:
    kind, said = attribute(cell, "value-type"), attribute(cell, "value")
    if kind in ("float", "percentage", "currency") and said is not None:
        return float(said)
    if kind == "date":
        return date.fromisoformat((attribute(cell, "date-value") or "")[:10])
    return shown_text(cell).replace(CELL_LINE, "\n") or None
