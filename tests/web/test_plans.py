"""Plans in the browser: the list, the way in, checking beside the text, issuing."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from sqlalchemy import func, select

from tests.factories import Factory, parsed_measure
from tests.services.test_sharing_out import register
from tests.web.conftest import Browser, words
from tracker.models import Plan, Task
from tracker.resources import resource_dir
from tracker.rules.statuses import PlanState

ClientAs = Callable[[str], Browser]

DOCUMENT = """示例县托育服务实施方案
一、重点任务
（一）增加托位供给。年底前新增普惠托位120个。（牵头单位：县卫健局；责任单位：县民政局）
（二）培训保育人员。每年培训保育人员不少于50人。（责任单位：县卫健局）
（三）公开收费标准。
"""


def upload(browser: Browser, data: bytes, name: str) -> Any:
    browser.get("/plans/new")
    return browser.post("/plans/new", {"document": (BytesIO(data), name)}, follow=True)


def plans_stored(factory: Factory) -> int:
    with factory.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Plan)) or 0


def draft_of(factory: Factory) -> tuple[int, list[int]]:
    """The only plan and its tasks."""
    with factory.database.reading() as session:
        plan_id = session.scalars(select(Plan.id)).one()
        return plan_id, list(session.scalars(select(Task.id).where(Task.plan_id == plan_id).order_by(Task.id)))


def test_uploaded_plan_is_shown_beside_its_text(factory: Factory, client_as: ClientAs) -> None:
    answer = upload(client_as("clerk"), DOCUMENT.encode(), "示例县方案.txt")
    seen = words(answer)
    assert "已读出" in seen
    assert "没有写明年份" in seen
    assert "牵头 县卫生健康局 责任 县民政局" in seen
    plan_id, _ = draft_of(factory)
    assert answer.request.path == f"/plans/{plan_id}/check"


def test_pasted_text_is_read_as_a_file_is(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/plans/new")
    answer = clerk.post("/plans/new", {"text": DOCUMENT.replace("\n", "\r\n")}, follow=True)
    assert "已读出 3 条措施" in words(answer)
    assert "示例县托育服务实施方案" in words(answer)


def test_pasted_text_that_is_refused_is_not_lost(client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/plans/new")
    answer = clerk.post("/plans/new", {"text": "今天天气很好。"})
    assert answer.status_code == 422
    assert "今天天气很好。</textarea>" in answer.get_data(as_text=True)


def test_sample_word_file_is_read(factory: Factory, client_as: ClientAs) -> None:
    data = (resource_dir("seeds") / "plans" / "sample.docx").read_bytes()
    assert "已读出 24 条措施" in words(upload(client_as("clerk"), data, "示例县实施方案.docx"))


def test_second_upload_of_the_same_file_changes_nothing(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    upload(clerk, DOCUMENT.encode(), "方案.txt")
    assert "此前已经导入，没有重复导入" in words(upload(clerk, DOCUMENT.encode(), "又一份.txt"))
    assert plans_stored(factory) == 1


def test_bad_file_gets_one_sentence_and_nothing_is_stored(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    for data, name, sentence in (
        (b"%PDF-1.7 ...", "方案.pdf", "这个 PDF 文件已损坏"),
        (b"", "空.txt", "空文件"),
        (b"\x89PNG\r\n\x1a\n0000", "方案.txt", "图片或扫描件"),
        ("今天天气很好。".encode(), "方案.txt", "没有"),
    ):
        answer = upload(clerk, data, name)
        assert answer.status_code == 422, name
        assert sentence in words(answer)
    assert plans_stored(factory) == 0


def test_upload_without_a_file_says_so(client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    clerk.get("/plans/new")
    answer = clerk.post("/plans/new")
    assert answer.status_code == 400
    assert "请选择方案文件，或者在下面粘贴方案全文" in words(answer)


def test_units_and_leaders_may_not_import(client_as: ClientAs) -> None:
    for who in ("liaison", "leader"):
        assert client_as(who).get("/plans/new").status_code == 403


def test_issuing_says_first_what_it_will_do(factory: Factory, client_as: ClientAs) -> None:
    measures = (parsed_measure(responsible=("各乡镇人民政府",)), parsed_measure(title="无单位的措施", lead=(), responsible=()))
    plan_id = factory.plan(*measures, issue_at=None)
    seen = words(client_as("clerk").get(f"/plans/{plan_id}/issue"))
    assert "2 项任务下达到 4 个单位，共 4 项承办事项" in seen
    assert "“各乡镇人民政府”拆分为 3 个单位" in seen
    assert "1 项任务没有承办单位" in seen
    assert "无单位的措施" in seen


def test_issuing_names_the_doubts_that_nobody_has_settled(factory: Factory, client_as: ClientAs) -> None:
    clerk = client_as("clerk")
    upload(clerk, DOCUMENT.encode(), "方案.txt")
    plan_id, _ = draft_of(factory)
    answer = clerk.get(f"/plans/{plan_id}/issue")
    assert "处疑点没有确认" in words(answer)
    assert f'href="/plans/{plan_id}/doubts"' in answer.get_data(as_text=True)


def test_issued_plan_reaches_its_units_and_cannot_be_issued_again(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(issue_at=None)
    clerk, liaison = client_as("clerk"), client_as("liaison")
    assert liaison.get(f"/plans/{plan_id}").status_code == 404
    assert "已交办" in words(clerk.post(f"/plans/{plan_id}/issue", follow=True))
    assert liaison.get(f"/plans/{plan_id}").status_code == 200
    again = clerk.post(f"/plans/{plan_id}/issue")
    assert again.status_code == 409
    assert "已经交办过了" in words(again)
    with factory.database.reading() as session:
        assert session.get_one(Plan, plan_id).state is PlanState.ISSUED


def test_another_county_can_neither_see_nor_issue_the_plan(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(issue_at=None)
    stranger = client_as("outside_clerk")
    for path in (f"/plans/{plan_id}", f"/plans/{plan_id}/check", f"/plans/{plan_id}/issue"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/plans/{plan_id}/issue").status_code == 404


def test_plan_page_shows_sections_and_tasks(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan()
    seen = words(client_as("leader").get(f"/plans/{plan_id}"))
    assert "一、重点任务 任务 1 项 已销号 0 项" in seen
    assert "增加托位供给" in seen
    assert "每月，25 日截止" in seen


def test_list_of_plans_costs_the_same_for_ten_and_for_sixty(factory: Factory, client_as: ClientAs, statements: Any) -> None:
    for _ in range(10):
        factory.plan()
    browser = client_as("clerk")
    with statements() as few:
        browser.get("/plans")
    for _ in range(50):
        factory.plan(issue_at=None)
    with statements() as many:
        assert "共 60 项，第 1 / 2 页" in words(browser.get("/plans"))
    assert len(many) == len(few)


def test_plan_and_check_pages_cost_the_same_for_ten_measures_and_for_sixty(
    factory: Factory, client_as: ClientAs, statements: Any
) -> None:
    small = factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(10)), issue_at=None)
    large = factory.plan(*(parsed_measure(title=f"措施{n}") for n in range(60)), issue_at=None)
    browser = client_as("clerk")
    for page in ("", "/check", "/issue"):
        with statements() as few:
            browser.get(f"/plans/{small}{page}")
        with statements() as many:
            assert browser.get(f"/plans/{large}{page}").status_code == 200
        assert len(many) == len(few), page


def test_a_collectives_tasks_are_shared_out_once_its_members_are_known(factory: Factory, client_as: ClientAs) -> None:
    plan_id = factory.plan(parsed_measure(responsible=("各园区管委会",)))
    clerk = client_as("clerk")
    assert "拆分并交办" not in words(clerk.get(f"/plans/{plan_id}"))
    register(factory, "other_liaison")
    page = words(clerk.get(f"/plans/{plan_id}"))
    assert "没有人能签收，可以拆分给所含的 1 个单位" in page
    assert "已拆分为 1 项承办事项" in words(clerk.post(f"/plans/{plan_id}/share-out", follow=True))
    assert "请签收" in words(client_as("other_liaison").get("/inbox"))
