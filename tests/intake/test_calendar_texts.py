"""Notices on public holidays as offices paste them: invented years in the wordings of 2020 to 2026, and what is wrong in others."""

from datetime import date

import pytest

from tracker.intake.calendar_texts import read_calendar
from tracker.rules.refusals import RuleViolation

HEAD = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
现将元旦、春节、清明节、劳动节、端午节、中秋节和国庆节的安排通知如下：
"""
ENTRIES = {
    "元旦": "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n",
    "春节": "二、春节：2月5日（农历除夕、周五）至11日（农历初六、周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。\n",
    "清明": "三、清明节：4月3日至5日放假，共3天。\n",
    "劳动": "四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。\n",
    "端午": "五、端午节：6月9日（星期三）放假1天，不调休。\n",
    "中秋": "六、中秋节：9月15日放假，共1天。\n",
    "国庆": "七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。\n",
}
TAIL = "鼓励各单位结合实际安排职工在2月4日休息。节假日期间，各地区、各部门要妥善安排好值班。\n"


def notice(**over: str) -> str:
    """The text of a notice of 2027 with some of its entries written otherwise."""
    return HEAD + "".join({**ENTRIES, **over}.values()) + TAIL


def days(month: int, *numbers: int, year: int = 2027) -> set[date]:
    return {date(year, month, number) for number in numbers}


def test_a_notice_gives_the_weekdays_off_and_the_weekend_days_worked() -> None:
    found = read_calendar(notice())
    assert (found.year, found.document, found.official) == (2027, "国办发明电〔2026〕99号", True)
    off = days(1, 1) | days(2, 5, 8, 9, 10, 11) | days(4, 5) | days(5, 3, 4, 5) | days(6, 9) | days(9, 15) | days(10, 1, 4, 5, 6, 7)
    assert {day for day in found.holidays if day.weekday() < 5} == off
    assert days(1, 2, 3) | days(2, 6, 7) < set(found.holidays)
    assert set(found.makeup_days) == days(1, 31) | days(2, 20) | days(4, 25) | days(5, 8) | days(9, 26) | days(10, 9)


@pytest.mark.parametrize(
    ("over", "off", "worked"),
    [
        pytest.param({"元旦": "一、元旦：1月1日放假，与周末连休。"}, days(1, 1), set(), id="joined to the weekend"),
        pytest.param({"元旦": "一、元旦：2027年1月1日（周五）放假1天，不调休。"}, days(1, 1), set(), id="the year said again"),
        pytest.param({"元旦": "一、元旦：2026年12月31日至2027年1月2日放假调休，共3天。"}, None, set(),
                     id="begins in the year before"),
        pytest.param({"端午": "五、端午节：6月9日至6月11日放假调休，共3天。6月12日（星期六）上班。"},
                     days(6, 9, 10, 11), days(6, 12), id="both months said"),
        pytest.param({"端午": "五、端午节：6月7日、6月9日放假，共2天。"}, days(6, 7, 9), set(), id="days in a list"),
        pytest.param({"端午": "五、 端午节: 6月9日(周三)放假, 共 1 天。"}, days(6, 9), set(), id="half-width signs and blanks"),
        pytest.param({"中秋": "", "国庆": "六、国庆节、中秋节：9月29日（周三）至10月6日（周三）放假调休，共8天。"},
                     days(9, 29, 30) | days(10, 1, 4, 5, 6), set(), id="two holidays in one, over the end of a month"),
    ],
)  # fmt: skip
def test_wordings_of_the_notices(over: dict[str, str], off: set[date] | None, worked: set[date]) -> None:
    if off is None:
        with pytest.raises(RuleViolation) as refusal:
            read_calendar(notice(**over))
        assert (refusal.value.code, refusal.value.facts["day"]) == ("calendar_day_outside_year", date(2026, 12, 31))
        return
    changed = "|".join(over)
    plain = read_calendar(notice())
    found = read_calendar(notice(**over))
    months = {day.month for day in off}
    assert {day for day in found.holidays if day.month in months} >= off
    assert set(found.makeup_days) - set(plain.makeup_days) == worked, changed


def test_a_weekend_at_the_turn_of_the_year_is_no_day_of_the_notice() -> None:
    text = notice(元旦="一、元旦：12月31日（周六）至1月2日（周一）放假，共3天。").replace("2027年", "2028年", 1)
    with pytest.raises(RuleViolation, match="calendar_weekday_wrong"):
        read_calendar(text)
    bare = "关于2023年节假日的通知 国办发明电〔2022〕99号\n" + "".join(
        f"{name}：{day}放假。\n"
        for name, day in {
            "元旦": "12月31日（周六）至1月2日（周一）", "春节": "1月21日", "清明节": "4月5日", "劳动节": "5月1日",
            "端午节": "6月22日", "中秋节": "9月29日", "国庆节": "10月1日至3日",
        }.items()
    )  # fmt: skip
    assert read_calendar(bare).holidays[:2] == (date(2023, 1, 1), date(2023, 1, 2))
    assert read_calendar(bare).document == "国办发明电〔2022〕99号"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"端午": ""}, "calendar_name_missing"),
        ({"端午": "五、端午节：另行通知。\n"}, "calendar_entry_unread"),
        ({"端午": "五、端午节：6月9日放假，共3天。\n"}, "calendar_days_do_not_add_up"),
        ({"端午": "五、端午节：6月9日（周四）放假1天。\n"}, "calendar_weekday_wrong"),
        ({"端午": "五、端午节：6月9日放假1天。下一个周六照常上班。\n"}, "calendar_makeup_unread"),
        ({"端午": "五、端午节：6月31日放假1天。\n"}, "calendar_no_such_day"),
        ({"端午": "五、端午节：6月9日放假1天。6月10日上班。\n"}, "calendar_makeup_on_weekday"),
        ({"端午": "五、端午节：6月13日放假1天。6月13日上班。\n"}, "calendar_day_twice"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused(over: dict[str, str], code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_calendar(notice(**over))
    assert refusal.value.code == code


def test_what_the_head_does_not_say_is_taken_from_whoever_pastes() -> None:
    body = "".join(ENTRIES.values())
    with pytest.raises(RuleViolation, match="calendar_year_missing"):
        read_calendar(body)
    with pytest.raises(RuleViolation, match="calendar_document_missing"):
        read_calendar(body, 2027)
    found = read_calendar(body, 2027, "国办发明电〔2026〕99号")
    assert found == read_calendar(notice())


FILE = """year: 2027
document: 国办发明电〔2026〕99号
holidays: [2027-01-01]
makeup_days: []
"""


def test_a_file_in_either_encoding_is_read() -> None:
    found = read_calendar(FILE.encode())
    assert found == read_calendar(FILE.encode("gb18030"))
    assert (found.official, found.holidays) == (True, (date(2027, 1, 1),))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("year: 2027\n  holidays: [", "calendar_yaml"),
        ("year: 2027\nholidays: [2027-02-30]\nmakeup_days: []\ndocument: 一号", "calendar_yaml_day"),
        ("- year: 2027", "calendar_unreadable"),
        ("你好", "calendar_unreadable"),
        ("放假" * 20_000, "calendar_too_long"),
    ],
)
def test_what_is_no_calendar_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        read_calendar(text)
    assert refusal.value.code == code


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RuleViolation, match="calendar_unreadable"):
        read_calendar(b"\xff\xff\xff\x00PK")
