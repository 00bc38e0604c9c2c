"""`tracker calendar`: the years of the work calendar; what a new notice would move, and loading it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.common import open_database
from tracker.cli.output import json_option, print_json
from tracker.rules.permissions import SYSTEM

if TYPE_CHECKING:
    from tracker.queries.calendars import CountedRow
    from tracker.rules.workdays import YearNotice
    from tracker.services.calendar_loading import Preview

_FILE = click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
_YEAR = click.option("--year", type=int, help="通知正文里没有年份时注明")
_DOCUMENT = click.option("--document", help="通知正文里没有文号时注明")


@click.group(help="查看和载入各年放假安排。")
def calendar() -> None:
    pass


@calendar.command(help="列出各年放假安排；写明年份则列出那一年的日期。")
@click.argument("year", metavar="[年份]", type=int, required=False)
@json_option
def show(year: int | None, as_json: bool) -> None:
    from tracker.errors import NotFound
    from tracker.queries.calendars import loaded_notices
    from tracker.services.calendars import calendar_warning, years_with

    settings, database = open_database()
    with database.reading() as session:
        years = years_with(loaded_notices(session))
        warning = calendar_warning(session, settings.clock.today())
    if year is not None and year not in years:
        raise NotFound(f"没有 {year} 年的放假安排，现有 {min(years)} 年至 {max(years)} 年。")
    chosen = [years[year]] if year is not None else list(years.values())
    if as_json:
        print_json({"years": [notice.to_content() for notice in chosen], "warning": warning})
        return
    for notice in chosen:
        click.echo(f"{notice.year}  {notice.document if notice.official else '预估'}")
        if year is not None:
            _say_days(notice)
    if warning:
        click.echo(warning, err=True)


@calendar.command(help="读取通知或 YAML 文件，列出载入后会变动的期限；不保存。")
@_FILE
@_YEAR
@_DOCUMENT
@json_option
def preview(file: Path, year: int | None, document: str | None, as_json: bool) -> None:
    from tracker.intake.calendar_texts import read_calendar
    from tracker.queries.calendars import counted_rows
    from tracker.services import calendar_loading

    notice = read_calendar(file.read_bytes(), year, document)
    settings, database = open_database()
    with database.reading() as session:
        found = calendar_loading.preview(session, notice, settings.clock.today())
        moves = [(row, found.after(row)) for row in counted_rows(session, found.new_days)]
    _report(notice, moves, as_json, f"载入后将变动 {len(moves)} 项期限。")
    if not as_json:
        _say_changes(found)


@calendar.command(help="载入通知或 YAML 文件，立即生效，并重新计算有关期限。建议先运行 preview 核对。")
@_FILE
@_YEAR
@_DOCUMENT
@json_option
def load(file: Path, year: int | None, document: str | None, as_json: bool) -> None:
    from tracker.intake.calendar_texts import read_calendar
    from tracker.services.calendar_loading import load_year

    notice = read_calendar(file.read_bytes(), year, document)
    settings, database = open_database()
    with database.transaction() as session:
        moved = load_year(session, notice, actor=SYSTEM, now=settings.clock.now())
    _report(notice, [(one.row, one.due_on) for one in moved], as_json, f"已载入，变动 {len(moved)} 项期限。")


def _report(notice: "YearNotice", moves: list[tuple["CountedRow", date]], as_json: bool, said: str) -> None:
    from tracker.calendar_labels import COUNTED

    if as_json:
        moved: list[dict[str, Any]] = [
            {"subject": row.subject, "id": row.id, "task": row.task, "unit": row.unit, "from": row.due_on, "to": day}
            for row, day in moves
        ]
        print_json({"notice": notice.to_content(), "moved": moved})
        return
    click.echo(f"{notice.year}  {notice.document if notice.official else '预估'}")
    _say_days(notice)
    for row, day in moves:
        click.echo(f"{row.due_on.isoformat()} → {day.isoformat()}  {COUNTED[row.subject]}  {row.unit}  《{row.task}》")
    click.echo(said)


def _say_changes(found: "Preview") -> None:
    """What the notice has otherwise than the one that counts now; nothing where none counts yet."""
    from tracker.calendar_labels import DAYS

    for change in found.changes:
        before, after = (DAYS[change.is_weekend, off] for off in (not change.is_off, change.is_off))
        click.echo(f"与现有安排不同：{change.day.isoformat()}  {before} → {after}")
    if found.known and not found.changes:
        click.echo("放假日和调休上班日与现有安排相同。")


def _say_days(notice: "YearNotice") -> None:
    from tracker.rules.workdays import stretches

    for item in stretches(notice):
        until = f" 至 {item.last.isoformat()}" if item.last != item.first else ""
        click.echo(f"  {item.first.isoformat()}{until}  {f'休息 {item.days} 天' if item.is_off else '调休上班'}")
