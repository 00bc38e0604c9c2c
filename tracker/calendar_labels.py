"""Chinese words for the work calendar: what was counted, acts, and why a year's notice is refused."""

from tracker.marking import N_

COUNTED: dict[str, str] = {
    "assignment": N_("签收期限"),
    "order": N_("答复期限"),
    "item": N_("整改期限"),
    "dispute": N_("异议答复期限"),
}

# What a day is, by whether it lies at a weekend, and whether it is off.
DAYS: dict[tuple[bool, bool], str] = {
    (False, True): N_("放假"),
    (False, False): N_("上班"),
    (True, True): N_("休息"),
    (True, False): N_("调休上班"),
}

EVENTS: dict[tuple[str, str], str] = {
    ("calendar", "load"): N_("载入放假安排"),
    **{(subject, "recount"): N_("按放假安排重新计算期限") for subject in COUNTED},
}

REFUSALS: dict[str, str] = {
    "calendar_too_long": N_("内容太长，不像一年的放假安排。请只粘贴通知正文，或者只上传一年的文件。"),
    "calendar_unreadable": N_(
        "没有读出放假安排。请粘贴国务院办公厅通知的正文，或者上传按规定格式写明年份、文号、放假日和上班日的 YAML 文件。"
    ),
    "calendar_yaml": N_("YAML 第 {line} 行的写法有误，请检查缩进、冒号和短横线后重新提交。"),
    "calendar_yaml_day": N_("YAML 里有不存在的日期或者不能使用的字符，请核对后重新提交。"),
    "calendar_key": N_("“{key}”这一项缺少或者不认识。文件须有 year、document、official、holidays、makeup_days 五项，请对照改正。"),
    "calendar_year_missing": N_("没有看到是哪一年的放假安排。请连同通知标题一起粘贴，或者在“年份”里填写。"),
    "calendar_year_bad": N_("“{year}”不是年份，请写成四位数字，如 2027。"),
    "calendar_year_range": N_("只能载入 {first} 年至 {last} 年的放假安排，这一份是 {year} 年的，请核对年份。"),
    "calendar_document_missing": N_("没有看到 {year} 年通知的文号。请在“文号”里填写，以便以后查对依据。"),
    "calendar_not_a_day": N_("“{value}”不是日期，请写成 2027-01-01 的形式。"),
    "calendar_no_such_day": N_("{year} 年没有“{printed}”这一天，请核对原文。"),
    "calendar_no_holidays": N_("{year} 年没有写明任何放假日，请核对内容是否完整。"),
    "calendar_day_outside_year": N_(
        "{day} 不在 {year} 年之内。跨年的放假日和上班日，请写进那一天所在年份的放假安排，再载入那一年。"
    ),
    "calendar_day_twice": N_("{year} 年放假安排有误：{day} 既是放假日又是上班日，请核对。"),
    "calendar_makeup_on_weekday": N_("{year} 年放假安排有误：{day} 本来就是工作日，不能列为调休上班日，请核对。"),
    "calendar_name_missing": N_("没有看到“{name}”的安排。请粘贴通知全文，七个节日都要有。"),
    "calendar_entry_unread": N_("没有读懂“{name}”一条的放假日期，请对照原文核对，或者改用 YAML 文件。"),
    "calendar_makeup_unread": N_("没有读懂“…{printed}”中的上班日期，请对照原文核对，或者改用 YAML 文件。"),
    "calendar_weekday_wrong": N_("{day} 是星期{weekday}，通知里写的是星期{said}，请核对年份和日期。"),
    "calendar_days_do_not_add_up": N_("“{printed}”写明共 {said} 天，按日期数是 {counted} 天，请核对原文。"),
    "calendar_not_all_places": N_(
        "放假安排对全部地区生效，须由管辖范围覆盖全部地区的办公室主任载入，或者由系统运维人员用命令载入。请与上级领导小组办公室联系。"
    ),
    "calendar_moved_since": N_("预览以后又有期限发生变动，尚未载入。请重新核对下面的清单，再确认载入。"),
}
