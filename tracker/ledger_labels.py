"""Chinese words of the ledger as a workbook: heads, choices, what becomes of a cell and why, what to do instead."""

from tracker.labels import N_, label
from tracker.rules.joint_statuses import Rating
from tracker.rules.ledger_columns import LedgerColumn
from tracker.rules.ledger_merge import Fate
from tracker.rules.ledger_rows import Why
from tracker.rules.statuses import UpdateKind

HEADS: dict[str, str] = {
    LedgerColumn.ROW: N_("行标识（勿改）"),
    LedgerColumn.VERSION: N_("行版本（勿改）"),
    LedgerColumn.LABEL: N_("序号"),
    LedgerColumn.TITLE: N_("任务"),
    LedgerColumn.INDICATORS: N_("量化指标"),
    LedgerColumn.CLAUSE: N_("承办事项"),
    LedgerColumn.UNIT: N_("承办单位"),
    LedgerColumn.ROLE: N_("承办方式"),
    LedgerColumn.LEAD: N_("牵头单位"),
    LedgerColumn.DUE: N_("完成时限"),
    LedgerColumn.LIGHT: N_("亮灯"),
    LedgerColumn.STATE: N_("任务状态"),
    LedgerColumn.ACCEPTED: N_("已采信比例（%）"),
    LedgerColumn.KIND: N_("本期情况"),
    LedgerColumn.PERCENT: N_("本期完成比例（%）"),
    LedgerColumn.NARRATIVE: N_("本期进展情况"),
    LedgerColumn.PROBLEMS: N_("存在问题"),
    LedgerColumn.NEXT_STEP: N_("下一步打算"),
    LedgerColumn.SELF_RATING: N_("本单位自评"),
    LedgerColumn.EVIDENCE: N_("佐证材料（份）"),
    LedgerColumn.CLOSED: N_("销号日期"),
}

CHOICES: dict[str, dict[str, str]] = {
    LedgerColumn.KIND: {kind.value: label(kind) for kind in UpdateKind},
    LedgerColumn.SELF_RATING: {rating.value: label(rating) for rating in Rating},
}

FATES: dict[Fate, str] = {
    Fate.APPLY: N_("可以采纳"),
    Fate.CONFLICT: N_("两边都改过，请选择"),
    Fate.DOUBTFUL: N_("请确认"),
    Fate.DONE: N_("系统中已是这样"),
    Fate.READ_ONLY: N_("不采纳：这一栏不能在台账里改"),
    Fate.REFUSED: N_("不采纳：读不出，或者现在不能填"),
}

WHYS: dict[Why, str] = {
    Why.CLEARED: N_("这一格被清空了。确实要清空的，请勾选；不是有意清空的，不用理会。"),
    Why.MOVED: N_("这里的内容原来在另一行，可能是只排序或者移动了一部分列。请核对，确认无误的再勾选。"),
    Why.NOT_PERCENT: N_("完成比例须是 0 到 100 之间的整数，如 60 或 60%，请改正后重新上传。"),
    Why.NOT_A_CHOICE: N_("这一栏只能从下拉列表中选择，请改正后重新上传。"),
    Why.TOO_LONG: N_("超过 5000 字，请精简；详情可作为佐证材料上传。"),
    Why.ERROR: N_("这一格是出错的公式，没有内容。请直接填写文字或者数字。"),
    Why.MERGED: N_("这一格在合并单元格里，看不出是哪一行的内容。请取消合并，逐行填写后重新上传。"),
    Why.TWO_COLUMNS: N_("这一栏在表中出现了两次，内容不同。请只保留一栏后重新上传。"),
    Why.LOST_CHARACTERS: N_("有的字变成了问号或者乱码，是另存为 CSV 时编码造成的。请另存为 .xlsx 后重新上传。"),
    Why.ON_ITS_WAY: N_("这一期的进展已经送出，正在审核，暂不能修改。需要修改的，请先撤回或者等待退回。"),
    Why.TASK_NOT_OPEN: N_("该任务已经销号、中止、并案或者终止，不再填报。"),
    Why.NOT_ACKNOWLEDGED: N_("该任务尚未签收。请先签收，再上传台账。"),
    Why.PERIOD_CLOSED: N_("任务交办以前，或者还没有开始的填报期，不能填报。请重新下载本期的台账。"),
    Why.NO_ID: N_("这一行没有行标识，是新加的行，或者标识被合并、删除，无法对应到任务。"),
    Why.BAD_ID: N_("这一行的行标识被改动过，无法对应到任务。请重新下载台账再填写。"),
    Why.OTHER_EXPORT: N_("这一行来自另一次下载的台账。请把各次下载的台账分别上传。"),
    Why.NOT_EXPORTED: N_("这一行不在下载的台账里，无法对应。"),
    Why.NOT_YOURS: N_("这一行不是您单位承办的，只能由承办单位自己填报。"),
    Why.DUPLICATE: N_("同一行在文件中出现了不止一次，填写的内容不同。请只保留一行后重新上传。"),
    Why.EMPTIED_ROW: N_("这一行的内容全部被删除了，系统中的内容保持不变。"),
    Why.SENT_SINCE: N_("采纳以后这一期已经送出，或者已有新的填报，不能撤销。需要更正的，请在填报页面修改。"),
    Why.CHANGED_SINCE: N_("采纳以后又改过，保留现在的内容。"),
    Why.BY_NUMBER: N_("文件中没有行标识，是按编号和单位对应的（任务名称也相同）。请核对，确认无误的再勾选。"),
    Why.NOT_MATCHED: N_("文件中没有行标识，按编号、单位和任务名称也找不到唯一对应的一行，没有读取。请重新下载台账再填写。"),
    Why.MOVED_ROW: N_("这一行的任务、单位和隐藏的行标识对不上，可能只排序了一部分列，整行不采纳。请重新下载台账再填写。"),
}

ADVICE: dict[LedgerColumn, str] = {
    LedgerColumn.LABEL: N_("序号是方案原文的编号，不能修改。"),
    LedgerColumn.TITLE: N_("任务名称不能在台账里修改。需要调整的，请在任务页面提出调整申请，由办公室批复。"),
    LedgerColumn.INDICATORS: N_("量化指标不能在台账里修改。需要调整的，请在任务页面提出调整申请，由办公室批复。"),
    LedgerColumn.CLAUSE: N_("承办事项不能在台账里修改。需要调整的，请在任务页面提出调整申请，由办公室批复。"),
    LedgerColumn.UNIT: N_("承办单位不能在台账里修改。认为不属于本单位职责的，请在任务页面提出承办异议或者调整申请。"),
    LedgerColumn.ROLE: N_("承办方式不能在台账里修改。需要调整的，请在任务页面提出调整申请，由办公室批复。"),
    LedgerColumn.LEAD: N_("牵头单位不能在台账里修改。需要调整的，请在任务页面提出调整申请，由办公室批复。"),
    LedgerColumn.DUE: N_("完成时限不能在台账里修改。不能按期完成的，请在到期前于任务页面申请延期。"),
    LedgerColumn.LIGHT: N_("亮灯由系统按规则判定，不能填写。"),
    LedgerColumn.STATE: N_("任务状态随办理环节变化。已经完成的，请在任务页面申请销号。"),
    LedgerColumn.ACCEPTED: N_("已采信比例来自办公室采信的填报。请填写“本期完成比例”。"),
    LedgerColumn.EVIDENCE: N_("佐证材料请在填报页面上传，不能在台账里登记。"),
    LedgerColumn.CLOSED: N_("销号日期由办公室核查后登记。已经完成的，请在任务页面申请销号。"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("ledger_export", "download"): N_("下载 Excel 台账"),
    ("ledger_import", "upload"): N_("上传 Excel 台账"),
    ("ledger_import", "apply"): N_("采纳台账中填写的内容"),
    ("ledger_import", "undo"): N_("撤销采纳的台账内容"),
    ("office_ledger", "map"): N_("认定台账各列"),
}
SUBJECTS: dict[str, str] = {
    "ledger_export": N_("下载的台账"),
    "ledger_import": N_("上传的台账"),
    "office_ledger": N_("原有台账"),
}

# What a column of an office's own ledger may hold.
KINDS: dict[str, str] = {
    "": N_("不读取"),
    "label": N_("序号"),
    "title": N_("任务"),
    "content": N_("具体内容"),
    "lead": N_("牵头单位"),
    "responsible": N_("责任单位"),
    "supporting": N_("配合单位"),
    "due": N_("完成时限"),
}

GUIDE = (
    N_("只填写表头为黄色的各列；灰色的列供对照，改了也不采纳。"),
    N_("可以排序、筛选、插入行和列、调整列宽；不要只对一部分列排序，不要合并单元格。"),
    N_("“本期情况”和“本单位自评”从下拉列表中选择；“本期完成比例”填 0 到 100 的整数。"),
    N_("佐证材料请在系统的填报页面上传。"),
    N_("填好以后保存，由本单位联络员登录系统，在方案的“Excel 台账”页上传；核对无误后才写入本单位的填报草稿，仍由本单位审核报送。"),
    N_("WPS、Excel、LibreOffice 均可使用，保存为 .xlsx、.xls、.ods 或 .csv 都可以上传。"),
)
