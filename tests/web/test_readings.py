"""Looking a reading over in the browser: text beside tasks, corrections, doubts one at a time, the document by itself."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import ISSUED, Factory
from tests.web.conftest import Browser, words
from tests.web.test_plans import draft_of, upload
from tracker.models import Checklist, ReadingIssue, Task
from tracker.queries.scope import the_plan
from tracker.services import issuing

ClientAs = Callable[[str], Browser]

DOCUMENT = """示例县托育服务实施方案
一、重点任务
（一）增加托位供给。年底前新增普惠托位120个。（牵头单位：县卫健局；责任单位：县民政局）
（二）培训保育人员。每年培训保育人员不少于50人。（责任单位：县卫健局）
（三）公开收费标准。公开各类托育机构的收费标准。公布投诉电话。
二、有关要求
各有关单位要高度重视，认真落实。
"""


def read_in(client_as: ClientAs, factory: Factory, text: str = DOCUMENT) -> tuple[Browser, int, list[int]]:
    """The clerk's browser, the plan that the clerk has just uploaded, and its tasks."""
    clerk = client_as("clerk")
    upload(clerk, text.encode(), "方案.txt")
    return (clerk, *draft_of(factory))


def html(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def form_of(answer: TestResponse, within: str = "data-correcting") -> dict[str, str]:
    """What the browser would send of the page's form: the values of its fields."""
    form = re.search(rf"<form[^>]*{within}.*?</form>", html(answer), re.DOTALL)
    assert form
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s*(.*?)</textarea>', form[0], re.DOTALL):
        found[name] = value
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def correct(clerk: Browser, plan_id: int, task_id: int, follow: bool = True, **changes: str) -> TestResponse:
    """What comes back when the form of a measure is sent with these changes."""
    path = f"/plans/{plan_id}/measures/{task_id}/correct"
    filled = form_of(clerk.get(path))
    return clerk.post(path, {**filled, **changes}, follow=follow)


def waiting(factory: Factory, plan_id: int, code: str | None = None) -> list[int]:
    """The doubts of the plan that wait for an answer, of that code."""
    with factory.database.reading() as session:
        query = select(ReadingIssue.id).where(
            ReadingIssue.plan_id == plan_id, ReadingIssue.settled_at.is_(None), ReadingIssue.severity != "note"
        )
        return list(session.scalars(query.where(ReadingIssue.code == code) if code else query))


def test_text_and_tasks_lead_to_each_other(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    page = html(clerk.get(f"/plans/{plan_id}/check"))
    for task_id in tasks:
        assert f'id="text-{task_id}"' in page
        assert f'href="#text-{task_id}"' in page
        assert f'id="m-{task_id}"' in page
        assert f'href="#m-{task_id}"' in page


def test_text_says_what_each_stretch_became(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    page = html(clerk.get(f"/plans/{plan_id}/check"))
    assert re.search(r'<span class="[^"]*k-lead[^"]*" data-b="牵"[^>]*>县卫健局</span>', page)
    assert re.search(r'<span class="[^"]*k-measure[^"]*" data-b="措"[^>]*>增加托位供给</span>', page)
    assert 'id="kind-lead" checked' in page


def test_whole_text_is_on_the_page_as_it_stands_in_the_file(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    shown = re.search(r'<div class="source" id="text">(.*?)</div></div>', html(clerk.get(f"/plans/{plan_id}/check")), re.DOTALL)
    assert shown
    assert re.sub(r"<[^>]*>", "", shown[1]).strip() == DOCUMENT.strip()


def test_doubt_is_marked_in_the_text_until_it_is_settled(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    issue_id = waiting(factory, plan_id, "no_unit")[0]
    assert f'id="doubt-{issue_id}"' in html(clerk.get(f"/plans/{plan_id}/check"))
    clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"answer": "checked"})
    assert f'id="doubt-{issue_id}"' not in html(clerk.get(f"/plans/{plan_id}/check"))


def test_office_corrects_what_was_read_and_comes_back_to_it(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    changes = {
        "title": "培训托育人员",
        "lead": "县民政局",
        "responsible": "县卫健局、县教育局",
        "due_on": "2025-10-31",
        "is_ongoing": "",
    }
    answer = correct(clerk, plan_id, tasks[1], follow=False, **changes)
    assert answer.headers["Location"].endswith(f"/plans/{plan_id}/check#m-{tasks[1]}")
    seen = words(clerk.get(f"/plans/{plan_id}/check"))
    assert "（二）培训托育人员 牵头 县民政局 责任 县卫生健康局、县教育局 时限 2025-10-31" in seen


def test_saving_a_form_that_nobody_changed_changes_nothing(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    path = f"/plans/{plan_id}/measures/{tasks[0]}/correct"
    filled = form_of(clerk.get(path))
    with statements() as sent:
        assert clerk.post(path, filled).status_code == 302
    assert not [statement for statement in sent if statement.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_figures_are_corrected_added_and_taken_out(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    page = clerk.get(f"/plans/{plan_id}/measures/{tasks[0]}/correct")
    read = [name for name in form_of(page) if re.fullmatch(r"figures-\d-name", name)]
    assert len(read) == 3  # the one that was read, and two blank rows
    added = {
        "figures-1-name": "示范托育机构",
        "figures-1-value": "2",
        "figures-1-quantity_unit": "家",
        "figures-1-comparison": ">=",
    }
    seen = words(correct(clerk, plan_id, tasks[0], **{"figures-0-value": "130"}, **added))
    assert "130个" in seen
    assert "示范托育机构 ≥ 2家" in seen
    assert "示范托育机构" not in words(correct(clerk, plan_id, tasks[0], **{"figures-1-name": ""}))


def test_figure_that_is_no_number_is_refused_in_plain_words(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    answer = correct(clerk, plan_id, tasks[0], **{"figures-0-value": "约100"})
    assert answer.status_code == 400
    assert "量化指标 ：不是有效的" in words(answer)
    assert "Not a valid" not in words(answer)


def test_measure_is_divided_into_clauses_by_its_own_words(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    clauses = {
        "clauses-0-text": "公开各类托育机构的收费标准。", "clauses-0-lead": "县教育局",
        "clauses-1-text": "公布投诉电话。", "clauses-1-lead": "县民政局",
    }  # fmt: skip
    seen = words(correct(clerk, plan_id, tasks[2], **clauses))
    assert "事项 1：公开各类托育机构的收费标准。 牵头 县教育局 事项 2：公布投诉电话。 牵头 县民政局" in seen


def test_clause_that_quotes_other_words_is_refused_and_kept(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    answer = correct(clerk, plan_id, tasks[2], **{"clauses-1-text": "文中没有的话", "clauses-1-lead": "县教育局"})
    assert answer.status_code == 400
    assert "在这条措施里没有找到" in words(answer)
    assert "文中没有的话" in html(answer)


def test_time_limit_is_typed_by_hand(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    limit = {"limits-0-kind": "working_days", "limits-0-count": "5", "limits-0-day_kind": "工作日", "limits-0-event": "受理"}
    assert "受理后 5 个工作日内" in words(correct(clerk, plan_id, tasks[2], **limit))


def test_refused_correction_keeps_what_was_typed(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    answer = correct(clerk, plan_id, tasks[2], title="公开价目", due_on="2025-10-31", is_ongoing="y")
    assert answer.status_code == 400
    assert "长期坚持的任务没有完成时限" in words(answer)
    assert 'value="公开价目"' in html(answer)


def test_what_is_no_measure_is_taken_out_and_can_be_made_one_again(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    clerk.get(f"/plans/{plan_id}/measures/{tasks[2]}/correct")
    answer = clerk.post(f"/plans/{plan_id}/measures/{tasks[2]}/drop", {"reason": "只是提醒"}, follow=True)
    assert "读出 2 条措施" in words(answer)
    assert "因为只是提醒" in words(answer)
    asked = clerk.get(f"/plans/{plan_id}/measures/new", first="（三）", last="投诉电话。")
    made = clerk.post(f"/plans/{plan_id}/measures/new", form_of(asked), follow=True)
    assert "读出 3 条措施" in words(made)
    assert "（三）公开收费标准" in words(made)


def test_stretch_that_is_not_in_the_text_is_not_made_a_measure(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    answer = clerk.get(f"/plans/{plan_id}/measures/new", first="文中没有", last="的话")
    assert answer.status_code == 400
    assert "没有在原文里找到这段文字" in words(answer)


def test_header_of_the_plan_is_corrected(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    filled = form_of(clerk.get(f"/plans/{plan_id}/header"))
    seen = words(clerk.post(f"/plans/{plan_id}/header", {**filled, "document_number": "示政办〔2025〕3号"}, follow=True))
    assert "发文字号 示政办〔2025〕3号" in seen


def test_doubts_are_settled_one_after_the_other(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    ids = waiting(factory, plan_id)
    assert len(ids) > 1
    for number in range(len(ids), 0, -1):
        page = clerk.get(f"/plans/{plan_id}/doubts")
        assert f"还有 {number} 处待确认" in words(page)
        action = re.search(r'action="(/plans/\d+/doubts/\d+)"', html(page))
        assert action
        clerk.post(action[1], {"answer": "checked"})
    done = words(clerk.get(f"/plans/{plan_id}/doubts"))
    assert "没有待确认的地方了" in done
    assert "去交办" in done


def test_answer_is_taken_back(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    ids = waiting(factory, plan_id)
    page = clerk.post(f"/plans/{plan_id}/doubts/{ids[0]}", {"answer": "checked"}, follow=True)
    assert f'action="/plans/{plan_id}/doubts/{ids[0]}/reopen"' in html(page)
    clerk.post(f"/plans/{plan_id}/doubts/{ids[0]}/reopen")
    assert ids[0] in waiting(factory, plan_id)


def test_missing_day_is_filled_in_where_it_is_asked_for(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    issue_id = waiting(factory, plan_id, "deadline_year")[0]
    clerk.get(f"/plans/{plan_id}/doubts", at=issue_id)
    clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"due_on": "2025-12-31"})
    assert waiting(factory, plan_id, "deadline_year") == []
    with factory.database.reading() as session:
        assert str(session.get_one(Task, tasks[0]).due_on) == "2025-12-31"


def test_missing_units_are_filled_in_where_they_are_asked_for(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    issue_id = waiting(factory, plan_id, "no_unit")[0]
    assert "填写单位" in words(clerk.get(f"/plans/{plan_id}/doubts", at=issue_id))
    clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"lead": "县教育局", "responsible": "县民政局"})
    assert issue_id not in waiting(factory, plan_id)
    assert "（三）公开收费标准 牵头 县教育局 责任 县民政局" in words(clerk.get(f"/plans/{plan_id}/check"))


def test_correction_opened_from_a_doubt_settles_it_and_goes_on(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    issue_id = waiting(factory, plan_id, "no_unit")[0]
    path = f"/plans/{plan_id}/measures/{tasks[2]}/correct?doubt={issue_id}"
    answer = clerk.post(path, {**form_of(clerk.get(path.split("?")[0])), "responsible": "县民政局"})
    assert f"/plans/{plan_id}/doubts" in answer.headers["Location"]
    assert issue_id not in waiting(factory, plan_id)


def test_empty_answer_is_refused_with_a_sentence(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, _ = read_in(client_as, factory)
    issue_id = waiting(factory, plan_id)[0]
    assert "请选择一个答复" in words(clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {}))
    assert "没有这个答复" in words(clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"answer": "perhaps"}))


def test_name_is_told_to_be_a_known_unit_or_another(factory: Factory, client_as: ClientAs) -> None:
    text = DOCUMENT.replace("县民政局）", "县民政和社会事务局）")
    clerk, plan_id, _ = read_in(client_as, factory, text)
    ids = waiting(factory, plan_id, "unit_like")
    if not ids:  # the matcher is sure, one way or the other
        return
    page = clerk.get(f"/plans/{plan_id}/doubts", at=ids[0])
    assert "就是“" in words(page)
    assert "是另一个单位" in words(page)
    clerk.post(f"/plans/{plan_id}/doubts/{ids[0]}", {"answer": "other_unit"})
    assert waiting(factory, plan_id, "unit_like") == []


def test_unit_charged_in_the_prose_is_taken_as_responsible_by_one_answer(factory: Factory, client_as: ClientAs) -> None:
    text = DOCUMENT.replace("公开各类托育机构的收费标准。", "县发展和改革局要公开各类托育机构的收费标准。")
    clerk, plan_id, _ = read_in(client_as, factory, text)
    (issue_id,) = waiting(factory, plan_id, "charged_in_prose")
    page = clerk.get(f"/plans/{plan_id}/doubts", at=issue_id)
    assert "由它负责，列为责任单位" in words(page)
    clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"answer": "responsible"})
    assert "（三）公开收费标准 责任 县发展和改革局" in words(clerk.get(f"/plans/{plan_id}/check"))


def test_unit_charged_in_the_prose_is_taken_as_lead(factory: Factory, client_as: ClientAs) -> None:
    text = DOCUMENT.replace("公开各类托育机构的收费标准。", "县发展和改革局要公开各类托育机构的收费标准。")
    clerk, plan_id, _ = read_in(client_as, factory, text)
    (issue_id,) = waiting(factory, plan_id, "charged_in_prose")
    clerk.post(f"/plans/{plan_id}/doubts/{issue_id}", {"role": "lead"})
    assert waiting(factory, plan_id, "charged_in_prose") == []
    assert "（三）公开收费标准 牵头 县发展和改革局" in words(clerk.get(f"/plans/{plan_id}/check"))


def listed(factory: Factory, plan_id: int, task_id: int | None) -> int:
    """A list of papers of the plan, held against the task."""
    with factory.database.transaction() as session:
        row = Checklist(plan_id=plan_id, position=1, title="补助申请材料", items=["身份证"], time_limits=[], task_id=task_id)
        session.add(row)
        session.flush()
        return row.id


def test_list_of_papers_is_given_to_a_task_and_shown_there(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    list_id = listed(factory, plan_id, None)
    clerk.get(f"/plans/{plan_id}/checklists/{list_id}")
    clerk.post(f"/plans/{plan_id}/checklists/{list_id}", {"task_id": str(tasks[0])})
    issue(factory, plan_id)
    liaison = client_as("liaison")
    assert "补助申请材料 已采信 0 项，共 1 项。 身份证" in words(liaison.get(f"/tasks/{tasks[0]}"))
    share = factory.acknowledge(tasks[0])
    assert "补助申请材料" in words(liaison.get(f"/assignments/{share}/updates/2025-03"))


def issue(factory: Factory, plan_id: int) -> None:
    with factory.database.transaction() as session:
        issuing.issue_plan(session, the_plan(session, factory.cast.clerk, plan_id), actor=factory.cast.clerk, now=ISSUED)


def test_liaison_reads_the_document_and_finds_the_own_task_in_it(factory: Factory, client_as: ClientAs) -> None:
    _, plan_id, tasks = read_in(client_as, factory)
    liaison = client_as("liaison")
    assert liaison.get(f"/plans/{plan_id}/document").status_code == 404
    issue(factory, plan_id)
    page = html(liaison.get(f"/plans/{plan_id}/document"))
    assert f'id="text-{tasks[2]}"' in page
    assert f'href="/tasks/{tasks[0]}"' in page
    assert f'href="/tasks/{tasks[2]}"' not in page  # no unit of the liaison's has a part in it
    assert f'href="/plans/{plan_id}/document#text-{tasks[0]}"' in html(liaison.get(f"/tasks/{tasks[0]}"))


def test_issued_plan_is_only_looked_at(factory: Factory, client_as: ClientAs) -> None:
    clerk, plan_id, tasks = read_in(client_as, factory)
    form = form_of(clerk.get(f"/plans/{plan_id}/measures/{tasks[0]}/correct"))
    issue(factory, plan_id)
    page = clerk.get(f"/plans/{plan_id}/check")
    assert "只供对照，不能再改" in words(page)
    assert "/correct" not in html(page)
    answer = clerk.post(f"/plans/{plan_id}/measures/{tasks[0]}/correct", {**form, "title": "改个标题"})
    assert answer.status_code == 409
    assert "已经交办" in words(answer)


def test_pages_of_a_reading_cost_the_same_for_few_measures_and_for_many(
    factory: Factory, client_as: ClientAs, statements: Any
) -> None:
    clerk = client_as("clerk")
    line = "（{n}）增加托位供给{n}。年底前新增普惠托位{n}个。（牵头单位：县卫健局；责任单位：县民政局）\n"
    costs = []
    for many in (3, 40):
        text = f"示例县托育{many}实施方案\n一、重点任务\n" + "".join(line.format(n=n) for n in range(1, many))
        plan_id = int(upload(clerk, text.encode(), f"{many}.txt").request.path.split("/")[2])
        for page in ("check", "doubts", "document"):
            with statements() as sent:
                assert clerk.get(f"/plans/{plan_id}/{page}").status_code == 200
            costs.append((page, len(sent)))
    assert costs[:3] == costs[3:]
