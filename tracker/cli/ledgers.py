"""`tracker ledger …`: take a ledger away, and take over what came back."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cli.common import open_database, plan_named
from tracker.cli.documents import read_file
from tracker.cli.output import json_option, print_json
from tracker.config import load_limits
from tracker.errors import NotFound
from tracker.intake.ledgers.grids import read_grids
from tracker.intake.ledgers.returned import Words, read_ledger
from tracker.ledger_labels import CHOICES, FATES, HEADS, WHYS
from tracker.models import User
from tracker.queries.ledger_imports import the_export
from tracker.queries.lights import light_clock
from tracker.reports.ledger_book import to_csv, to_xlsx
from tracker.rules.days import official_day
from tracker.rules.ledger_merge import Comparison, Fate
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import SYSTEM, Actor
from tracker.services.accounts import actor_of
from tracker.services.calendars import work_calendar
from tracker.services.ledger_exports import export_ledger
from tracker.services.ledger_imports import apply_import, compared, comparison_mark, receive

_as = click.option("--as", "login", metavar="账号", help="以谁的身份办理；下载时默认为全部承办事项。")


@click.group(help="下载和导入 Excel 台账。")
def ledger() -> None:
    pass


@ledger.command("export", help="把一份方案的台账写成 .xlsx 或 .csv 文件，可离线填写后再导入。")
@click.argument("name", metavar="方案")
@click.option("--period", metavar="填报期", help="如 2025-03；默认为当前的填报期。")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="写到哪个文件。")
@_as
def export(name: str, period: str | None, form: str, output: Path, login: str | None) -> None:
    settings, database = open_database()
    now = settings.clock.now()
    today = official_day(now)
    with database.transaction() as session:
        plan, actor = plan_named(session, name), _actor(session, login, today) if login else SYSTEM
        policy = LightPolicy()
        clock = light_clock(session, today, work_calendar(session).add(today, policy.soon_workdays), policy)
        book = export_ledger(session, plan, period or plan.rhythm.period_on(today).key, clock, actor=actor, now=now)
    output.write_bytes(to_xlsx(book) if form == "xlsx" else to_csv(book))
    click.echo(f"已写出 {len(book.rows)} 行：{output}")


@ledger.command("import", help="把填好的台账与系统对照；加 --apply 才写入承办单位的填报草稿，两边都改过的不写。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "login", metavar="账号", required=True, help="承办单位联络员或负责人的账号。")
@click.option("--apply", "is_applied", is_flag=True, help="写入可以采纳的内容。")
@json_option
def import_(file: Path, login: str, is_applied: bool, as_json: bool) -> None:
    limits = load_limits()
    data = read_file(file, limits)
    read = read_ledger(read_grids(data, file.name, limits), Words(HEADS, CHOICES))
    settings, database = open_database()
    now = settings.clock.now()
    with database.transaction() as session:
        actor = _actor(session, login, official_day(now))
        exported = the_export(session, actor, read.export_id)
        if exported is None:
            raise NotFound(f"没有找到编号为 {read.export_id} 的台账下载记录。请重新下载，填好后再导入。")
        row = receive(session, exported.plan, read, data, file.name, actor=actor, now=now)
        found = compared(session, row, actor=actor, now=now)
        chosen = [key for key, cell in found.choosable.items() if cell.fate is Fate.APPLY]
        if is_applied and chosen:
            apply_import(session, row, chosen, comparison_mark(found), actor=actor, now=now)
        written = len(chosen) if is_applied else 0
    print_json(_told(found, written)) if as_json else _say(found, written)


def _actor(session: Session, login: str, today: date) -> Actor:
    user_id = session.scalar(select(User.id).where(User.login == login))
    actor = actor_of(session, user_id, today) if user_id else None
    if actor is None:
        raise NotFound(f"没有账号“{login}”，或者已经停用。运行 tracker user list 可查看全部账号。")
    return actor


def _told(found: Comparison, written: int) -> dict[str, Any]:
    return {
        "written": written,
        "cells": [
            {
                "share": cell.share_id, "column": cell.column, "base": cell.base, "theirs": cell.theirs, "now": cell.now,
                "fate": cell.fate, "why": cell.why, "computed": cell.is_computed, "corrects": cell.share_id in found.corrections,
            }
            for cell in found.cells
        ],
        "rows_not_read": [{"place": trouble.place, "why": trouble.why, "about": trouble.about} for trouble in found.troubles],
        "rows_unchanged": found.same,
    }  # fmt: skip


def _say(found: Comparison, written: int) -> None:
    for cell in found.cells:
        why = f"（{WHYS[cell.why]}）" if cell.why else ""
        marks = ("　由公式算出" if cell.is_computed else "") + ("　将作为更正报送" if cell.share_id in found.corrections else "")
        words = f"{cell.base[:20] or '（空）'} → {cell.theirs[:40] or '（空）'}"
        click.echo(f"{HEADS[cell.column]}：{words}　{FATES[cell.fate]}{why}{marks}")
    for trouble in found.troubles:
        click.echo(f"{trouble.place}：{WHYS[trouble.why]}")
    click.echo(
        f"已写入 {written} 格。" if written else "没有写入。" + ("加 --apply 写入可以采纳的内容。" if found.choosable else "")
    )
