"""The wording of digests."""

from datetime import date

from tracker.notify.letters import SMS_LENGTH, letter, short_text, word_of_the_day
from tracker.rules.digests import Band, Contents, Line, Tally

DAY = date(2025, 11, 21)
URL = "http://tracker.shili.example"
PLAN = "示例县托育服务实施方案"


def line(band: Band = Band.OVERDUE, title: str = "逾期 3 个工作日：增加托位供给", **over: object) -> Line:
    given: dict[str, object] = {
        "body": "《…》任务“增加托位供给”已于2025年11月18日到期，逾期 3 个工作日（3 天）。请尽快办结。", "path": "/tasks/7",
        "post": "您是县卫生健康局单位联络员", "part": "贵单位牵头", "plan": PLAN, "due_on": date(2025, 11, 18),
    }  # fmt: skip
    return Line(band, title, **given | over)  # type: ignore[arg-type]


def digest(*lines: Line, urgent: bool = False, **more: int) -> Contents:
    counts = {band: [item.band for item in lines].count(band) + more.get(band.name, 0) for band in Band}
    return Contents(DAY, urgent, lines, {band: number for band, number in counts.items() if number})


def test_one_message_is_its_own_subject() -> None:
    assert letter(digest(line()), URL).subject == "【落实台】逾期 3 个工作日：增加托位供给"


def test_the_subject_of_several_counts_what_presses() -> None:
    written = letter(digest(line(), line(), line(Band.TODAY), line(Band.NEWS)), URL)
    assert written.subject == "【落实台】2 项已逾期、1 项今天到期，共 4 项"


def test_where_nothing_presses_the_first_message_is_the_subject() -> None:
    written = letter(digest(line(Band.SOON, "还有 5 个工作日到期：建托育园"), line(Band.NEWS)), URL)
    assert written.subject == "【落实台】还有 5 个工作日到期：建托育园（另有 1 项）"


def test_the_subject_of_one_message_says_how_it_presses() -> None:
    report = "请报送2025年11月进展：建托育园"
    subjects = [letter(digest(line(band, report)), URL).subject for band in (Band.SOON, Band.TODAY, Band.OVERDUE)]
    assert subjects == [f"【落实台】{said}{report}" for said in ("", "今天到期：", "已逾期：")]
    assert letter(digest(line(Band.TODAY, "今天到期：建托育园")), URL).subject == "【落实台】今天到期：建托育园"


def test_where_only_one_presses_it_is_the_subject() -> None:
    assert letter(digest(line(), line(Band.SOON)), URL).subject == "【落实台】逾期 3 个工作日：增加托位供给（另有 1 项）"


def test_where_all_press_the_subject_counts_once() -> None:
    assert letter(digest(line(), line()), URL).subject == "【落实台】2 项已逾期"


def test_what_is_due_tomorrow_says_so() -> None:
    assert "时限 11月22日（明天） · " in letter(digest(line(Band.SOON, due_on=date(2025, 11, 22))), URL).text


def test_what_presses_and_what_may_have_come_before_say_so_first() -> None:
    written = letter(digest(line(Band.NEWS, "请签收督办单"), urgent=True), URL, may_repeat=True)
    assert written.subject == "（可能重复）【落实台】紧急：请签收督办单"
    assert "您可能已经收到过这一封" in written.text
    assert "您可能已经收到过这一封" in written.html


def test_a_line_says_what_when_why_what_to_do_and_where() -> None:
    text = letter(digest(line(), line(Band.TODAY, "今天到期：建托育园", plan="另一方案")), URL).text
    assert (
        "【已逾期（1）】\n\n1. 逾期 3 个工作日：增加托位供给\n"
        f"   时限 11月18日 · 贵单位牵头 · 《{PLAN}》\n"
        "   请尽快办结。\n   http://tracker.shili.example/tasks/7\n\n【今天到期（1）】\n\n2. 今天到期"
    ) in text


def test_what_people_wrote_stays_in_the_house() -> None:
    news = line(Band.NEWS, "进展被退回，请补充后重新报送", body="王某的说明不清楚。", about="增加托位供给")
    written = letter(digest(news), URL)
    assert written.subject == "【落实台】进展被退回，请补充后重新报送：增加托位供给"
    assert "王某" not in written.text + written.html + written.short


def test_what_all_have_in_common_is_said_once() -> None:
    text = letter(digest(line(), line()), URL).text
    assert "。您是县卫生健康局单位联络员。出自《示例县托育服务实施方案》。\n" in text
    assert (text.count(PLAN), text.count("单位联络员")) == (1, 1)


def test_thirty_of_one_kind_are_thirty_titles_below_one_sentence() -> None:
    soon = {"body": "《…》任务“某事”将于2025年11月28日到期。请抓紧办理。", "due_on": date(2025, 11, 28)}
    many = [line(Band.SOON, f"还有 5 个工作日到期：第{n}件", **soon) for n in range(20)]
    parts = {"part": "贵单位配合"}
    written = letter(
        digest(*many, line(Band.SOON, "还有 5 个工作日到期：别的", **soon | parts), line(Band.SOON, **soon), SOON=8), URL
    )
    said = "以下 21 项：还有 5 个工作日到期（时限 11月28日）。请抓紧办理。"
    assert f"【即将到期（30）】\n\n{said}\n\n1. 第0件\n   贵单位牵头\n   {URL}/tasks/7\n\n2. 第1件" in written.text
    assert "21. 别的\n   贵单位配合\n" in written.text
    assert "22. 逾期 3 个工作日：增加托位供给\n   时限 11月28日 · 贵单位牵头\n   请抓紧办理。\n" in written.text
    assert written.html.count("请抓紧办理") == written.text.count("请抓紧办理") == 2
    assert written.html.count("还有 5 个工作日到期") == 1


def test_what_waits_without_a_limit_is_not_called_overdue() -> None:
    written = letter(digest(line(Band.WAITING, "退回的进展请修改后重新报送：建托育园")), URL)
    assert "【待办理（1）】" in written.text
    assert "11月18日起" in written.text


def test_what_presses_is_not_for_information() -> None:
    assert "【请尽快办理（1）】" in letter(digest(line(Band.NEWS), urgent=True), URL).text


def test_what_is_not_listed_is_counted() -> None:
    assert "另有 7 项没有列出" in letter(digest(line(), SOON=7), URL).text


def test_nothing_in_a_title_becomes_markup() -> None:
    html = letter(digest(line(title="<img src=x onerror=alert(1)>")), URL).html
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_html_fetches_nothing() -> None:
    html = letter(digest(line(), line(Band.TODAY)), URL).html
    assert not any(word in html for word in ("src=", "url(", "<link", "<script", "<style", "@import"))


def test_a_text_message_is_one_text_message() -> None:
    many = digest(*(line(band) for band in Band), OVERDUE=1200, TODAY=300, SOON=8000, urgent=True)
    assert short_text(digest(line(), line(Band.TODAY)), URL) == f"【落实台】您有1项已逾期、1项今天到期，请登录办理：{URL}/inbox"
    assert len(short_text(many, URL)) <= SMS_LENGTH
    assert short_text(many, "https://" + "a" * 80).endswith("a/inbox")


def test_an_urgent_text_message_says_what_came_and_until_when_but_not_the_matter() -> None:
    order = line(Band.NEWS, "请答复：督办单〔2025〕2号（清理生育限制规定）", due_on=date(2025, 11, 25))
    assert short_text(digest(order, urgent=True), URL) == f"【落实台】紧急：请答复，时限11月25日，请登录办理：{URL}/inbox"
    received = digest(line(Band.NEWS, "收到督办单〔2025〕1号（黄色）", due_on=date(2025, 11, 24)), order, urgent=True)
    near = "http://t.cn"
    assert (
        short_text(received, near)
        == f"【落实台】紧急：收到督办单〔2025〕1号（黄色），时限11月24日，共2项，请登录办理：{near}/inbox"
    )
    assert short_text(received, URL) == f"【落实台】紧急：收到督办单〔2025〕1号（黄色），请登录：{URL}/inbox"


def test_the_word_of_the_day_is_counts_and_an_address() -> None:
    written = word_of_the_day(Tally(DAY, {Band.OVERDUE: 2, Band.SOON: 1}), URL)
    assert written.short == f"【落实台】11月21日提醒：2 项已逾期，1 项即将到期。请有关单位登录落实台办理。\n{URL}/inbox"
