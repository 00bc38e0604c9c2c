"""The files that bear out a reading of an indicator: uploaded with it, or cited from the unit's reports; every reading noted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Evidence, IndicatorReading, IndicatorReadingFile
from tracker.queries.evidence import sent_evidence
from tracker.rules import evidence as evidence_rules
from tracker.rules.indicators import PENDING_READING_STATES
from tracker.rules.permissions import Actor
from tracker.rules.transitions import Proof, Subject
from tracker.services.events import Entry, record
from tracker.services.files import keep_file
from tracker.services.indicator_readings import proofs
from tracker.services.moves import hold
from tracker.storage import Storage


def attach(
    session: Session, storage: Storage, reading: IndicatorReading, name: str, data: bytes, *, actor: Actor, now: datetime
) -> IndicatorReadingFile:
    """The file, stored and cited by the reading while nobody has decided on it; a refused one raises RuleViolation."""
    user_id = _hold_pending(session, reading, actor)
    digest = keep_file(session, storage, name, data)
    return _add(session, reading, digest, evidence_rules.display_name(name), user_id, actor, now)


def cite(session: Session, reading: IndicatorReading, evidence_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Files that the unit has sent with its reports on the task, cited by the reading too; the bytes stay one."""
    user_id = _hold_pending(session, reading, actor)
    known = {item.id: item for item in citable(session, reading.task_id, reading.unit_id)}
    if not known.keys() >= set(evidence_ids):
        raise InvalidInput("只能选用本单位在这项任务中报送过的材料，请重新选择。")
    for evidence_id in evidence_ids:
        _add(session, reading, known[evidence_id].sha256, known[evidence_id].name, user_id, actor, now)


def citable(session: Session, task_id: int | None, unit_id: int | None) -> list[Evidence]:
    """What the unit can cite; nothing for the office, which sends no reports."""
    return [] if task_id is None or unit_id is None else sent_evidence(session, task_id, [unit_id])


def _hold_pending(session: Session, reading: IndicatorReading, actor: Actor) -> int:
    """The id of the person who adds to a reading of their own unit that nobody has decided on."""
    hold(session, reading)
    if Proof.OWN_READING not in proofs(reading, actor) or actor.user_id is None:
        raise NotAllowed("只能给本单位登记的读数附佐证材料。")
    if reading.state not in PENDING_READING_STATES:
        raise Conflict("读数已经审核，佐证材料不能再增加。需要补充的，请登记更正。")
    return actor.user_id


def _add(
    session: Session, reading: IndicatorReading, digest: str, name: str, user_id: int, actor: Actor, now: datetime
) -> IndicatorReadingFile:
    """The file of the reading; the same one twice stands once."""
    known = next((item for item in reading.files if item.sha256 == digest), None)
    if known is not None:
        return known
    item = IndicatorReadingFile(sha256=digest, name=name, added_at=now, added_by_id=user_id)
    reading.files.append(item)
    session.flush()
    _note(session, item, "attach", actor, now)
    return item


def record_reading(session: Session, item: IndicatorReadingFile, *, actor: Actor, now: datetime) -> None:
    """Who opened a file, and when (design.md section 7)."""
    _note(session, item, "read", actor, now)


def _note(session: Session, item: IndicatorReadingFile, action: str, actor: Actor, now: datetime) -> None:
    reading = item.reading
    facts = {"sha256": item.sha256, "name": item.name, "file": item.id}
    entry = Entry(Subject.INDICATOR_READING, reading.id, action, task_id=reading.task_id, data=facts)
    record(session, reading.indicator.plan_id, [entry], actor=actor, now=now)
