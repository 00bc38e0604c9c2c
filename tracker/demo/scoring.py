"""A worksheet of scores in the demonstration: switched on, drawn up for nine months, one unit remarks on its lines."""

from datetime import date

from sqlalchemy.orm import Session

from tracker.demo.people import Cast
from tracker.demo.supervision import at
from tracker.models import Plan
from tracker.reports.score_sheet import scores_of
from tracker.services import scores

FROM, TO = date(2025, 2, 1), date(2025, 10, 31)


def draw_worksheet(session: Session, cast: Cast, plan_id: int, day: date) -> None:
    """The director switches scores on, the clerk draws up a sheet, a matter is left out, a unit's remark waits for its answer."""
    plan = session.get_one(Plan, plan_id)
    reason = "《示例县重点工作考核办法（试行）》第八条"
    scores.switch(session, plan, reason, on=True, actor=cast.director, now=at(day, 9))
    sheet = scores.draw(session, plan, FROM, TO, actor=cast.clerk, now=at(day, 10))
    marked = [unit for unit in scores_of(sheet.content, ()) if unit.taken and unit.unit_id in cast.liaisons]
    if marked:
        counted = next(line for line in marked[0].lines if line.points)
        scores.exclude(
            session, sheet, counted.matter.key, "当月系统停机检修，已用纸质材料报送。", actor=cast.clerk, now=at(day, 11)
        )
        said = "有一期已按时报送，因材料补正被退回，请核减。"
        scores.remark(session, sheet, said, actor=cast.liaisons[marked[-1].unit_id], now=at(day, 14))
