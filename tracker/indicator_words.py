"""What is said of an indicator: its target, an amount, and in one sentence how it stands. For pages and reports alike."""

from collections.abc import Callable
from decimal import Decimal

from tracker.marking import N_
from tracker.rules.curves import IndicatorFacts, IndicatorStanding, IndicatorStatus
from tracker.rules.indicators import DONE, Target
from tracker.rules.quantities import half_up

_SENTENCES: dict[IndicatorStanding, str] = {
    IndicatorStanding.ATTAINED: N_("截至{read_on}为{value}，已达到目标（{target}）。"),
    IndicatorStanding.MISSED: N_("时限{due_on}已过，最新读数{value}（{read_on}），目标{target}，完成{attainment}%。"),
    IndicatorStanding.FAR_BEHIND: N_("按序时应达{planned}，实际{value}（{read_on}），落后{behind}个百分点，差距较大。"),
    IndicatorStanding.BEHIND: N_("按序时应达{planned}，实际{value}（{read_on}），落后{behind}个百分点。"),
    IndicatorStanding.OPEN: N_("最新读数{value}（{read_on}），目标{target}，完成{attainment}%；原文没有写明时限。"),
    IndicatorStanding.ON_COURSE: N_("按序时应达{planned}，实际{value}（{read_on}），符合序时进度。"),
    IndicatorStanding.UNJUDGED: N_("方案未纳入督办，只列目标，不作评价。"),
}
_UNREAD = N_("还没有已采信的读数。")
_UNREAD_PLANNED = N_("还没有已采信的读数；按序时应达{planned}。")
_UNREAD_DUE = N_("时限{due_on}已过，还没有已采信的读数，请承办单位登记。")
_DUTY_OPEN = N_("尚未完成（{read_on}）。")
_DUTY_DONE = N_("已完成（{read_on}）。")


def amount(value: Decimal | None, target: Target, quantity_unit: str | None, translate: Callable[[str], str] = str) -> str:
    """A value as people write it: 4.5个; of a duty without a number 已完成 or 尚未完成; a dash for none."""
    if value is None:
        return "—"
    if target.is_duty:
        return translate(N_("已完成")) if value >= DONE else translate(N_("尚未完成"))
    return plain(value) + (quantity_unit or "")


def planned_amount(value: Decimal | None, target: Target, quantity_unit: str | None) -> str:
    """What is planned, to one place more than the target is given; a dash for none."""
    if value is None:
        return "—"
    exponent = target.floor.normalize().as_tuple().exponent
    places = max(-exponent, 0) + 1 if isinstance(exponent, int) else 1
    return plain(half_up(value, places)) + (quantity_unit or "")


def plain(value: Decimal) -> str:
    """A number as people write it: 4.5, 120."""
    return f"{value.normalize():f}"


def target_text(target: Target, quantity_unit: str | None, translate: Callable[[str], str] = str) -> str:
    """The target as people write it: ≥ 4.5个, 1—2所, 按期完成."""
    if target.low is None:
        return translate(N_("按期完成"))
    unit = quantity_unit or ""
    if target.high is not None:
        return f"{plain(target.low)}—{plain(target.high)}{unit}"
    sign = {">=": "≥ ", "<=": "≤ "}.get(target.comparison or "", "")
    return f"{sign}{plain(target.low)}{unit}"


def standing_sentence(facts: IndicatorFacts, status: IndicatorStatus, translate: Callable[[str], str] = str) -> str:
    """How the indicator stands on the day of the status, with the figures that it rests on."""
    words = {
        "value": amount(status.value, facts.target, facts.quantity_unit, translate),
        "planned": planned_amount(status.planned, facts.target, facts.quantity_unit),
        "target": target_text(facts.target, facts.quantity_unit, translate),
        "read_on": status.read_on.isoformat() if status.read_on else "",
        "due_on": facts.due_on.isoformat() if facts.due_on else "",
        "attainment": status.attainment,
        "behind": status.behind,
    }
    return translate(_sentence(facts, status)).format(**words)


def _sentence(facts: IndicatorFacts, status: IndicatorStatus) -> str:
    standing = status.standing
    if standing is IndicatorStanding.UNJUDGED:
        return _SENTENCES[standing]
    if status.value is None:
        if standing is IndicatorStanding.UNREAD_DUE:
            return _UNREAD_DUE
        return _UNREAD if status.planned is None else _UNREAD_PLANNED
    if facts.target.is_duty and standing is IndicatorStanding.ATTAINED:
        return _DUTY_DONE
    if status.planned is None and standing is IndicatorStanding.ON_COURSE:
        return _DUTY_OPEN
    return _SENTENCES[standing]
