"""Turn a parsed plan into rows: plan, sections, measures, clauses, indicators, obligations, tasks and assignments."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from tracker.intake import model as parsed
from tracker.models import (
    Assignment,
    Clause,
    Indicator,
    Jurisdiction,
    Measure,
    Obligation,
    ObligationUnit,
    Plan,
    Section,
    SourceDocument,
    Task,
    Unit,
)
from tracker.rules.statuses import AssignmentRole
from tracker.services import checklists, reading_rows
from tracker.services.registry import Registry

Named = parsed.Measure | parsed.Clause


def store_plan(
    session: Session,
    draft: parsed.ParsedPlan,
    *,
    key: str,
    title: str,
    jurisdiction: Jurisdiction,
    source: SourceDocument | None = None,
    summaries: Mapping[int, str] | None = None,
) -> Plan:
    """The stored draft plan with everything below it, its tasks in state draft.

    `summaries` gives a measure's content in our own words, by ordinal, where the text itself is not kept.
    """
    plan = _plan_row(draft, key, title, jurisdiction, source)
    session.add(plan)
    session.flush()
    registry = Registry(session, jurisdiction, plan.document_date)
    sections = _store_sections(session, plan, draft.sections)
    tasks = {}
    for item in draft.measures:
        measure = _store_measure(session, plan, item, sections, (summaries or {}).get(item.ordinal))
        tasks[item.ordinal] = _store_task(session, plan, measure, item, registry)
    _store_indicators(session, plan, None, draft.plan_targets)
    for duty in draft.obligations:
        owner = tasks.get(duty.measure or 0)
        _store_obligation(session, plan, owner.measure if owner else None, duty, registry)
    found = [reading_rows.Found(issue.severity, issue.code, issue.message, issue.span) for issue in draft.issues]
    found += reading_rows.of_units(registry.issues(), draft.marks, draft.source)
    reading_rows.store(session, plan, found, list(tasks.values()))
    checklists.store_checklists(session, plan, draft, list(tasks.values()))
    session.flush()
    return plan


def _plan_row(draft: parsed.ParsedPlan, key: str, title: str, jurisdiction: Jurisdiction, source: SourceDocument | None) -> Plan:
    return Plan(
        key=key,
        title=title,
        document_number=draft.plan.document_number,
        document_date=_day(draft.plan.issued_on),
        jurisdiction_id=jurisdiction.id,
        jurisdiction=jurisdiction,
        issuers=list(draft.plan.issuer),
        basis=list(draft.plan.basis),
        sunset=draft.plan.sunset,
        abbreviations=[asdict(item) for item in draft.abbreviations],
        leading_group=asdict(draft.leading_group) if draft.leading_group else None,
        source_document=source,
    )


def _store_sections(session: Session, plan: Plan, items: Iterable[parsed.Section]) -> dict[str, Section]:
    rows = [
        Section(plan_id=plan.id, position=position, number=item.number, title=item.title)
        for position, item in enumerate(items, start=1)
    ]
    session.add_all(rows)
    session.flush()
    return {row.number: row for row in rows}


def _store_measure(
    session: Session, plan: Plan, item: parsed.Measure, sections: Mapping[str, Section], summary: str | None
) -> Measure:
    section = sections.get(item.section or "")
    measure = Measure(
        plan_id=plan.id,
        section_id=section.id if section else None,
        ordinal=item.ordinal,
        label=item.label or "",
        subsection=item.subsection,
        title=item.title,
        text=item.text,
        summary=summary,
        span_from=item.span[0],
        span_to=item.span[1],
        deadlines=[asdict(deadline) for deadline in item.deadlines],
        clauses=[
            Clause(ordinal=ordinal, text=clause.text, span_from=clause.span[0], span_to=clause.span[1])
            for ordinal, clause in enumerate(_clauses(item), start=1)
        ],
    )
    session.add(measure)
    session.flush()
    _store_indicators(session, plan, measure, item.targets)
    return measure


def _store_indicators(session: Session, plan: Plan, measure: Measure | None, targets: Iterable[parsed.Target]) -> None:
    for target in targets:
        low, high = target.value if isinstance(target.value, tuple) else (target.value, None)
        session.add(
            Indicator(
                plan_id=plan.id,
                measure_id=measure.id if measure else None,
                name=target.indicator,
                value=_decimal(low),
                value_high=_decimal(high),
                comparison=target.comparison,
                quantity_unit=target.unit,
                due_on=_day(target.due),
                from_on=_day(target.start),
                quote=target.quote,
            )
        )


def _store_task(session: Session, plan: Plan, measure: Measure, item: parsed.Measure, registry: Registry) -> Task:
    due_on = _due_on(item)
    task = Task(
        plan_id=plan.id,
        measure=measure,
        title=item.title,
        original_due_on=due_on,
        due_on=due_on,
        is_ongoing=item.ongoing,
    )
    session.add(task)
    session.flush()
    assign(session, task, registry, item, measure.clauses)
    return task


def _due_on(item: parsed.Measure) -> date | None:
    """The day that the measure sets for itself, else the last day that its text names: then all of it is owed."""
    if item.ongoing:
        return None
    named = [*(target.due for target in item.targets), *(limit.due for limit in item.deadlines)]
    return _day(item.due) or max(filter(None, map(_day, named)), default=None)


def assign(session: Session, task: Task, registry: Registry, item: parsed.Measure, clauses: Iterable[Clause]) -> None:
    """Enter one assignment for each unit and role, of a clause where the plan gives the clause its own units.

    A unit printed twice in one list is one assignment; a unit that leads the same stretch is not also responsible for it.
    """
    stretches: list[tuple[Named, Clause | None]] = list(zip(_clauses(item), clauses, strict=True))
    stretches = stretches or [(item, None)]
    taken: set[tuple[int, int | None]] = set()
    for source, clause in stretches:
        clause_id = clause.id if clause else None
        printed = _roles(source)
        beside = [name for _, name in printed]
        for role, name in printed:
            _assign_one(session, task, role, registry.resolve(name, beside), clause_id, taken)
    for name in item.implied:
        _assign_one(session, task, AssignmentRole.RESPONSIBLE, registry.resolve(name), None, taken, is_implied=True)


def _clauses(item: parsed.Measure) -> tuple[parsed.Clause, ...]:
    """The clauses that are worth telling apart: a single one is the measure itself."""
    return item.clauses if len(item.clauses) > 1 else ()


def _roles(source: Named) -> list[tuple[AssignmentRole, str]]:
    return [
        *((AssignmentRole.LEAD, name) for name in source.lead),
        *((AssignmentRole.RESPONSIBLE, name) for name in source.responsible),
        *((AssignmentRole.SUPPORTING, name) for name in source.supporting),
    ]


def _assign_one(
    session: Session,
    task: Task,
    role: AssignmentRole,
    unit: Unit,
    clause_id: int | None,
    taken: set[tuple[int, int | None]],
    *,
    is_implied: bool = False,
) -> None:
    if (unit.id, clause_id) in taken:
        return
    taken.add((unit.id, clause_id))
    session.add(Assignment(task_id=task.id, unit_id=unit.id, role=role, clause_id=clause_id, is_implied=is_implied))


def _store_obligation(session: Session, plan: Plan, measure: Measure | None, duty: parsed.Obligation, registry: Registry) -> None:
    row = Obligation(
        plan_id=plan.id,
        measure_id=measure.id if measure else None,
        who=list(duty.who),
        what=duty.what,
        recurs=duty.recurs,
        month_day=duty.month_day,
        to=list(duty.to),
        cc=list(duty.cc),
        quote=duty.quote,
    )
    session.add(row)
    session.flush()
    for unit_id in dict.fromkeys(registry.resolve(name, duty.who).id for name in duty.who):
        session.add(ObligationUnit(obligation_id=row.id, unit_id=unit_id))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(value: parsed.Number | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
