"""`tracker report PLAN`: write a paper for reading, keeping nothing; `tracker report verify`: draw issued ones again."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.common import Day, open_database, plan_named
from tracker.cli.output import json_option, print_json
from tracker.rules.permissions import SYSTEM
from tracker.rules.report_kinds import ReportKind, ReportScope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.models import Plan
    from tracker.services.report_verification import Verified

FORMS = ("md", "html", "docx", "pdf", "xlsx")
WRITE = "write"


class _Report(click.Group):
    """`tracker report PLAN` is `tracker report write PLAN`: what is no command is the name of a plan."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [WRITE, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Report, help="写出督查报告，核验已印发的报告。用法：tracker report 方案 --kind report -o 文件。")
def report() -> None:
    pass


@report.command(WRITE, help="写出一份方案截至某日的报告，只供阅读，不留存。")
@click.argument("name", metavar="方案")
@click.option("--as-of", type=Day(), help="截至哪一天（默认今天）")
@click.option("--kind", type=click.Choice([kind.value for kind in ReportKind]), default=ReportKind.REPORT.value, show_default=True,
              help="文种")  # fmt: skip
@click.option("--section", help="只写一个领域：方案中的序号（如 一）或者标题")
@click.option("--task", "task_id", type=int, help="只写一项任务：任务编号")
@click.option("--unit", help="只写一个单位：单位名称")
@click.option("--format", "form", type=click.Choice(FORMS), default="docx", show_default=True, help="格式")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到哪个文件")
def write(
    name: str, as_of: date | None, kind: str, section: str | None, task_id: int | None, unit: str | None, form: str, output: Path
) -> None:
    from tracker.reports.rendering import render
    from tracker.services.reports import paper_of

    settings, database = open_database()
    with database.reading() as session:
        plan = plan_named(session, name)
        scope = _scope(session, plan, section, task_id, unit)
        paper = paper_of(
            session, plan, as_of or settings.clock.today(), ReportKind(kind), scope, actor=SYSTEM, now=settings.clock.now()
        )
    output.write_bytes(render(paper, form, settings.font_dir))
    click.echo(f"已写出 {output}。")


def _scope(session: "Session", plan: "Plan", section: str | None, task_id: int | None, unit: str | None) -> ReportScope:
    """What was asked for; InvalidInput for more than one part, and for a part that the plan does not have."""
    from tracker.errors import InvalidInput
    from tracker.queries.report_parts import parts_of_plan

    if sum(part is not None for part in (section, task_id, unit)) > 1:
        raise InvalidInput("--section、--task、--unit 只能选一个。")
    if section is None and unit is None:
        return ReportScope(task_id=task_id)
    parts = parts_of_plan(session, plan.id)
    numbers = {row.number: row.id for row in plan.sections}
    known = (
        {**numbers, **{title: number for number, title in parts["section_id"]}}
        if section
        else {title: number for number, title in parts["unit_id"]}
    )
    found = known.get(section or unit or "")
    if found is None:
        raise InvalidInput(f"方案中没有“{section or unit}”。可写：{'、'.join(list(known)[:10])}。")
    return ReportScope(section_id=found) if section else ReportScope(unit_id=found)


@report.command("verify", help="按取数时刻重新计算已印发的报告，与报告逐一比对；有不一致的，退出状态为 1。")
@click.argument("report_id", metavar="[报告编号]", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="核验全部已印发的报告")
@json_option
def verify(report_id: int | None, every: bool, as_json: bool) -> None:
    from tracker.errors import NotFound
    from tracker.models import Report
    from tracker.queries.reports import issued_ids
    from tracker.services.report_verification import verify_report

    if (report_id is None) == (not every):
        raise click.UsageError("请写明报告编号，或者用 --all 核验全部。")
    _settings, database = open_database()
    with database.reading() as session:
        ids = [number for number, _at in issued_ids(session)] if every else [report_id or 0]
    found = []
    for number in ids:  # each in a session of its own: many reports outlast any transaction
        with database.reading() as session:
            row = session.get(Report, number)
            if row is None:
                raise NotFound(f"没有编号为 {number} 的报告。")
            found.append(verify_report(session, row))
    if as_json:
        print_json({"ok": all(one.is_whole for one in found), "reports": [_plain(one) for one in found]})
    else:
        _say(found)
    if not all(one.is_whole for one in found):
        raise SystemExit(1)


def _plain(one: "Verified") -> dict[str, Any]:
    return {
        "id": one.report_id, "title": one.title, "ok": one.is_whole, "references": one.references, "rows": one.rows,
        "differences": list(one.differences), "note": one.note or None,
    }  # fmt: skip


def _say(found: "list[Verified]") -> None:
    for one in found:
        click.echo(f"报告 {one.report_id} {one.title}：{'一致' if one.is_whole else one.differences[0]}{one.note}")
    wrong = sum(not one.is_whole for one in found)
    click.echo(f"核验 {len(found)} 份报告，{f'{wrong} 份不一致' if wrong else '全部一致'}。")
