"""What the pages of indicators say, out of what the queries give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from tracker.indicator_words import amount, plain, planned_amount, standing_sentence, target_text
from tracker.labels import label
from tracker.models import IndicatorCourse, IndicatorReading, Task
from tracker.queries import indicators as queries
from tracker.queries.indicator_facts import points_of
from tracker.queries.indicators import IndicatorRow
from tracker.queries.signers import Signers, signers
from tracker.rules.curves import IndicatorFacts, curve_of, planned_on, status_on
from tracker.rules.indicators import PENDING_READING_STATES, IndicatorReadingState, Reading, Target, standing_readings
from tracker.rules.lights import LightPolicy
from tracker.rules.permissions import Actor, Permission, holds, may_touch
from tracker.rules.statuses import PlanState
from tracker.rules.transitions import Subject
from tracker.services import indicator_readings
from tracker.services.moves import may, offers
from tracker.web import formats
from tracker.web.acting import why_unsigned
from tracker.web.context import actor, database, now, today
from tracker.web.errors import message_of
from tracker.web.indicator_chart import Chart, chart_of
from tracker.web.paging import asked_page, pager


@dataclass(frozen=True)
class ReadingLine:
    """A reading as the page lists it: its value in words, whether another took its place, and what the visitor may do now."""

    reading: IndicatorReading
    value: str
    is_replaced: bool
    offered: tuple[str, ...]
    unsigned: str
    may_correct: bool
    files: list[dict[str, Any]]
    after: str
    doubt: str


@dataclass(frozen=True)
class CourseLine:
    """A line of the timeline of what the office set."""

    when: datetime
    who: str
    what: str
    reason: str


def example_point(facts: IndicatorFacts) -> tuple[date, str] | None:
    """A day about half way, and what the straight line has there, to explain points by; None where nothing lies between."""
    curve = curve_of(replace(facts, points=()))
    if not curve or curve[0].day == curve[-1].day:
        return None
    half_way = curve[0].day + (curve[-1].day - curve[0].day) / 2
    month_end = half_way.replace(day=1) - timedelta(days=1)
    day = month_end if month_end > curve[0].day else half_way
    return day, planned_amount(planned_on(curve, day), facts.target, facts.quantity_unit)


def _target(row: IndicatorRow) -> str:
    """The target in force, with the printed one beside it where an adjustment set another."""
    item, target = row.indicator, row.facts.target
    words, printed = target_text(target, item.quantity_unit, gettext), Target(item.value, item.value_high, item.comparison)
    if printed == target:
        return words
    return gettext("%(now)s（原目标 %(before)s）", now=words, before=target_text(printed, item.quantity_unit, gettext))


def _value(row: IndicatorRow) -> str:
    return amount(row.status.value, row.facts.target, row.facts.quantity_unit, gettext)


def _planned(row: IndicatorRow) -> str:
    return planned_amount(row.status.planned, row.facts.target, row.facts.quantity_unit)


def _sentence(row: IndicatorRow) -> str:
    return standing_sentence(row.facts, row.status, gettext)


def of_task(session: Session, task: Task) -> dict[str, Any]:
    """The indicators of the task's measure as its page shows them, with the words for them."""
    if task.measure_id is None:
        return {"indicators": [], "words": WORDS}
    found = queries.indicators_of_measure(session, actor(), task.measure_id)
    return {"indicators": queries.rows_of(session, found, now(), LightPolicy()) if found else [], "words": WORDS}


# What the templates say of a row.
WORDS = {"target": _target, "value": _value, "planned": _planned, "sentence": _sentence, "plain": plain}


def chart_now(row: IndicatorRow) -> Chart | None:
    """The chart of the indicator as of today."""
    return chart_of(row.facts, today())


def page(indicator_id: int, refused: tuple[int, FlaskForm] | None = None) -> str:
    """The page of an indicator; `refused` is the form that was sent for a reading and came back, with the reading's id."""
    with database().reading() as session:
        indicator = queries.the_indicator(session, actor(), indicator_id)
        task = queries.task_of(session, indicator)
        row = queries.rows_of(session, [indicator], now(), LightPolicy())[0]
        readings = queries.readings_of(session, actor(), indicator.id, asked_page())
        takes_part = indicator_readings.takes_part(indicator, task, actor=actor())
        obstacle = indicator_readings.obstacle(indicator, task, actor=actor()) if takes_part else None
        may_steer = may_touch(actor(), Permission.INDICATOR_ADMINISTER, region=indicator.plan.jurisdiction.path)
        return render_template(
            "indicators/show.html",
            row=row,
            task=task,
            chart=chart_now(row),
            readings=[_line(reading, row, actor()) for reading in readings.rows],
            readings_pager=pager(readings),
            people=_people(session, readings.rows),
            courses=[_course_line(course, who, row) for course, who in queries.courses_of(session, indicator.id)],
            takes_part=takes_part,
            obstacle=message_of(obstacle) if obstacle else None,
            may_steer=may_steer and indicator.plan.state is PlanState.ISSUED,
            may_compare=holds(actor(), Permission.REPORT_READ),
            refused_id=refused[0] if refused else None,
            form=refused[1] if refused else None,
            words=WORDS,
        )


def _people(session: Session, readings: Sequence[IndicatorReading]) -> Signers:
    """Who entered the readings, and who decided about them."""
    people = [person for reading in readings for person in (reading.entered_by_id, reading.decided_by_id)]
    return signers(session, {Subject.INDICATOR_READING: [reading.id for reading in readings]}, people)


def _line(reading: IndicatorReading, row: IndicatorRow, actor: Actor) -> ReadingLine:
    """The reading with what the actor may do about it."""
    facts = row.facts
    standing = {known.id for known in standing_readings(facts.readings)}
    is_accepted = reading.state is IndicatorReadingState.ACCEPTED
    is_replaced = is_accepted and reading.id not in standing
    own = reading.unit_id in actor.units(Permission.INDICATOR_REPORT)
    files = [
        {"name": item.name, "size": item.file.size, "href": url_for("indicators.readings.download", reading_file_id=item.id)}
        for item in reading.files
    ]
    found = offers(actor, reading, indicator_readings.proofs(reading, actor))
    return ReadingLine(
        reading=reading,
        value=amount(reading.value, facts.target, facts.quantity_unit, gettext),
        is_replaced=is_replaced,
        offered=tuple(offer.name for offer in found if offer.lacks is None),
        unsigned=why_unsigned(found),
        may_correct=is_accepted and not is_replaced and (own or may(actor, Permission.INDICATOR_ADMINISTER, reading)),
        files=files if own or may(actor, Permission.EVIDENCE_READ, reading) else [],
        **(_outlook(reading, row) if reading.state in PENDING_READING_STATES else {"after": "", "doubt": ""}),
    )


def _outlook(reading: IndicatorReading, row: IndicatorRow) -> dict[str, str]:
    """What accepting the reading would make of the indicator, and what to look at twice first."""
    facts, before = row.facts, row.status
    new = Reading(reading.id, reading.value, reading.fact_on, reading.replaces_id)
    then = status_on(replace(facts, readings=(*facts.readings, new)), today(), LightPolicy())
    value = amount(then.value, facts.target, facts.quantity_unit, gettext)
    said = {"after": gettext("采信后为 %(value)s，完成 %(n)s%%。", value=value, n=then.attainment), "doubt": ""}
    if before.value is None or then.value is None or facts.target.is_duty or reading.replaces_id:
        return said
    if then.read_on != reading.fact_on:
        said["doubt"] = gettext("已有日期更晚的读数，请核实数据日期。")
    elif then.value < before.value and not facts.target.is_ceiling:
        said["doubt"] = gettext("比上次采信的 %(value)s 减少，请核实原因。", value=_value(row))
    elif then.value == before.value:
        said["doubt"] = gettext("与上次采信的读数相同，请核实是否有新进展。")
    return said


def _course_line(course: IndicatorCourse, who: str, row: IndicatorRow) -> CourseLine:
    """What the office set, in words."""
    unit = row.facts.quantity_unit or ""
    parts = [gettext(label(course.kind))]
    if course.baseline is not None:
        day = formats.bracketed(course.baseline_on) if course.baseline_on else ""
        parts.append(gettext("基期值%(value)s", value=plain(course.baseline) + unit) + day)
    points = formats.listed(f"{point.day.isoformat()} {plain(point.value)}{unit}" for point in points_of(course))
    parts.append(gettext("节点：%(points)s", points=points) if points else gettext("按直线推进"))
    return CourseLine(course.set_at, who, formats.listed(parts, "；"), course.reason)
