"""Chinese sentences: why a rule refused and how to mend it, and why a light has its colour.

Codes and figures come from the rules (`RuleViolation`, `lights.Verdict`); the words stand here, one for each code. Whoever
adds a code to the rules adds its sentence here: tests/web/test_design.py holds the two together.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from tracker import calendar_labels, ladder_labels, message_labels, post_labels, report_labels
from tracker.act_labels import move_title
from tracker.indicator_words import plain
from tracker.labels import N_, TITLES, label

# {move}, {state}, … are filled from the facts of the RuleViolation.
REFUSALS: dict[str, str] = {
    "wrong_state": N_("当前状态为“{state}”，不能办理“{move}”；须在“{sources}”时办理。可能已有人先行处理，请刷新页面查看。"),
    "reason_missing": N_("办理“{move}”须写明理由，请填写后重新提交。"),
    "closure_is_the_units_to_ask": N_("销号由牵头单位（没有牵头单位的，由责任单位）提出申请，办公室负责核查。请联系承办单位提出。"),
    "closure_without_accepted_evidence": N_("申请销号前，至少要有一次附佐证材料并已被采信的进展填报。请先报送进展并上传佐证材料。"),
    "closure_with_shares_open": N_("还有承办单位没有完成本单位承担的事项，不能销号。请待各单位均完成后再办理。"),
    "closure_without_verification": N_("销号前须登记至少一次核查情况，写明核查方式、人员、日期和结果。请先登记核查情况。"),
    "closure_unchecked": N_("销号前须逐项核对事实、问题、落实、结论、政策和材料。请核对后逐项勾选；有不符的，请退回销号申请。"),
    "closure_with_items_open": N_("督办单还有整改事项没有核查，不能销号。请先在督办单上核查各项整改。"),
    "task_not_open": N_("该任务尚未交办，或者已经销号、中止、并案、终止，不能办理这一项。确需办理的，请联系办公室。"),
    "update_empty": N_("还没有填写进展情况。请写明本期进展；确无进展的，请选择“无进展”并说明原因。"),
    "own_work": N_("不能审核自己填报的内容，请由办公室其他同志审核。"),
    "unit_head_must_approve": N_("本单位设有负责人审核环节，请先送单位负责人审核，同意后再报送。"),
    "not_acknowledged": N_("该任务尚未签收，请先签收，再填报进展。"),
    "plan_in_force": N_("方案仍然有效，不能终止任务。方案被新方案替代或者有效期届满时，任务随之终止。"),
    "plan_over": N_("该任务所属的方案已经终止，不能办理“{move}”。确需继续办理的，请列入现行方案。"),
    "order_not_in_hand": N_("该督办单尚未签收或者已经了结，不能办理整改事项。尚未签收的，请先签收。"),
    "order_not_ignored": N_("该督办单尚未到期，或者已经按期答复，不能升级。请待期限过后仍未办理时再升级。"),
    "order_with_items_open": N_("还有整改事项没有核查，不能了结。请逐项核查；不再要求的，请撤销并说明理由。"),
    "objection_too_late": N_("对结论的复核须在收到之日起三十日内申请，期限已过。有新情况的，请在进展填报中说明，或者联系办公室。"),
    "took_part": N_("您参与了原结论的作出，按规定应当回避，请由没有参与的同志复核。"),
    "approval_missing": N_("办理“{move}”须注明批准文件，如会议纪要或者批示的名称和文号。"),
    "successor_not_open": N_("并入的任务须是同一方案中正在办理的另一项任务，请重新选择。"),
    "extension_too_late": N_(
        "任务时限已过，不能再申请延期。请报送进展，写明未按期完成的原因和预计完成日期；情况特殊的，请联系领导小组办公室。"
    ),
    "extension_for_director": N_("第二次及以后的延期，或者延期较长的，由办公室主任审批。请提请主任办理。"),
    "extension_without_due": N_("该任务没有规定时限，无须申请延期。"),
    "extension_is_the_leads": N_(
        "任务的时限由牵头单位（没有牵头单位的，由责任单位）申请延期。请向牵头单位说明情况，由其一并提出。"
    ),
    "extension_pending": N_("该任务已有一份延期申请没有办完。请先办完或者撤回那一份，再提出新的申请。"),
    "extension_not_later": N_("新的时限（{day}）须晚于现在的时限（{due}），请改正日期。"),
    "reading_of_others": N_("只能撤回本单位登记的读数。对其他单位的读数有疑问的，请由办公室退回并说明理由。"),
    "indicator_not_followed": N_("该指标所属的方案没有交办、没有纳入督办或者已经终止，不登记读数。"),
    "quantity_unit_differs": N_("计量单位“{given}”不能换算成“{wanted}”，请按指标的计量单位填写。"),
    "curve_without_dates": N_("该指标没有起止日期，不能设序时节点。请清空节点后保存。"),
    "curve_point_outside": N_("节点日期（{day}）须在起算日（{start}）之后、完成时限（{due}）之前，请改正。"),
    "curve_point_twice": N_("同一天（{day}）有两个节点，请保留一个。"),
    "curve_point_beyond": N_(
        "{day} 的节点值 {value} 不在起点 {start} 和目标 {target} 之间，请改正；起点不是 {start} 的，请填写或者改正基期值。"
    ),
    "curve_point_back": N_("{day} 的节点值 {value} 比 {before_day} 的 {before} 离目标还远，序时进度不能倒退，请改正。"),
    "adjustment_for_director": N_("涉及方案总体目标的调整，或者临近到期才提出的调整，由办公室主任审批。请提请主任办理。"),
    "adjustment_is_the_leads": N_("任务的调整由牵头单位（没有牵头单位的，由责任单位）提出。请向牵头单位说明情况，由其一并提出。"),
    "adjustment_pending": N_("该任务已有一份调整申请没有办完。请先办完或者撤回那一份，再提出新的申请。"),
    "adjustment_changes_nothing": N_("调整后的内容与现在的相同，或者没有填写。请写明要调整成什么。"),
    "instruction_unanswered": N_("批示要求加快办理，承办单位还没有反馈，不能办结。请待单位反馈后再办理。"),
    "own_report_empty": N_("还没有写报告正文。请先根据已采信的进展生成初稿，修改后再报送。"),
    "consolidation_empty": N_("还没有写汇总报告正文。请先根据已采信的各单位填报生成初稿，修改后再报送。"),
    "opinion_matter_over": N_("这次征求意见已经结束，不能再表态或处理。牵头单位重新报送后会再次征求意见。"),
    "closure_with_dissent_open": N_(
        "还有配合单位没有表态，或者有不同意见没有处理，不能销号。请催请表态，或者记录对其意见的处理决定。"
    ),
    "score_remarks_open": N_("还有单位的意见没有答复，请逐条答复后再审定。"),
    "request_of_others": N_("撤回提请由提请人本人办理。主任不同意交办的，请退回并写明理由。"),
    "issue_by_one_person": N_("提请交办的人不能自己审定，请由办公室的另一位主任审定。"),
    "file_empty": N_("文件“{name}”是空的，请检查后重新选择。"),
    "file_too_large": N_("文件“{name}”有 {size}，超过 {limit} 的上限，请压缩或拆分后再上传。"),
    "file_macro_refused": N_("文件“{name}”带有宏，不能上传。请另存为不带宏的文档或 PDF 后再上传。"),
    "file_type_refused": N_("文件“{name}”的内容不是可以上传的类型。请改用 PDF、OFD、Word、Excel、PPT、图片或纯文本文件。"),
    "file_name_bad": N_("文件名“{name}”不能使用，请改成由文字、数字组成的名称后再上传。"),
    **post_labels.REFUSALS,
    **calendar_labels.REFUSALS,
    **report_labels.REFUSALS,
    **message_labels.REFUSALS,
    **ladder_labels.REFUSALS,
}

REFUSED = N_("该操作不符合办理规则（{code}），未作任何改动。请联系领导小组办公室。")

LIGHT_REASONS: dict[str, str] = {
    "not_supervised": N_("未纳入督办"),
    "not_issued": N_("尚未交办"),
    "closed": N_("已核查销号"),
    "ended": N_("已终止"),
    "suspended": N_("已中止"),
    "merged": N_("已并入其他任务"),
    "overdue": N_("逾期 {days_late} 天"),
    "unreported_2": N_("连续 {periods} 期未报"),
    "far_behind": N_("完成 {percent}%，落后计划 {behind} 个百分点"),
    "due_soon": N_("还有 {days_left} 天到期"),
    "due_today": N_("今日到期"),
    "unreported_1": N_("{periods} 期未报"),
    "behind": N_("完成 {percent}%，落后计划 {behind} 个百分点"),
    "not_begun": N_("尚未签收启动"),
    "ongoing": N_("长期坚持"),
    "on_course": N_("按计划推进"),
}

# The same, said to a unit that has itself reported: it is not the one that is late.
REASONS_IN_OTHERS: dict[str, str] = {
    "unreported_2": N_("有单位连续 {periods} 期未报"),
    "unreported_1": N_("有单位 {periods} 期未报"),
}

# Behind the reason of a light where the due date was put off.
PUT_OFF = N_("，已延期 {n} 次")

# Why the rule proposes the level of an order (rules/orders.py).
ORDER_REASONS: dict[str, str] = {
    "ignored": N_("已有催办单或督办单到期未办理，按规则升一级"),
    "grave": N_("任务逾期 {days} 天以上，直接用黄色"),
    "behind": N_("进展滞后，从蓝色开始"),
    "not_behind": N_("任务目前没有亮黄灯、红灯，请考虑是否确需发单"),
}

_SIZES = ("B", "KB", "MB", "GB", "TB")


def refusal_sentence(code: str, facts: Mapping[str, Any], translate: Callable[[str], str] = str) -> str:
    """One sentence for a refusal: what is wrong and how to mend it.

    `code` and `facts` are those of a RuleViolation. Values of the vocabularies become their titles, a collection is joined
    by 、, bytes are shown as people say them. A code without a sentence gives a general one that names the code.
    """
    words = {name: _word(value, translate) for name, value in facts.items()}
    words |= {name: size(facts[name]) for name in ("size", "limit") if name in facts}
    if "subject" in facts and "move" in facts:
        words["move"] = translate(move_title(facts["subject"], facts["move"]))
    return translate(REFUSALS.get(code, REFUSED)).format(**{"code": code, **words})


def light_reason(code: str, numbers: Mapping[str, int | str], translate: Callable[[str], str] = str) -> str:
    """Why a light has its colour, in a few words; `code` and `numbers` are those of `lights.Verdict`."""
    if code == "due_soon" and numbers.get("days_left") == 0:
        code = "due_today"
    reasons = REASONS_IN_OTHERS if numbers.get("others") else LIGHT_REASONS
    reason = translate(reasons[code]).format(**numbers)
    times = numbers.get("extensions", 0)
    return reason + translate(PUT_OFF).format(n=times) if times else reason


def order_reason(code: str, days: int, translate: Callable[[str], str] = str) -> str:
    """Why a level is proposed for an order; `days` is the policy's `grave_after_days`."""
    return translate(ORDER_REASONS[code]).format(days=days)


def size(value: int) -> str:
    """A number of bytes as people say it: 812 B, 1.4 MB."""
    amount = float(value)
    for unit in _SIZES:
        if amount < 1024 or unit == _SIZES[-1]:
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if unit in ("B", "KB") or amount >= 10 else f"{amount:.1f} {unit}"


def _word(value: Any, translate: Callable[[str], str]) -> str:
    if type(value) in TITLES:
        return translate(label(value))
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Collection) and not isinstance(value, str):
        return translate(N_("、")).join(_word(item, translate) for item in value)
    return str(value)
