"""`tracker remind`, `tracker audit`: what the scheduler does, by hand."""

import logging
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.common import Day, open_database
from tracker.cli.output import json_option, print_json
from tracker.connecting import witness_of
from tracker.rules.permissions import SYSTEM
from tracker.storage import Storage

if TYPE_CHECKING:
    from tracker.config import Settings
    from tracker.db import Database
    from tracker.services.audit_runs import Outcome


@click.command(help="扫描当日应发的提醒；重复运行不会重复提醒。")
@click.option("--as-of", type=Day(), help="以哪一天计（默认今天）")
@click.option("--dry-run", is_flag=True, help="只列出将发出的提醒，并说明其余的为什么不发；不保存、不发送")
@json_option
def remind(as_of: date | None, dry_run: bool, as_json: bool) -> None:
    from tracker.cli.reminding import Listing, list_planned, list_preview
    from tracker.models import Plan
    from tracker.services.calendars import work_calendar
    from tracker.services.occurrences import open_occurrences, plans_to_open
    from tracker.services.reminder_settling import end_over
    from tracker.services.reminders import sweep

    logging.basicConfig(level=logging.INFO, format="%(message)s")  # console mail is shown through the log
    settings, database = open_database()
    day = as_of or settings.clock.today()
    now = settings.clock.now()
    listing = Listing(day, as_json=as_json)
    if dry_run:
        with database.reading() as session:
            list_preview(session, day, work_calendar(session), listing)
        return
    with database.transaction() as session:
        for plan_id in plans_to_open(session, day):  # where no scheduler runs, nobody else does it
            open_occurrences(session, session.get_one(Plan, plan_id), day, actor=SYSTEM, now=now)
        swept = sweep(session, day, calendar=work_calendar(session), actor=SYSTEM, now=now)
        end_over(session, day, swept.after_id)
    with database.reading() as session:
        list_planned(session, swept, listing)
    _send(database, settings)


def _send(database: "Database", settings: "Settings") -> None:
    """Send what waits, unless a scheduler is at work: two at once would be one too many. Said beside the list, not in it."""
    from tracker.fencing import Fence, LeaseLost
    from tracker.leases import Lease, Pace
    from tracker.services.sending import send_round

    lease = Lease(database, settings.clock.now, Pace())
    if not lease.take() or lease.token is None:
        click.echo("后台程序正在运行，消息由它发送。", err=True)
        return
    try:
        send_round(Fence(database, lease.token), settings, settings.clock.now, is_swept=True)
    except LeaseLost:
        click.echo("后台程序已接手，其余消息由它发送。", err=True)
    finally:
        lease.release()


@click.group(help="核对操作记录。")
def audit() -> None:
    pass


@audit.command("verify", help="逐条核对操作记录的哈希链，并重新核对每个留存文件，指出断裂和被改动之处。")
@click.option("--no-files", is_flag=True, help="只核对操作记录，不核对文件")
@json_option
def verify(no_files: bool, as_json: bool) -> None:
    from tracker.queries.kept_files import kept_bytes
    from tracker.services.audit_runs import verify_all

    settings, database = open_database()
    with database.reading() as session:
        total = 0 if no_files else kept_bytes(session)
    storage = None if no_files else Storage(settings.storage_dir)
    hidden = no_files or not sys.stderr.isatty()
    with click.progressbar(length=total, label="核对文件", file=sys.stderr, hidden=hidden) as bar:
        outcome = verify_all(database, witness_of(settings), storage, bar.update)
    if as_json:
        found: list[dict[str, Any]] = [asdict(item) for item in outcome.breaks]
        found += [{"plan": None, "event": None, **asdict(item)} for item in outcome.spoilt]
        print_json({"ok": outcome.is_whole, "events": outcome.events, "breaks": found})
    else:
        _say(outcome)
    if not outcome.is_whole:
        raise SystemExit(1)


def _say(outcome: "Outcome") -> None:
    breaks, spoilt = outcome.breaks, outcome.spoilt
    click.echo(f"核对 {outcome.events} 条操作记录，{'全部相接，未被改动' if not breaks else f'发现 {len(breaks)} 处问题'}。")
    for broken in breaks:
        click.echo(f"方案 {broken.plan} 第 {broken.event} 条：{broken.why}")
    if outcome.files is not None:
        click.echo(f"核对 {outcome.files} 个文件，{'全部完好' if not spoilt else f'{len(spoilt)} 个有问题'}。")
    for file in spoilt:
        click.echo(f"文件 {file.name or '（未登记名称）'}（{file.file}）：{file.why}")
