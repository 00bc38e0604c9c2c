"""The report of a unit: written, kept, sent, read."""

import io
import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.factories import PDF, Factory, day
from tests.services.test_exemptions import waived
from tests.web.conftest import Browser, words
from tracker.models import Evidence, Update
from tracker.rules.statuses import UpdateKind

ClientAs = Callable[[str], Browser]
REPORT = {
    "kind": "progress", "percent": "45", "narrative": "新增普惠托位 **120** 个。", "problems": "", "next_step": "验收二期。",
}  # fmt: skip


def file(name: str, data: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def reports(factory: Factory) -> list[Update]:
    with factory.database.reading() as session:
        return list(session.scalars(select(Update).order_by(Update.id)))


def evidence_names(factory: Factory) -> list[str]:
    with factory.database.reading() as session:
        return list(session.scalars(select(Evidence.name).order_by(Evidence.id)))


def form_of(factory: Factory, task_id: int, who: str = "liaison", period: str = "2025-03") -> str:
    return f"/assignments/{factory.share(task_id, who)}/updates/{period}"


def test_the_form_begins_with_what_was_last_accepted(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", percent=30, narrative="已选定 **三处** 场地。")
    page = client_as("liaison").get(form_of(factory, task_id))
    text = page.get_data(as_text=True)
    assert "已选定 **三处** 场地。</textarea>" in text.replace("\r\n", "")
    assert "<strong>三处</strong>" in text  # and beside it as it was shown
    assert 'value="30"' in text
    assert "2025-03-25 截止" in words(page)


def test_why_there_was_nothing_new_is_not_carried_into_the_next_period(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", kind=UpdateKind.NOTHING_NEW, narrative="等待批复。", evidence=False)
    form = client_as("liaison").get(form_of(factory, task_id)).get_data(as_text=True)
    assert "等待批复。</textarea>" not in form
    assert "等待批复。" in form  # beside it, as the report before


def test_a_draft_keeps_the_text_and_several_files(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("liaison")
    files = [file("验收单.pdf"), file("名单.txt", "一、某某幼儿园".encode())]
    seen = browser.post(form_of(factory, task_id), {**REPORT, "do": "save", "files": files, "fact_on": "2025-03-03"}, follow=True)
    assert "草稿已保存" in words(seen)
    assert "已附材料（2 个）" in words(seen)
    assert [(row.state, row.percent) for row in reports(factory)] == [("draft", 45)]
    assert evidence_names(factory) == ["验收单.pdf", "名单.txt"]


def test_sending_goes_to_the_head_of_the_unit_first(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    seen = client_as("liaison").post(form_of(factory, task_id), {**REPORT, "do": "send"}, follow=True)
    assert "已送单位负责人审核" in words(seen)
    assert [row.state for row in reports(factory)] == ["unit_review"]


def test_sending_goes_to_the_office_where_the_unit_has_no_head(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("joint_liaison")
    seen = browser.post(form_of(factory, task_id, "joint_liaison"), {**REPORT, "do": "send"}, follow=True)
    assert "已报送领导小组办公室" in words(seen)


def test_what_was_sent_is_read_only_and_rendered(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("liaison")
    shown = browser.post(form_of(factory, task_id), {**REPORT, "do": "send"}, follow=True).get_data(as_text=True)
    assert "<strong>120</strong>" in shown
    assert "<textarea" not in shown
    assert browser.get(form_of(factory, task_id)).status_code == 302  # the form leads to the page of the report


def test_script_in_a_report_does_not_reach_the_page(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    bad = {**REPORT, "narrative": "<script>alert(1)</script>[点我](javascript:alert(1))", "do": "save"}
    browser = client_as("liaison")
    browser.post(form_of(factory, task_id), bad)
    page = browser.get(f"/updates/{reports(factory)[0].id}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "javascript:" not in page


def test_a_refused_file_is_named_and_the_rest_is_kept(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    files = [file("验收单.pdf"), file("工具.exe", b"MZ\x90\x00" + b"\x00" * 60), file("空.pdf", b"")]
    answer = client_as("liaison").post(form_of(factory, task_id), {**REPORT, "do": "send", "files": files})
    assert answer.status_code == 400
    assert "文件“工具.exe”的内容不是可以上传的类型" in words(answer)
    assert "文件“空.pdf”是空的" in words(answer)
    assert "已附材料（1 个）" in words(answer)
    assert [(row.state, row.narrative) for row in reports(factory)] == [("draft", REPORT["narrative"])]


def test_a_bad_figure_is_shown_again_and_the_rest_is_kept(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    bad = {**REPORT, "percent": "一半", "do": "send", "files": [file("验收单.pdf")]}
    answer = client_as("liaison").post(form_of(factory, task_id), bad)
    assert answer.status_code == 400
    assert words(answer).count("请填写 0 到 100 之间的整数") == 2  # at the head of the form and at the field
    assert 'value="一半"' in answer.get_data(as_text=True)
    assert [(row.state, row.percent, row.next_step) for row in reports(factory)] == [("draft", 0, "验收二期。")]
    assert evidence_names(factory) == ["验收单.pdf"]


def test_an_empty_report_is_refused_with_the_rule_and_kept(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    answer = client_as("liaison").post(form_of(factory, task_id), {**REPORT, "narrative": " ", "do": "send"})
    assert answer.status_code == 409
    assert "还没有填写进展情况" in words(answer)
    assert "没有写出具体做了什么" not in words(answer)
    assert "验收二期。" in answer.get_data(as_text=True)


def test_nothing_new_needs_no_figure_but_a_reason(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    answer = client_as("liaison").post(form_of(factory, task_id), {"kind": "nothing_new", "do": "send"})
    assert "请选择“无进展”并说明原因" in words(answer)
    client_as("liaison").post(form_of(factory, task_id), {"kind": "nothing_new", "narrative": "等待批复。", "do": "send"})
    assert [(row.kind, row.state) for row in reports(factory)] == [("nothing_new", "unit_review")]


def test_before_signing_the_form_says_why_nothing_can_be_sent(factory: Factory, client_as: ClientAs, issued_task: int) -> None:
    page = client_as("liaison").get(form_of(factory, issued_task))
    assert "该任务尚未签收，请先签收，再填报进展" in words(page)
    assert '<button class="button button-primary" disabled>报送</button>' in page.get_data(as_text=True)


def test_a_returned_report_is_mended_with_its_reason_in_sight(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.returned(task_id, reason="验收单没有盖章")
    browser = client_as("liaison")
    page = browser.get(form_of(factory, task_id))
    assert "验收单没有盖章" in words(page)
    assert "已新增普惠托位 120 个。" in page.get_data(as_text=True)
    browser.post(form_of(factory, task_id), {**REPORT, "do": "send"})
    assert [(row.version, row.state) for row in reports(factory)] == [(1, "returned"), (2, "unit_review")]
    assert evidence_names(factory) == ["验收单.pdf", "验收单.pdf"]


def test_removing_a_file_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    update_id = factory.draft(task_id)
    with factory.database.reading() as session:
        evidence_id = session.get_one(Update, update_id).evidence[0].id
    seen = client_as("liaison").post(form_of(factory, task_id), {**REPORT, "remove": str(evidence_id)}, follow=True)
    assert evidence_names(factory) == []
    assert "新增普惠托位 **120** 个。" in seen.get_data(as_text=True)


def test_a_report_already_on_its_way_is_not_written_over(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.submitted(task_id)
    answer = client_as("liaison").post(form_of(factory, task_id), {**REPORT, "do": "save"})
    assert answer.status_code == 409
    assert "正在审核，暂不能修改" in words(answer)
    assert "验收二期。" in answer.get_data(as_text=True)


def test_periods_owed_can_be_chosen(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged(issue_at=day(2025, 1, 6))
    text = client_as("liaison").get(form_of(factory, task_id)).get_data(as_text=True)
    for period in ("2025-01", "2025-02", "2025-03"):
        assert f"/updates/{period}" in text


def test_a_period_that_is_none_or_has_not_come_is_refused(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser = client_as("liaison")
    assert browser.get(form_of(factory, task_id, period="昨天")).status_code == 404
    assert browser.post(form_of(factory, task_id, period="2025-12"), {**REPORT, "do": "save"}).status_code == 400
    assert reports(factory) == []


def test_other_units_cannot_write_or_read_a_draft(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    update_id = factory.draft(task_id)
    assert client_as("joint_liaison").get(form_of(factory, task_id)).status_code == 403
    assert client_as("other_liaison").get(form_of(factory, task_id)).status_code == 404
    for who in ("joint_liaison", "other_liaison", "clerk", "leader", "outside_clerk"):
        assert client_as(who).get(f"/updates/{update_id}").status_code == 404, who


def test_a_sent_report_is_read_by_office_leader_and_lead_unit_only(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    of_lead, of_joint = factory.submitted(task_id), factory.submitted(task_id, "joint_liaison")
    for who in ("clerk", "leader", "liaison"):
        assert client_as(who).get(f"/updates/{of_joint}").status_code == 200, who
    for who in ("other_liaison", "outside_clerk"):
        assert client_as(who).get(f"/updates/{of_joint}").status_code == 404, who
    assert client_as("joint_liaison").get(f"/updates/{of_lead}").status_code == 404


def test_the_pages_of_a_report_cost_the_same_however_long_its_history(
    factory: Factory, client_as: ClientAs, statements: Callable[[], Any]
) -> None:
    task_id = factory.acknowledged(issue_at=day(2024, 1, 2))
    browser = client_as("liaison")

    def cost() -> int:
        with statements() as sent:
            assert browser.get(form_of(factory, task_id)).status_code == 200
        return len(sent)

    factory.accepted(task_id, period="2024-06")
    few = cost()
    for month in range(7, 13):
        factory.accepted(task_id, period=f"2024-{month:02d}")
    assert cost() == few


def test_what_is_typed_is_kept_by_itself(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser, form = client_as("liaison"), form_of(factory, task_id)
    assert f'data-autosave="{form}/autosave"' in browser.get(form).get_data(as_text=True)
    answer = browser.post(f"{form}/autosave", {**REPORT, "began_from": ""})
    assert re.fullmatch(r"已自动保存 \d\d:\d\d", answer.get_json()["said"])
    assert [(row.percent, row.narrative, row.state) for row in reports(factory)] == [(45, REPORT["narrative"], "draft")]
    again = browser.post(
        f"{form}/autosave", {**REPORT, "percent": "五十", "problems": "缺人", "began_from": answer.get_json()["began_from"]}
    )
    assert again.status_code == 200  # what cannot be right waits for the button, the rest is kept
    assert [(row.percent, row.problems) for row in reports(factory)] == [(45, "缺人")]


def test_two_of_a_unit_do_not_write_over_each_other(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    liaison, head, form = client_as("liaison"), client_as("unit_head"), form_of(factory, task_id)
    liaison.get(form)
    head.get(form)
    liaison.post(form, {**REPORT, "began_from": "", "do": "save"})
    assert head.post(f"{form}/autosave", {**REPORT, "narrative": "另一稿。", "began_from": ""}).status_code == 409
    answer = head.post(form, {**REPORT, "narrative": "另一稿。", "began_from": "", "do": "send"})
    assert answer.status_code == 409
    assert "已被本单位其他人（或在另一个窗口）改动" in words(answer)
    page = answer.get_data(as_text=True)
    assert "另一稿。</textarea>" in page.replace("\r\n", "")  # what was typed
    assert "<strong>120</strong>" in page  # beside what is kept
    assert [row.narrative for row in reports(factory)] == [REPORT["narrative"]]
    mark = page.split('name="began_from" type="hidden" value="')[1].split('"')[0]
    head.post(form, {**REPORT, "narrative": "另一稿。", "began_from": mark, "do": "save"})
    assert [row.narrative for row in reports(factory)] == ["另一稿。"]


def test_what_is_accepted_is_not_corrected_by_typing_alone(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id)
    assert "data-autosave=" not in client_as("liaison").get(form_of(factory, task_id)).get_data(as_text=True)


def test_the_saved_draft_shows_what_it_changes_and_what_is_doubtful(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", percent=50, narrative="完成三处选址，签订合作意向书。")
    browser, form = client_as("liaison"), form_of(factory, task_id)
    report = {**REPORT, "narrative": "完成三处选址，签订合作意向书！", "files": [file("验收单.pdf")], "do": "save"}
    page = browser.post(form, report, follow=True)
    seen = words(page)
    assert "50% → 45%" in seen
    assert "<ins>！</ins>" in page.get_data(as_text=True)
    assert "完成比例低于上次采信的填报" in seen
    assert "相同或者几乎相同" in seen
    assert "材料“验收单.pdf”已用于县卫生健康局 2025年2月的填报" in seen


def test_a_report_after_the_cutoff_says_that_it_is_late(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    form = form_of(factory, task_id, period="2025-02")
    browser = client_as("liaison")
    assert "这一期已于 2025-02-25 截止，现在报送按迟报计。" in words(browser.get(form))
    factory.submitted(task_id, period="2025-02")
    [update] = reports(factory)
    assert "迟报：2025-02-25 截止，2025-03-10 报送。" in words(browser.get(f"/updates/{update.id}"))
    clerk = client_as("clerk")
    assert "迟报：2025-02-25 截止，2025-03-10 报送。" in words(clerk.get(f"/reviews/{update.id}"))
    assert "2025年2月 迟报" in words(clerk.get("/reviews"))
    assert "迟报 已报送" in words(clerk.get(f"/tasks/{task_id}"))


def test_correcting_an_accepted_report_is_not_late(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", now=day(2025, 2, 20))
    seen = words(client_as("liaison").get(form_of(factory, task_id, period="2025-02")))
    assert "更正版本" in seen
    assert "按迟报计" not in seen


def test_a_waived_period_says_so(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    waived(factory, task_id)
    assert "这一期免报，可以不报。理由：场地停用整修" in words(client_as("liaison").get(form_of(factory, task_id)))


def test_photographs_are_taken_on_the_spot(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser, form = client_as("liaison"), form_of(factory, task_id)
    assert 'capture="environment"' in browser.get(form).get_data(as_text=True)
    png = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
    browser.post(form, {**REPORT, "photos": [file("现场.png", png)], "do": "save"})
    assert evidence_names(factory) == ["现场.png"]


def test_what_will_be_doubted_is_shown_once_before_it_is_sent(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    browser, form = client_as("liaison"), form_of(factory, task_id)
    report = {**REPORT, "narrative": "正在有序推进。", "do": "send"}
    seen = browser.post(form, report, follow=True)
    assert "还没有报送。请核对下面几点" in words(seen)
    assert "进展情况没有写出具体做了什么" in words(seen)
    assert 'name="checked" value="yes"' in seen.get_data(as_text=True)
    assert [row.state for row in reports(factory)] == ["draft"]
    assert "已送单位负责人审核" in words(browser.post(form, {**report, "checked": "yes"}, follow=True))


def test_the_script_of_the_form_is_told_where_to_go_on(factory: Factory, client_as: ClientAs) -> None:
    path = form_of(factory, factory.acknowledged())
    browser = client_as("liaison")
    answer = browser.post_by_script(path, {**REPORT, "do": "save"})
    assert answer.get_json() == {"go": path}
    assert "草稿已保存" in words(browser.get(path))  # the message waits for the page


def test_what_is_sent_again_because_the_answer_was_lost_has_arrived(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    path, browser = form_of(factory, task_id), client_as("liaison")
    form = {**REPORT, "began_from": "", "do": "send"}
    browser.post(path, form)
    again = browser.post(path, form)
    assert (again.status_code, again.headers["Location"]) == (302, f"/updates/{reports(factory)[0].id}")
    assert browser.post(path, {**form, "narrative": "另一稿。"}).status_code == 409
    assert [row.narrative for row in reports(factory)] == [REPORT["narrative"]]
