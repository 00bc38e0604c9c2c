"""Chinese words for striking tasks off and looking back: titles and tones, as `tracker/labels.py` has them."""

from enum import StrEnum

from tracker.marking import N_
from tracker.rules.closing import ClosingCheck, ClosingFact, RecheckState

TITLES: dict[type[StrEnum], dict[str, str]] = {
    ClosingCheck: {
        ClosingCheck.FACTS: N_("事实清楚"),
        ClosingCheck.PROBLEM: N_("问题已经解决"),
        ClosingCheck.CARRIED_OUT: N_("任务已经落实"),
        ClosingCheck.CONCLUSION: N_("结论准确"),
        ClosingCheck.LAWFUL: N_("做法符合政策法规"),
        ClosingCheck.FORM: N_("材料齐全规范"),
    },
    ClosingFact: {
        ClosingFact.SHARES: N_("牵头、责任单位均已完成"),
        ClosingFact.EVIDENCE: N_("有已采信的佐证材料"),
        ClosingFact.CHECKLIST: N_("清单各项均有已采信的佐证"),
        ClosingFact.INDICATORS: N_("量化指标均已达到"),
        ClosingFact.DISSENT: N_("配合单位均已表态，不同意见已处理"),
        ClosingFact.ITEMS: N_("督办单的整改事项均已核查"),
        ClosingFact.VERIFIED: N_("已登记核查情况"),
    },
    RecheckState: {
        RecheckState.PLANNED: N_("待回头看"),
        RecheckState.HELD: N_("成效巩固"),
        RecheckState.REBOUNDED: N_("发现反弹"),
        RecheckState.WITHDRAWN: N_("已取消"),
    },
}

TONES: dict[type[StrEnum], dict[str, str]] = {
    RecheckState: {
        RecheckState.PLANNED: "warn",
        RecheckState.HELD: "good",
        RecheckState.REBOUNDED: "bad",
    },
}
