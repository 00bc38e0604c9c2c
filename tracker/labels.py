"""Chinese words for every value of the rules: titles of states, roles, lights and moves. Whole sentences: `tracker/sentences.py`.

The rules are free of language; pages, reports and the command line all speak through this file, so that one state has one
name everywhere. `N_` marks a text for the message catalogue; the web translates what it gets from here, the others print it.
Sources of the words: design.md sections 3 and 5; domain.md a10 (why a light carries a word beside its colour).
"""

from collections.abc import Callable
from enum import StrEnum

from tracker import (
    channel_labels,
    closing_labels,
    giving_out_labels,
    indicator_labels,
    joint_labels,
    matter_labels,
    message_labels,
    order_labels,
    post_labels,
    reference_labels,
    report_labels,
    request_labels,
    score_labels,
)
from tracker.marking import N_ as N_
from tracker.marking import NP_
from tracker.rules.doubts import Doubt
from tracker.rules.periods import period_named
from tracker.rules.statuses import (
    AssignmentRole,
    AssignmentState,
    Cycle,
    Light,
    NameOrigin,
    OrderKind,
    PlanState,
    Role,
    TaskState,
    UpdateKind,
    UpdateState,
)
from tracker.rules.unit_names import UnitKind, UnitLevel

# By type first: members of different StrEnums compare equal when their values do (TaskState.DRAFT == PlanState.DRAFT).
TITLES: dict[type[StrEnum], dict[str, str]] = {
    Role: {
        Role.CLERK: N_("办公室经办"),
        Role.DIRECTOR: N_("办公室主任"),
        Role.LIAISON: N_("单位联络员"),
        Role.UNIT_HEAD: N_("单位负责人"),
        Role.LEADER: N_("领导"),
        Role.SYSTEM_ADMIN: N_("系统管理员"),
        Role.SECURITY_ADMIN: N_("安全管理员"),
        Role.AUDITOR: N_("审计管理员"),
    },
    PlanState: {
        PlanState.DRAFT: N_("待核对"),
        PlanState.ISSUED: N_("已交办"),
        PlanState.SUPERSEDED: N_("已被替代"),
        PlanState.LAPSED: N_("已期满"),
    },
    TaskState: {
        TaskState.DRAFT: N_("草稿"),
        TaskState.ISSUED: N_("已交办"),
        TaskState.IN_PROGRESS: N_("推进中"),
        TaskState.CLOSURE_REQUESTED: NP_("state", "申请销号"),
        TaskState.CLOSED: N_("已销号"),
        TaskState.ENDED: N_("已终止"),
        TaskState.SUSPENDED: N_("已中止"),
        TaskState.MERGED: N_("已并案"),
    },
    AssignmentState: {
        AssignmentState.DRAFT: N_("未交办"),
        AssignmentState.PENDING: N_("待签收"),
        AssignmentState.ACKNOWLEDGED: N_("已签收"),
        AssignmentState.REPORTING: N_("办理中"),
        AssignmentState.DONE: N_("本单位已完成"),
        AssignmentState.OBJECTED: NP_("state", "有异议"),
        AssignmentState.ENDED: N_("已终止"),
    },
    UpdateState: {
        UpdateState.DRAFT: N_("草稿"),
        UpdateState.UNIT_REVIEW: N_("待单位审"),
        UpdateState.SUBMITTED: N_("已报送"),
        UpdateState.ACCEPTED: N_("已采信"),
        UpdateState.RETURNED: N_("已退回"),
    },
    AssignmentRole: {
        AssignmentRole.LEAD: N_("牵头"),
        AssignmentRole.RESPONSIBLE: N_("责任"),
        AssignmentRole.SUPPORTING: N_("配合"),
    },
    UpdateKind: {UpdateKind.PROGRESS: N_("有进展"), UpdateKind.NOTHING_NEW: N_("无进展")},
    Light: {
        Light.BLUE: N_("已销号"),
        Light.GREEN: N_("正常"),
        Light.YELLOW: N_("预警"),
        Light.RED: N_("滞后"),
        Light.GREY: N_("未到节点"),
    },
    Doubt: {
        Doubt.EMPTY: N_("进展情况没有写出具体做了什么，请写明事实和数字。"),
        Doubt.COPIED: N_("进展情况与上次采信的填报相同或者几乎相同，请核实本期是否有新进展。"),
        Doubt.BACKWARDS: N_("完成比例低于上次采信的填报，请核实原因。"),
        Doubt.COMPLETE_WITHOUT_EVIDENCE: N_("填报已全部完成，但没有佐证材料。"),
    },
    Cycle: {
        Cycle.MONTH: N_("每月"),
        Cycle.QUARTER: N_("每季度"),
        Cycle.HALF_YEAR: N_("每半年"),
        Cycle.YEAR: N_("每年"),
    },
    UnitKind: {
        UnitKind.DEPARTMENT: N_("部门"),
        UnitKind.VERTICAL: N_("垂直管理单位"),
        UnitKind.PARTY: N_("党委机关"),
        UnitKind.GOVERNMENT: N_("政府、街道和园区"),
        UnitKind.MASS_ORGANISATION: N_("群团组织"),
        UnitKind.COURT: N_("法院、检察院"),
        UnitKind.COLLECTIVE: N_("统称"),
        UnitKind.OTHER: N_("其他"),
    },
    UnitLevel: {
        UnitLevel.NATION: N_("国家级"),
        UnitLevel.PROVINCE: N_("省级"),
        UnitLevel.CITY: N_("市级"),
        UnitLevel.COUNTY: N_("县级"),
        UnitLevel.TOWN: N_("乡级"),
    },
    NameOrigin: {
        NameOrigin.ENTERED: NP_("state", "登记"),
        NameOrigin.MATCHED: N_("按规则认定"),
        NameOrigin.ANSWERED: N_("经核对认定"),
    },
    **order_labels.TITLES,
    **indicator_labels.TITLES,
    **channel_labels.TITLES,
    **request_labels.TITLES,
    **matter_labels.TITLES,
    **giving_out_labels.TITLES,
    **closing_labels.TITLES,
    **joint_labels.TITLES,
    **report_labels.TITLES,
    **reference_labels.TITLES,
    **score_labels.TITLES,
    **post_labels.TITLES,
    **message_labels.TITLES,
}

LIGHT_NAMES: dict[Light, str] = {
    Light.BLUE: N_("蓝灯"),
    Light.GREEN: N_("绿灯"),
    Light.YELLOW: N_("黄灯"),
    Light.RED: N_("红灯"),
    Light.GREY: N_("灰灯"),
}

# All five are in GB 2312, so that every Chinese font has them.
GLYPHS: dict[Light, str] = {
    Light.BLUE: "■",
    Light.GREEN: "●",
    Light.YELLOW: "▲",
    Light.RED: "◆",
    Light.GREY: "○",
}

# The tone of a state's badge: neutral (nothing to do), info (running), good (settled), warn (waits for someone), bad.
TONES: dict[type[StrEnum], dict[str, str]] = {
    PlanState: {PlanState.DRAFT: "warn", PlanState.ISSUED: "info"},
    TaskState: {
        TaskState.ISSUED: "info",
        TaskState.IN_PROGRESS: "info",
        TaskState.CLOSURE_REQUESTED: "warn",
        TaskState.CLOSED: "good",
    },
    AssignmentState: {
        AssignmentState.PENDING: "warn",
        AssignmentState.ACKNOWLEDGED: "info",
        AssignmentState.REPORTING: "info",
        AssignmentState.DONE: "good",
        AssignmentState.OBJECTED: "bad",
    },
    UpdateState: {
        UpdateState.UNIT_REVIEW: "warn",
        UpdateState.SUBMITTED: "info",
        UpdateState.ACCEPTED: "good",
        UpdateState.RETURNED: "bad",
    },
    **request_labels.TONES,
    **matter_labels.TONES,
    **giving_out_labels.TONES,
    **closing_labels.TONES,
    **joint_labels.TONES,
    **report_labels.TONES,
    **score_labels.TONES,
    **post_labels.TONES,
    **message_labels.TONES,
    **order_labels.TONES,
    **indicator_labels.TONES,
}

# {half} is 上 or 下; the others are figures.
PERIODS: dict[Cycle, str] = {
    Cycle.MONTH: N_("{year}年{month}月"),
    Cycle.QUARTER: N_("{year}年第{quarter}季度"),
    Cycle.HALF_YEAR: N_("{year}年{half}半年"),
    Cycle.YEAR: N_("{year}年度"),
}


def label(value: StrEnum) -> str:
    """The Chinese title of a state, role, light or kind; KeyError for a vocabulary that has no titles here."""
    return TITLES[type(value)][value]


def tone(value: StrEnum) -> str:
    """The tone of a state's badge: neutral, info, good, warn or bad."""
    return TONES.get(type(value), {}).get(value, "neutral")


def glyph(value: Light) -> str:
    """The shape of a light, which tells it from the others without colour."""
    return GLYPHS[value]


def period_title(key: str, translate: Callable[[str], str] = str) -> str:
    """The title of a reporting period by its key: 2025-03 is 2025年3月. ValueError for what is no key."""
    period = period_named(key)
    month = period.start.month
    half = translate(N_("上")) if month == 1 else translate(N_("下"))
    words = {"year": period.start.year, "month": month, "quarter": (month + 2) // 3, "half": half}
    return translate(PERIODS[period.cycle]).format(**words)


def order_number(kind: OrderKind, year: int, number: int, translate: Callable[[str], str] = str) -> str:
    """The number of an order as it is printed: 督办单〔2025〕3号 (GB/T 9704: the year in 〔〕, no leading zeros)."""
    return translate(N_("{kind}〔{year}〕{number}号")).format(kind=translate(label(kind)), year=year, number=number)


def numbered(number: str, title: str) -> str:
    """The title behind its number as it was printed: 一、建成, （1）建成; a bare one is set apart, that 1 and 2所 be not 12所."""
    return f"{number} {title}" if number[-1:].isalnum() else f"{number}{title}"
