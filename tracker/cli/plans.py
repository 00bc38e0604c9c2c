"""`tracker plan …` and `tracker seed load`."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.cli.common import open_database, plan_named
from tracker.cli.documents import read_file
from tracker.cli.editions import diff, supersede
from tracker.cli.output import json_option, print_json
from tracker.config import load_limits
from tracker.converting import read_plan
from tracker.labels import label
from tracker.models import Assignment, Measure, Plan, Section, Task, Unit, Update
from tracker.queries.readings import unsettled
from tracker.resources import resource_dir
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import PlanState
from tracker.services.issuing import issue_plan
from tracker.services.plans import import_plan
from tracker.services.seeds import load_seeds
from tracker.storage import Storage


@click.group(help="导入、查看、交办方案。")
def plan() -> None:
    pass


@plan.command("import", help="把一份实施方案读入为方案、措施、任务和承办单位；同一文件再次导入不作任何改动。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--place", metavar="地区", help="这是哪个地区的方案，如 示例县；默认从文件中读出。")
@click.option("--issue", "issue_now", is_flag=True, help="读入后即交办。")
@json_option
def import_(file: Path, place: str | None, issue_now: bool, as_json: bool) -> None:
    limits = load_limits()
    data = read_file(file, limits)
    parsed = read_plan(data, file.name, limits)
    settings, database = open_database()
    now = settings.clock.now()
    with database.transaction() as session:
        store = Storage(settings.storage_dir)
        done = import_plan(session, store, data, file.name, actor=SYSTEM, now=now, parsed=parsed, of_place=place)
        if issue_now and done.plan.state is PlanState.DRAFT:
            issue_plan(session, done.plan, actor=SYSTEM, now=now, acknowledge_days=settings.acknowledge_days)
        counts = _counts(session)[done.plan.id]
        result = {
            "plan": done.plan.key,
            "tasks": counts["tasks"],
            "assignments": counts["assignments"],
            "issues": done.issues,
            "new": done.is_new,
        }
        title, state, open_doubts = done.plan.title, label(done.plan.state), unsettled(session, done.plan.id)
    if as_json:
        print_json(result)
    elif done.is_new:
        click.echo(
            f"已导入《{title}》（{result['plan']}）：{result['tasks']} 项任务，{result['assignments']} 项承办，"
            f"{open_doubts} 处需核对；{state}。"
        )
    else:
        click.echo(f"这份文件此前已导入为《{title}》（{result['plan']}），没有作任何改动；{state}。")


@plan.command("list", help="列出全部方案。")
@json_option
def list_(as_json: bool) -> None:
    _, database = open_database()
    with database.reading() as session:
        counts = _counts(session)
        plans = [
            {"id": row.id, "key": row.key, "title": row.title, "state": row.state.value, **counts[row.id]}
            for row in session.scalars(select(Plan).order_by(Plan.id))
        ]
    if as_json:
        print_json({"plans": plans})
        return
    for row in plans:
        click.echo(
            f"{row['id']:>4}  {row['key']}  {row['title']}  {row['state']}  "
            f"任务 {row['tasks']}  承办 {row['assignments']}  填报 {row['updates']}"
        )
    if not plans:
        click.echo("还没有方案。运行 tracker plan import 文件 可导入。")


@plan.command("show", help="查看一份方案的措施和承办单位。")
@click.argument("name", metavar="方案")
@json_option
def show(name: str, as_json: bool) -> None:
    _, database = open_database()
    with database.reading() as session:
        content = _content(session, plan_named(session, name))
    if as_json:
        print_json(content)
        return
    click.echo(f"{content['title']}（{content['document_number'] or '无文号'}）")
    for task in content["tasks"]:
        units = "、".join(share["unit"] for share in task["units"]) or "未列单位"
        click.echo(f"{task['ordinal']:>3}  {task['label']} {task['title']}  [{task['state']}]  {units}")


@plan.command("issue", help="交办一份已导入的方案。")
@click.argument("name", metavar="方案")
@json_option
def issue(name: str, as_json: bool) -> None:
    settings, database = open_database()
    with database.transaction() as session:
        row = plan_named(session, name)
        issue_plan(session, row, actor=SYSTEM, now=settings.clock.now(), acknowledge_days=settings.acknowledge_days)
        result = {"plan": row.key, "state": row.state.value, **_counts(session)[row.id]}
    if as_json:
        print_json(result)
    else:
        click.echo(f"已交办：{result['tasks']} 项任务，{result['assignments']} 项承办。")


plan.add_command(diff)
plan.add_command(supersede)


@click.group(help="载入自带资料。")
def seed() -> None:
    pass


@seed.command("load", help="载入五份真实方案的事实和单位名录；重复载入不作改动。")
@json_option
def load(as_json: bool) -> None:
    settings, database = open_database()
    with database.transaction() as session:
        loaded = load_seeds(session, resource_dir("seeds"), actor=SYSTEM, now=settings.clock.now())
    if as_json:
        print_json({"units": loaded.units, "plans": loaded.plans})
    else:
        click.echo(f"新载入 {loaded.units} 个单位、{loaded.plans} 份方案。")


def _counts(session: Session) -> dict[int, dict[str, int]]:
    """Tasks, assignments and updates of every plan, in three statements."""
    counts = {key: {"tasks": 0, "assignments": 0, "updates": 0} for key in session.scalars(select(Plan.id))}
    by_plan: dict[str, Any] = {
        "tasks": select(Task.plan_id, func.count()),
        "assignments": select(Task.plan_id, func.count()).join(Assignment),
        "updates": select(Task.plan_id, func.count()).join(Assignment).join(Update),
    }
    for name, query in by_plan.items():
        for plan_id, number in session.execute(query.group_by(Task.plan_id)):
            counts[plan_id][name] = number
    return counts


def _content(session: Session, row: Plan) -> dict[str, Any]:
    shares: dict[int, list[dict[str, str]]] = {}
    units = select(Assignment, Unit.name).join(Unit, Unit.id == Assignment.unit_id).join(Task).where(Task.plan_id == row.id)
    for share, unit in session.execute(units.order_by(Assignment.id)):
        shares.setdefault(share.task_id, []).append({"unit": unit, "role": share.role.value, "state": share.state.value})
    tasks = (
        select(Task, Measure.ordinal, Measure.label, Section.number.label("section"))
        .join(Measure, Measure.id == Task.measure_id)
        .outerjoin(Section, Section.id == Measure.section_id)
        .where(Task.plan_id == row.id)
        .order_by(Measure.ordinal)
    )
    return {
        "id": row.id,
        "key": row.key,
        "title": row.title,
        "document_number": row.document_number,
        "jurisdiction": row.jurisdiction.name,
        "state": row.state.value,
        "ended_on": row.ended_on,
        "end_reason": row.end_reason,
        "tasks": [
            {
                "id": task.id, "ordinal": ordinal, "label": printed, "section": section, "title": task.title,
                "state": task.state.value, "due_on": task.due_on, "percent": task.percent, "units": shares.get(task.id, []),
            }
            for task, ordinal, printed, section in session.execute(tasks)
        ],
    }  # fmt: skip
