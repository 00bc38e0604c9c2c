"""The facts from which a worksheet of scores is drawn up."""

from datetime import date

from sqlalchemy.orm import Session

from tracker.queries.history import states_on
from tracker.queries.reporting import facts_on
from tracker.queries.scores import withdrawn_orders
from tracker.reports.score_matters import Standing, Term, due_days
from tracker.rules.periods import closed_periods


def term_of(session: Session, plan_id: int, from_on: date, to_on: date) -> Term:
    """The stretch with everything that counts in it, as it stood on its last day; the same whenever it is asked for.

    One statement for each cut-off and due date, beside those of a report.
    """
    facts = facts_on(session, plan_id, to_on)
    since = facts.plan.supervised_from
    closed = closed_periods(since, to_on, facts.plan.rhythm) if since else []
    periods = tuple(period for period in closed if from_on <= period.cutoff)
    days = {period.cutoff for period in periods} | {day for day in due_days(facts) if day <= to_on}
    standing = {}
    for day in sorted(days):
        states = states_on(session, plan_id, day)
        standing[day] = Standing(states.tasks, states.shares)
    return Term(from_on, facts, periods, standing, withdrawn_orders(session, plan_id, to_on))
