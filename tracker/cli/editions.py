"""`tracker plan diff` and `tracker plan supersede`: what follows a plan."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.cli.common import open_database, plan_named
from tracker.cli.documents import read_file
from tracker.cli.output import json_option, print_json
from tracker.config import load_limits
from tracker.converting import read_plan
from tracker.edition_words import change_title, changes_of
from tracker.errors import InvalidInput
from tracker.models import Plan
from tracker.queries.editions import tasks_by_measure
from tracker.rules.editions import Alone, Change, Diff, MeasureText, Pair
from tracker.rules.permissions import SYSTEM
from tracker.services import editions
from tracker.services.plan_storing import store_plan


@click.command("diff", help="逐条比对两份方案的措施。新方案可以是已导入的方案，也可以是文件；是文件时不存入任何内容。")
@click.argument("old", metavar="原方案")
@click.argument("new", metavar="新方案")
@json_option
def diff(old: str, new: str, as_json: bool) -> None:
    limits = load_limits()
    parsed = read_plan(read_file(Path(new), limits), Path(new).name, limits) if Path(new).is_file() else None
    _, database = open_database()
    with database.reading() as session:  # nothing of a reading session is kept, not even the plan read from a file
        before = plan_named(session, old)
        if parsed is None:
            after = plan_named(session, new)
        else:
            after = store_plan(session, parsed, key=f"{before.key}-diff", title=Path(new).stem, jurisdiction=before.jurisdiction)
        found = editions.preview(session, before, after, actor=SYSTEM).diff
        result = _result(session, before, after, found, Path(new).name if parsed else after.key)
        session.rollback()
    if as_json:
        print_json(result)
    else:
        _print(found)


def _result(session: Session, old: Plan, new: Plan, found: Diff, name: str) -> dict[str, Any]:
    place = {
        measure_id: task.measure.ordinal
        for plan in (old, new)
        for measure_id, task in tasks_by_measure(session, plan.id).items()
        if task.measure
    }
    return {
        "old": old.key,
        "new": name,
        "counts": {change.value: found.count(change) for change in Change},
        "pairs": [_pair(pair, place) for pair in found.pairs],
        "added": [_alone(item, place) for item in found.new],
        "dropped": [_alone(item, place) for item in found.dropped],
    }


def _pair(pair: Pair, place: dict[int, int]) -> dict[str, Any]:
    return {
        "change": pair.change.value,
        "moved": pair.is_moved,
        "old": _measure(pair.old, place),
        "new": _measure(pair.new, place),
        "changes": [{"what": item.what, "gone": list(item.gone), "come": list(item.come)} for item in changes_of(pair)],
    }


def _alone(item: Alone, place: dict[int, int]) -> dict[str, Any]:
    return {**_measure(item.measure, place), "relative": _measure(item.relative, place) if item.relative else None}


def _measure(text: MeasureText, place: dict[int, int]) -> dict[str, Any]:
    return {"ordinal": place[text.key], "label": text.label, "section": text.section or None, "title": text.title}


def _print(found: Diff) -> None:
    click.echo("，".join(f"{change_title(change)} {found.count(change)} 条" for change in Change))
    for pair in found.pairs:
        if pair.change is not Change.UNCHANGED:
            moved = f"（原为{pair.old.section}{pair.old.label}）" if pair.is_moved else ""
            click.echo(f"{change_title(pair.change)}  {pair.new.label}{pair.new.title}{moved}")
            for changed in changes_of(pair):
                click.echo(f"      {changed.what}：{'、'.join(changed.gone) or '无'} → {'、'.join(changed.come) or '无'}")
    for change, alone in ((Change.NEW, found.new), (Change.DROPPED, found.dropped)):
        for item in alone:
            near = f"（可能与“{item.relative.label}{item.relative.title}”有关）" if item.relative else ""
            click.echo(f"{change_title(change)}  {item.measure.label}{item.measure.title}{near}")


@click.command("supersede", help="登记新方案替代原方案：原方案没有销号的任务随之终止，或者（--as-edition）由新方案承接。")
@click.argument("old", metavar="原方案")
@click.argument("new", metavar="新方案")
@click.option("--as-edition", is_flag=True, help="新方案是修订版：逐条比对，对应的任务连同签收、填报和佐证材料转入新方案。")
@click.option("--pairs", metavar="新=原,…", help="指定措施的对应关系，用序号，如 2=1,3=无；序号见 tracker plan show。")
@json_option
def supersede(old: str, new: str, as_edition: bool, pairs: str | None, as_json: bool) -> None:
    settings, database = open_database()
    now = settings.clock.now()
    with database.transaction() as session:
        before, after = plan_named(session, old), plan_named(session, new)
        chosen = _chosen(session, before, after, pairs or "")
        if as_edition:
            done = editions.adopt(session, before, after, chosen, actor=SYSTEM, now=now)
        else:
            carried = {key: value for key, value in chosen.items() if value is not None}
            done = editions.supersede(session, before, after, carried, actor=SYSTEM, now=now)
        result = {"old": before.key, "new": after.key, "state": before.state.value, **vars(done)}
    if as_json:
        print_json(result)
    else:
        click.echo(
            f"《{result['old']}》已被《{result['new']}》替代：承接 {done.carried} 项，新交办 {done.issued} 项，"
            f"终止 {done.ended} 项，此前已销号 {done.closed} 项。"
        )


def _chosen(session: Session, old: Plan, new: Plan, pairs: str) -> dict[int, int | None]:
    """The pairs by ids of measures, out of ordinals such as 2=1,3=无."""
    ids = [
        {task.measure.ordinal: key for key, task in tasks_by_measure(session, plan.id).items() if task.measure}
        for plan in (old, new)
    ]
    chosen: dict[int, int | None] = {}
    for part in filter(None, pairs.replace("，", ",").split(",")):
        after, _, before = part.strip().partition("=")
        try:
            chosen[ids[1][int(after)]] = None if before.strip() == "无" else ids[0][int(before)]
        except (ValueError, KeyError) as error:
            raise InvalidInput(f"“{part.strip()}”不是一对措施的序号，请写成 2=1（新方案第2条对应原方案第1条）或 3=无。") from error
    return chosen
