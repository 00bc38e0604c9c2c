"""Issued reports of the demonstration, drawn again after 10,000 later changes: `python -m tests.bench.rebuild [FOLDER] [N]`.

FOLDER holds a demonstration (`tracker demo --no-serve`); a copy of it is worked on. Without one a demonstration is played first.
Reports of every kind as of two days are drawn and issued, and some are corrected; then the people of the county go on with their
work at random (`tests/histories.py`), a unit is renamed and a year's calendar loaded; in the end every report is rebuilt and
compared. Prints counts and seconds; exit 1 on any difference.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import Cast, Factory
from tests.histories import ACTS_WEIGHTED
from tracker.config import Settings, load_settings
from tracker.connecting import connect
from tracker.demo.run import run_demo
from tracker.errors import TrackerError
from tracker.models import Event, Jurisdiction, Plan, Report, Unit, User
from tracker.queries.report_parts import parts_of_plan
from tracker.rules.permissions import SYSTEM
from tracker.rules.refusals import RuleViolation
from tracker.rules.report_kinds import ReportKind, ReportScope
from tracker.rules.workdays import YearNotice
from tracker.services import accounts, audit, calendar_loading, report_issuing, reports, units
from tracker.services.report_verification import verify_report
from tracker.storage import Storage

CHANGES = 10_000
CORRECTED = (ReportKind.REPORT, ReportKind.BRIEF, ReportKind.UNIT_YEARLY)
DAYS = (date(2025, 9, 30), date(2025, 11, 21))
FROM = datetime(2025, 11, 21, 6, tzinfo=UTC)
PEOPLE = {
    "clerk": "jingban", "director": "zhuren", "liaison": "weijian", "unit_head": "weijian.fzr", "joint_liaison": "minzheng",
    "other_liaison": "jiaoyu", "leader": "lingdao", "system_admin": "xitong", "security_admin": "anquan", "auditor": "shenji",
    "outside_clerk": "jingban", "outside_liaison": "weijian",
}  # fmt: skip


def main(folder: Path | None, changes: int) -> int:
    """Issue, let the county go on, rebuild; 1 where any report differs."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = replace(load_settings({"TRACKER_DATA_DIR": scratch}), fixed_today=None)
        if folder is None:
            run_demo(settings)
        else:
            shutil.copytree(folder, scratch, dirs_exist_ok=True)
        return _measure(settings, changes)


def _measure(settings: Settings, changes: int) -> int:
    database = connect(settings)
    with database.reading() as session:
        factory = Factory(database, Storage(settings.storage_dir), _cast(session))
        plan_id = session.scalars(select(Plan.id).where(Plan.supervised_from.is_not(None)).order_by(Plan.id)).first() or 0
        scopes = _scopes(session, plan_id, factory.cast.unit_id("other_liaison"))
    asked = [(day, kind, scope) for day in DAYS for kind, scope in scopes.items()]
    ids = [_issued(factory, lambda session, one=one: _draw(session, plan_id, *one)) for one in asked]
    wrong = [number for number, (_, kind, _) in zip(ids, asked, strict=True) if kind in CORRECTED]
    ids += [_issued(factory, lambda session, number=number: _correct(session, factory, number)) for number in wrong]
    began, before = perf_counter(), _events(factory)
    _go_on(factory, plan_id, before + changes)
    print(f"reports issued: {len(ids)}; later changes (events): {_events(factory) - before} in {perf_counter() - began:.0f} s")
    differ, began = 0, perf_counter()
    for report_id in ids:
        with database.reading() as session:
            found = verify_report(session, session.get_one(Report, report_id))
        differ += not found.is_whole
        outcome = "equal" if found.is_whole else found.differences[0]
        print(f"  {found.report_id} {found.title}: {found.references} references, {found.rows} rows: {outcome}")
    print(f"rebuilt in {perf_counter() - began:.1f} s; differences: {differ}")
    with database.reading() as session:
        print(f"breaks of the history: {len(audit.verify(session)[1])}")
    database.dispose()
    return 1 if differ else 0


def _cast(session: Session) -> Cast:
    """The people of the demonstration in the parts of the tests' cast."""
    ids = {row.login: row.id for row in session.execute(select(User.login, User.id))}
    actors = {part: accounts.actor_of(session, ids[login], FROM.date()) for part, login in PEOPLE.items()}
    place = session.scalars(select(Jurisdiction.id).where(Jurisdiction.name == "示例县")).one()
    return Cast(**actors, place_id=place, outside_place_id=place)  # type: ignore[arg-type]


def _scopes(session: Session, plan_id: int, unit_id: int) -> dict[ReportKind, ReportScope]:
    """Every kind on what it may be on: the whole plan, its first section, its first task, the unit that is renamed."""
    parts = parts_of_plan(session, plan_id)
    narrow = {
        ReportKind.SPECIAL: ReportScope(section_id=parts["section_id"][0][0]),
        ReportKind.BRIEF: ReportScope(task_id=parts["task_id"][0][0]),
        ReportKind.UNIT_YEARLY: ReportScope(unit_id=unit_id),
    }
    return {kind: narrow.get(kind, ReportScope()) for kind in ReportKind}


def _draw(session: Session, plan_id: int, day: date, kind: ReportKind, scope: ReportScope) -> Report:
    """A draft as of the day, on the last day in the middle of its work."""
    return reports.draw_report(session, session.get_one(Plan, plan_id), day, kind, scope, actor=SYSTEM, now=FROM)


def _correct(session: Session, factory: Factory, report_id: int) -> Report:
    return report_issuing.correct(session, session.get_one(Report, report_id), actor=factory.cast.clerk, now=FROM)


def _issued(factory: Factory, draw: Callable[[Session], Report]) -> int:
    with factory.database.transaction() as session:
        report = draw(session)
        report_issuing.approve(session, report, actor=factory.cast.director, now=FROM)
        report_issuing.issue(session, report, actor=factory.cast.director, now=FROM)
        return report.id


def _go_on(factory: Factory, plan_id: int, events: int) -> None:
    """Acts at random until there are so many events."""
    chance, now, steps = random.Random(6), FROM, 0
    weights, acts = zip(*ACTS_WEIGHTED, strict=True)
    _rename_and_load(factory, now + timedelta(minutes=30))
    while steps % 200 or _events(factory) < events:
        steps, now = steps + 1, now + timedelta(minutes=chance.randint(1, 240))
        try:
            with factory.database.transaction() as session:
                chance.choices(acts, weights=weights)[0](session, factory, plan_id, chance, now)
        except (TrackerError, RuleViolation, IndexError, ValueError):
            pass  # refused, or nothing there to act on


def _rename_and_load(factory: Factory, now: datetime) -> None:
    with factory.database.transaction() as session:
        unit = session.get_one(Unit, factory.cast.unit_id("other_liaison"))
        units.rename_unit(session, unit, "县教育和体育局", actor=SYSTEM, now=now)
        notice = YearNotice(2025, "改", True, (date(2025, 11, 24), date(2025, 11, 25)), ())
        calendar_loading.load_year(session, notice, actor=SYSTEM, now=now)


def _events(factory: Factory) -> int:
    with factory.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(Path(given[0]) if given else None, int(given[1]) if len(given) > 1 else CHANGES))
