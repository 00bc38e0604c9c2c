"""Chinese words for supervision orders and what they want put right: titles and tones, as `tracker/labels.py` has them."""

from enum import StrEnum

from tracker.marking import N_, NP_
from tracker.rules.statuses import CheckMethod, ItemState, OrderKind, OrderLevel, OrderOutcome, OrderState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    OrderState: {
        OrderState.ISSUED: N_("待签收"),
        OrderState.RECEIVED: N_("待答复"),
        OrderState.UNIT_REVIEW: N_("待单位审"),
        OrderState.REPLIED: N_("已答复"),
        OrderState.ACCEPTED: N_("答复已采信"),
        OrderState.CLOSED: N_("已了结"),
    },
    OrderOutcome: {
        OrderOutcome.FULFILLED: NP_("state", "办结"),
        OrderOutcome.WITHDRAWN: NP_("state", "撤回"),
        OrderOutcome.ESCALATED: NP_("state", "升级督办"),
    },
    OrderLevel: {OrderLevel.BLUE: N_("蓝色"), OrderLevel.YELLOW: N_("黄色"), OrderLevel.RED: N_("红色")},
    ItemState: {
        ItemState.OPEN: N_("待整改"),
        ItemState.UNIT_REVIEW: N_("待单位审"),
        ItemState.REPORTED: N_("待核查"),
        ItemState.VERIFIED: N_("已核查"),
        ItemState.RETURNED: NP_("state", "退回整改"),
        ItemState.WITHDRAWN: N_("已撤销"),
    },
    CheckMethod: {
        CheckMethod.ON_SITE: N_("现场核查"),
        CheckMethod.DOCUMENTS: N_("查阅材料"),
        CheckMethod.PHONE: N_("电话核实"),
        CheckMethod.VISIT: N_("走访群众"),
    },
    OrderKind: {OrderKind.URGE: N_("催办单"), OrderKind.SUPERVISION: N_("督办单")},
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    OrderState: {
        OrderState.ISSUED: "warn",
        OrderState.RECEIVED: "warn",
        OrderState.UNIT_REVIEW: "warn",
        OrderState.REPLIED: "info",
        OrderState.ACCEPTED: "info",
        OrderState.CLOSED: "good",
    },
    ItemState: {
        ItemState.OPEN: "warn",
        ItemState.UNIT_REVIEW: "warn",
        ItemState.REPORTED: "info",
        ItemState.VERIFIED: "good",
        ItemState.RETURNED: "bad",
    },
    OrderLevel: {OrderLevel.BLUE: "info", OrderLevel.YELLOW: "warn", OrderLevel.RED: "bad"},
}
