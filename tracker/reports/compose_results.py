"""结果运用: what use is made of the findings; only where a worksheet of scores has been approved (decision 0024)."""

from tracker.reports.composition import Composition
from tracker.reports.paper import chinese_date


def results_part(work: Composition) -> list[str]:
    """That scores were approved, of how many units, and where they stand: no points, no order of units. Nothing without them."""
    scores = work.figures.scores
    if scores is None:
        return []
    number = work.count("scores.units", "unit", scores.unit_ids)
    return [
        f"{chinese_date(scores.from_on)}至{chinese_date(scores.to_on)}的考核情况已于{chinese_date(scores.approved_on)}审定，涉及{number}个单位，"
        "各单位的得分和扣分理由见考核工作表，按有关规定运用。"
    ]
