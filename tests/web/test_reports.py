"""督查 reports in the browser: drawing one up, editing, approving and issuing it, reading it, taking it away."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from sqlalchemy import select

from tests.factories import PDF, Factory
from tests.web.conftest import Browser, words
from tracker.models import Event, Report, Section
from tracker.rules.report_kinds import ReportKind

ClientAs = Callable[[str], Browser]


def draw(browser: Browser, plan_id: int, as_of: str = "2025-03-10", **asked: str) -> Any:
    browser.get(f"/plans/{plan_id}/reports/new")
    return browser.post(f"/plans/{plan_id}/reports/new", {"as_of": as_of, **asked}, follow=True)


def issue(client_as: ClientAs, found: int) -> Any:
    director = client_as("director")
    director.post(f"/reports/{found}/approve")
    return director.post(f"/reports/{found}/issue", follow=True)


def report_id(factory: Factory) -> int:
    with factory.database.reading() as session:
        return session.scalars(select(Report.id).order_by(Report.id.desc())).first() or 0


def typed(factory: Factory, **over: str) -> dict[str, str]:
    with factory.database.reading() as session:
        report = session.get_one(Report, report_id(factory))
        paper = report.paper
        given = {"title": paper["title"], "addressee": paper["addressee"] or "", "body": paper["body"]}
        return {**given, "began_from": str(report.version), "do": "save", **over}


def test_drawn_report_is_shown_as_a_page_and_listed(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    clerk = client_as("clerk")
    seen = words(draw(clerk, plan_id))
    assert "报告草稿已生成" in seen
    assert "一、总体情况" in seen
    assert "（截至2025年3月10日）" in seen
    listed = words(clerk.get("/reports"))
    assert "示例县托育服务实施方案" in listed
    assert "草稿" in listed


def test_a_report_is_drawn_of_the_kind_and_the_part_that_were_chosen(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id = client_as("clerk"), factory.plan()
    page = clerk.get(f"/plans/{plan_id}/reports/new", kind="brief").get_data(as_text=True)
    assert "section_id:" not in page
    assert "整个方案" not in page
    offered = re.findall(r'value="(task_id:\d+)"', page)
    seen = words(draw(clerk, plan_id, kind="brief", about=offered[0]))
    assert "督查专报" in seen
    with factory.database.reading() as session:
        assert session.get_one(Report, report_id(factory)).about_task_id == int(offered[0].removeprefix("task_id:"))


def test_a_section_without_tasks_is_not_offered(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id = client_as("clerk"), factory.plan()
    with factory.database.transaction() as session:
        session.add(Section(plan_id=plan_id, position=90, number="九", title="没有任务的部分"))
    assert "没有任务的部分" not in words(clerk.get(f"/plans/{plan_id}/reports/new", kind="special"))


def test_the_kind_is_chosen_first(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id = client_as("clerk"), factory.plan()
    page = clerk.get(f"/plans/{plan_id}/reports/new").get_data(as_text=True)
    assert [f"kind={kind}" in page for kind in ReportKind] == [True] * len(ReportKind)
    assert "task_id:" not in clerk.get(f"/plans/{plan_id}/reports/new", kind="monthly").get_data(as_text=True)


def test_a_kind_that_does_not_fit_what_it_is_on_is_refused_with_a_sentence(factory: Factory, client_as: ClientAs) -> None:
    answer = draw(client_as("clerk"), factory.plan(), kind="unit_yearly")
    assert answer.status_code == 400
    assert "单位年度报告须选定一个单位" in words(answer)


def test_the_office_edits_the_director_approves_and_issues(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found = report_id(factory)
    edited = typed(factory, body=typed(factory)["body"] + "\n\n请各单位抓好落实。")
    assert "报告已保存" in words(clerk.post(f"/reports/{found}/edit", edited, follow=True))
    seen = words(issue(client_as, found))
    assert "报告已编号印发" in seen
    assert "〔2025〕1号" in seen
    assert "请各单位抓好落实。" in seen
    assert "核验一致" in words(clerk.post(f"/reports/{found}/verify", follow=True))
    assert clerk.get(f"/reports/{found}/edit").status_code == 409


def test_a_wrong_figure_is_told_beside_the_text_that_was_typed(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    answer = clerk.post(f"/reports/{report_id(factory)}/edit", typed(factory, body="全部任务[99](ref:scope.tasks)项。"))
    assert answer.status_code == 400
    assert "正文写的是“99”" in words(answer)
    assert "[99](ref:scope.tasks)" in answer.get_data(as_text=True)


def test_who_saves_over_another_keeps_the_text_and_sees_that_of_the_other(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found, mine = report_id(factory), typed(factory, body="我的文字。")
    clerk.post(f"/reports/{found}/edit", typed(factory, body="别人的文字。"))
    answer = client_as("director").post(f"/reports/{found}/edit", mine)
    assert answer.status_code == 409
    seen = words(answer)
    assert "您的文字没有保存" in seen
    assert "我的文字。" in seen
    assert "别人的文字。" in seen
    over = {**mine, "do": "over", "newest": typed(factory)["began_from"]}
    assert "报告已保存" in words(client_as("director").post(f"/reports/{found}/edit", over, follow=True))


def test_what_is_typed_is_shown_without_being_saved(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found = report_id(factory)
    said = typed(factory, body="试写一段。<script>alert(1)</script>", do="preview")
    assert "试写一段。" in words(clerk.post(f"/reports/{found}/edit", said))
    answer = clerk.post(f"/reports/{found}/preview", said).get_json()
    assert "试写一段。" in answer["html"]
    assert "<script" not in answer["html"]
    assert "试写一段" not in typed(factory)["body"]


def test_the_editor_saves_while_one_types(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found, first = report_id(factory), typed(factory, body="第一段。")
    answer = clerk.post(f"/reports/{found}/autosave", first)
    assert answer.get_json()["began_from"] == "2"
    wrong = clerk.post(f"/reports/{found}/autosave", typed(factory, body="[7](ref:no)"))
    assert (wrong.status_code, "没有保存" in wrong.get_json()["said"]) == (200, True)
    assert clerk.post(f"/reports/{found}/autosave", first).status_code == 409
    assert typed(factory)["body"] == "第一段。"


def test_a_figure_leads_to_the_rows_behind_it(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    page = draw(clerk, factory.plan()).get_data(as_text=True)
    link = re.search(r'id="(figure-\d+)" href="([^"]+figure\?key=scope\.tasks[^"]+)"', page)
    assert link
    seen = clerk.get(f"/reports/{report_id(factory)}/figure", key="scope.tasks", back=link[1])
    assert link[2] == f"/reports/{report_id(factory)}/figure?key=scope.tasks&amp;back={link[1]}"
    assert "全部任务" in words(seen)
    assert "增加托位供给" in words(seen)
    assert 'href="/tasks/' in seen.get_data(as_text=True)
    assert f'href="/reports/{report_id(factory)}#{link[1]}"' in seen.get_data(as_text=True)
    assert clerk.get(f"/reports/{report_id(factory)}/figure", key="no.such").status_code == 404
    every = clerk.get(f"/reports/{report_id(factory)}/sources")
    assert "全部任务" in words(every)
    assert f'href="/reports/{report_id(factory)}/figure?key=scope.tasks"' in every.get_data(as_text=True)


def test_a_correction_is_drafted_and_the_old_report_says_so(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found = report_id(factory)
    issue(client_as, found)
    assert "更正的草稿已生成" in words(clerk.post(f"/reports/{found}/correct", follow=True))
    assert "更正〔2025〕1号（2025年3月10日印发）" in words(issue(client_as, report_id(factory)))
    assert "这份报告已由〔2025〕2号（2025年3月10日印发）更正" in words(clerk.get(f"/reports/{found}"))
    names = [unquote(clerk.get(f"/reports/{one}/md").headers["Content-Disposition"]) for one in (found, report_id(factory))]
    assert [name.endswith("督查报告（更正）.md") for name in names] == [False, True]


def test_the_file_put_back_is_shown_and_given_out(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    found = report_id(factory)
    answer = clerk.post(f"/reports/{found}/files", {"file": (BytesIO(PDF), "定稿.pdf")}, follow=True)
    assert "定稿文件已上传" in words(answer)
    path = re.search(r'href="(/reports/files/\d+)"', answer.get_data(as_text=True))
    assert path
    assert clerk.get(path[1]).data == PDF
    assert clerk.post(f"/reports/{found}/files", {"file": (BytesIO(b"MZ"), "定稿.docx")}).status_code == 409


def test_report_goes_out_in_each_form_and_that_is_kept_in_the_history(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    answer = clerk.get(f"/reports/{report_id(factory)}/docx")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert clerk.get(f"/reports/{report_id(factory)}/md").get_data(as_text=True).startswith("# ")
    assert clerk.get(f"/reports/{report_id(factory)}/html").get_data(as_text=True).startswith("<!doctype html>")
    with factory.database.reading() as session:
        assert len(session.scalars(select(Event).where(Event.action == "download")).all()) == 3


def test_unknown_form_is_not_found(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    draw(clerk, factory.plan())
    assert clerk.get(f"/reports/{report_id(factory)}/exe").status_code == 404


def test_report_on_a_day_to_come_is_refused_with_a_sentence(factory: Factory, client_as: ClientAs) -> None:
    answer = draw(client_as("clerk"), factory.plan(), "2025-04-01")
    assert answer.status_code == 400
    assert "不能晚于今天" in words(answer)
    assert 'value="2025-04-01"' in answer.get_data(as_text=True)


def test_leader_reads_what_is_approved_and_no_drafts_and_units_do_not(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    draw(client_as("clerk"), plan_id)
    found = report_id(factory)
    assert client_as("leader").get(f"/reports/{found}").status_code == 404
    issue(client_as, found)
    assert client_as("leader").get(f"/reports/{found}").status_code == 200
    assert client_as("leader").get(f"/plans/{plan_id}/reports/new").status_code == 403
    assert client_as("liaison").get(f"/reports/{found}").status_code == 403
    assert client_as("outside_clerk").get(f"/reports/{found}").status_code == 404


def test_drafts_that_wait_stand_on_the_board(factory: Factory, client_as: ClientAs) -> None:
    draw(client_as("clerk"), factory.plan())
    assert "待审定的报告 1 件" in words(client_as("director").get("/board"))


def test_the_list_is_narrowed_by_plan_kind_and_state(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id = client_as("clerk"), factory.plan()
    draw(clerk, plan_id, kind="monthly")
    assert "月度小结" in words(clerk.get("/reports", kind="monthly", state="draft", plan=plan_id))
    assert "没有符合条件的报告" in words(clerk.get("/reports", kind="bulletin"))
    assert "没有符合条件的报告" in words(clerk.get("/reports", state="issued"))


def test_list_of_reports_costs_the_same_for_few_and_many(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    plan_id = factory.plan()
    clerk = client_as("clerk")
    draw(clerk, plan_id)
    with statements() as few:
        clerk.get("/reports")
    for day in range(1, 11):
        draw(clerk, plan_id, f"2025-03-{day:02d}")
    with statements() as many:
        clerk.get("/reports")
    assert len(many) == len(few)
