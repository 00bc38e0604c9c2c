"""Chinese words of what is done with many tasks at once: why one is left out, and what to do instead."""

from tracker.labels import N_
from tracker.rules.bulk import LeftOut

WHY: dict[LeftOut, str] = {
    LeftOut.NOT_YOURS: N_("不属于您所在办公室办理的地区。"),
    LeftOut.NOT_OPEN: N_("还没有交办，或者已经销号、中止、终止，不能催办。"),
    LeftOut.NO_UNIT: N_("没有明确牵头单位或责任单位，请先明确承办单位。"),
    LeftOut.HAS_ORDER: N_("已有未了结的催办单、督办单，不重复催办。"),
    LeftOut.STRICTER: N_("逾期较久或者上一份未按期答复，按规则应发督办单，请在任务页面逐项办理。"),
    LeftOut.ISSUED: N_("任务已交办。时限按延期程序、承办单位按异议或调整程序变更，由单位申请、逐项批复，不能成批改动。"),
    LeftOut.AD_HOC: N_("专项交办的草稿不能成批修改，请在任务页面办理。"),
    LeftOut.AWAITED: N_("方案正在等待审定，不能修改。需要修改的，请先撤回提请。"),
    LeftOut.ONGOING: N_("长期坚持的任务没有完成时限，请在核对页面先取消“长期坚持”。"),
    LeftOut.SAME_DAY: N_("完成时限已是这一天。"),
    LeftOut.SAME_ROLE: N_("该单位已是这一承办方式。"),
    LeftOut.NOT_CARRYING: N_("没有分给该单位，无需去掉。"),
}
