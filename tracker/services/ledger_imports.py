"""Take over what units filled into an exported ledger: compared cell by cell, written only on their word.

What is written is the unit's own draft of the period; sending it is another act, past the head of the unit as ever.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.intake.ledgers.returned import LedgerFile
from tracker.marking import N_
from tracker.models import Assignment, LedgerImport, Plan, Update
from tracker.queries.ledger_imports import the_export
from tracker.queries.ledger_shares import own_shares, reported, standing
from tracker.rules.days import official_day
from tracker.rules.joint_statuses import Rating
from tracker.rules.ledger_columns import LedgerColumn, read_row_id
from tracker.rules.ledger_merge import Comparison, compare
from tracker.rules.ledger_rows import FileRow
from tracker.rules.permissions import Actor, Permission
from tracker.rules.statuses import UpdateKind, UpdateState
from tracker.services.events import Entry, hold_chain, record
from tracker.services.updates import Progress, mark_of, save_draft

_UNKNOWN = N_(
    "没有找到编号为 %(number)s 的台账下载记录：它可能属于别的方案，或者下载已超过 400 天。"
    "请在本方案的“Excel 台账”页重新下载，填好后再上传。"
)
_MEANWHILE = N_("您核对以后，又有人改动了填报内容，或者情况有变化，一格也没有写入。请按现在的对照结果重新核对、勾选。")


def receive(
    session: Session, plan: Plan, file: LedgerFile, data: bytes, filename: str, *, actor: Actor, now: datetime
) -> LedgerImport:
    """The ledger that came back, kept to be compared; nothing of it is written to any report.

    The same bytes again, as long as nothing of them was taken over, are the same row.
    """
    export = the_export(session, actor, file.export_id)
    if export is None or export.plan_id != plan.id:
        raise InvalidInput(_UNKNOWN, number=file.export_id)
    unit_id, digest = _unit_of(session, file, actor), hashlib.sha256(data).hexdigest()
    if actor.user_id is None:
        raise NotAllowed("台账须由承办单位的联络员或负责人上传。")
    same = select(LedgerImport).where(
        LedgerImport.sha256 == digest, LedgerImport.export_id == export.id, LedgerImport.unit_id == unit_id,
        LedgerImport.uploaded_by_id == actor.user_id, LedgerImport.applied_at.is_(None),
    )  # fmt: skip
    known = session.scalar(same.order_by(LedgerImport.id.desc()))
    if known is not None:
        return known
    row = LedgerImport(
        export=export, plan=plan, unit_id=unit_id, filename=PurePath(filename).name[:200], sha256=digest, uploaded_at=now,
        uploaded_by_id=actor.user_id, applied=[], undone=[],
        notes={"missing": list(file.missing), "unknown": list(file.unknown), "tells_formulas": file.tells_formulas},
        rows=[
            {
                "place": r.place, "row_id": r.row_id, "values": dict(r.values), "unreadable": dict(r.unreadable),
                "computed": list(r.computed),
            }
            for r in file.rows
        ],
    )  # fmt: skip
    session.add(row)
    session.flush()
    tell(session, row, "upload", {"sha256": digest, "rows": len(file.rows)}, actor=actor, now=now)
    return row


def _unit_of(session: Session, file: LedgerFile, actor: Actor) -> int:
    """The unit of the actor's for which the file came back: the one of most of its rows."""
    units = actor.units(Permission.UPDATE_WRITE)
    if not units:
        raise NotAllowed("进展由承办单位自己填报。请由承办单位的联络员登录后上传台账。")
    shares = {found.share_id for row in file.rows if (found := read_row_id(row.row_id))}
    query = select(Assignment.unit_id).where(Assignment.id.in_(sorted(shares)), Assignment.unit_id.in_(sorted(units)))
    named = list(session.scalars(query))
    return max(sorted(units), key=named.count)


def compared(session: Session, row: LedgerImport, *, actor: Actor, now: datetime) -> Comparison:
    """The file against what was exported and what stands now; three statements whatever the size."""
    base = {item["share"]: item["values"] for item in row.export.rows}
    period = row.export.period
    stands = standing(own_shares(session, actor, base, period), period, official_day(now))
    rows = [
        FileRow(item["place"], item["row_id"], item["values"], item["unreadable"], item.get("computed", ())) for item in row.rows
    ]
    return compare(row.export_id, base, stands, rows)


def comparison_mark(comparison: Comparison) -> str:
    """A short text that changes with anything that somebody chooses by: who confirms tells by it what they had before them."""
    told = [(cell.share_id, cell.column.value, cell.theirs, cell.now, cell.fate.value) for cell in comparison.cells]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def apply_import(
    session: Session, row: LedgerImport, chosen: Collection[tuple[int, str]], seen: str, *, actor: Actor, now: datetime
) -> int:
    """How many of the chosen cells (share, column) were written to the unit's drafts; all of them, or none.

    They are compared anew once nobody else can write; Conflict where that is not what was `seen`.
    """
    hold_chain(session, row.plan_id)
    if row.applied_at is not None:
        raise Conflict("这份台账已经采纳过。又填了新内容的，请再次上传。")
    if not chosen:
        raise InvalidInput("一格也没有勾选，没有写入。请勾选要采纳的内容。")
    comparison = compared(session, row, actor=actor, now=now)
    cells = comparison.choosable
    if comparison_mark(comparison) != seen or not set(chosen) <= set(cells):
        raise Conflict(_MEANWHILE)
    taken: dict[int, dict[str, str]] = {}
    for share_id, column in sorted(chosen):
        taken.setdefault(share_id, {})[column] = cells[share_id, column].theirs
    rows = own_shares(session, actor, taken, row.export.period)
    written: list[dict[str, Any]] = []
    for share_id, values in taken.items():
        share = rows[share_id]
        before, is_new = reported(share), share.latest is None or share.latest.state is not UpdateState.DRAFT
        update = write(session, share.share, row, before | values, share.latest, actor=actor, now=now)
        written += [
            {"share": share_id, "column": column, "before": before[column], "after": after, "update": update.id, "new": is_new}
            for column, after in values.items()
        ]  # fmt: skip
    row.applied, row.applied_at = written, now
    tell(session, row, "apply", {"sha256": row.sha256, "cells": len(written), "shares": sorted(taken)}, actor=actor, now=now)
    return len(written)


def write(
    session: Session,
    share: Assignment,
    row: LedgerImport,
    values: Mapping[str, str],
    latest: Update | None,
    *,
    actor: Actor,
    now: datetime,
) -> Update:
    """The draft of the share's report for the period of the ledger, saying these values."""
    rating = values[LedgerColumn.SELF_RATING]
    said = Progress(
        kind=UpdateKind(values[LedgerColumn.KIND]),
        percent=int(values[LedgerColumn.PERCENT]),
        narrative=values[LedgerColumn.NARRATIVE],
        problems=values[LedgerColumn.PROBLEMS],
        next_step=values[LedgerColumn.NEXT_STEP],
        self_rating=Rating(rating) if rating else None,
    )
    return save_draft(session, share, row.export.period, said, actor=actor, now=now, began_from=mark_of(latest))


def tell(session: Session, row: LedgerImport, action: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """Note in the history what was done with the file: how much of it, and not its words."""
    record(session, row.plan_id, [Entry("ledger_import", row.id, action, data=data)], actor=actor, now=now)
