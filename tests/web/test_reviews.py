"""The office's queue of reports, and its verdicts."""

from collections.abc import Callable
from typing import Any

from tests.factories import Factory, day
from tests.web.conftest import Browser, words
from tracker.models import Assignment, Update

ClientAs = Callable[[str], Browser]


def update_of(factory: Factory, update_id: int) -> Update:
    with factory.database.reading() as session:
        return session.get_one(Update, update_id)


def test_the_queue_has_the_oldest_first(factory: Factory, client_as: ClientAs) -> None:
    newer = factory.acknowledged(title="培训保育人员")
    older = factory.acknowledged(title="增加托位供给")
    factory.submitted(newer, now=day(2025, 3, 9))
    factory.submitted(older, now=day(2025, 3, 8))
    seen = words(client_as("clerk").get("/reviews"))
    assert seen.index("增加托位供给") < seen.index("培训保育人员")


def test_the_queue_narrows_by_plan_and_unit(factory: Factory, client_as: ClientAs) -> None:
    first, second = factory.acknowledged(title="培训保育人员"), factory.acknowledged(title="增加托位供给")
    factory.submitted(first)
    factory.submitted(second, "joint_liaison")
    browser = client_as("clerk")
    assert "增加托位供给" not in words(browser.get("/reviews", plan=factory.plan_of(first)))
    assert "培训保育人员" not in words(browser.get("/reviews", unit=factory.cast.unit_id("joint_liaison")))


def test_drafts_and_other_regions_are_not_in_the_queue(factory: Factory, client_as: ClientAs) -> None:
    factory.draft(factory.acknowledged())
    assert "都审完了" in words(client_as("clerk").get("/reviews"))
    factory.submitted(factory.acknowledged())
    assert "都审完了" in words(client_as("outside_clerk").get("/reviews"))


def test_a_report_stands_beside_the_last_accepted_one(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", percent=30, narrative="已选定三处场地。")
    update_id = factory.submitted(task_id, percent=45)
    seen = words(client_as("clerk").get(f"/reviews/{update_id}"))
    assert "选定三处场地" in seen
    assert "新增普惠托位 120 个" in seen
    assert "比上期增加 15 个百分点" in seen


def test_a_correction_stands_beside_what_it_corrects(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, percent=30)
    seen = words(client_as("clerk").get(f"/reviews/{factory.submitted(task_id, percent=45)}"))
    assert "更正前 2025年3月" in seen
    assert "比更正前增加 15 个百分点" in seen
    assert "上期" not in seen


def test_what_has_changed_since_last_time_is_marked(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", percent=30, narrative="已新增普惠托位 90 个，选址完成。")
    update_id = factory.submitted(task_id, percent=45, narrative="已新增普惠托位 120 个，选址完成。")
    page = client_as("clerk").get(f"/reviews/{update_id}").get_data(as_text=True)
    assert "已新增普惠托位 <ins>120</ins> 个，选址完成。" in page
    assert "已新增普惠托位 <del>90</del> 个，选址完成。" in page


def test_the_units_rating_and_the_offices_stand_side_by_side(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    liaison, clerk = client_as("joint_liaison"), client_as("clerk")
    share_id = factory.share(task_id, "joint_liaison")
    path = f"/assignments/{share_id}/updates/2025-03"
    liaison.get(path)
    liaison.post(
        path,
        {"kind": "progress", "percent": "45", "narrative": "已选址。", "self_rating": "smooth", "do": "send", "checked": "yes"},
    )
    with factory.database.reading() as session:
        update_id = session.query(Update.id).filter(Update.state == "submitted").scalar()
    page = clerk.get(f"/reviews/{update_id}")
    assert "单位自评：顺利" in words(page)
    assert '<option selected value="smooth">' in page.get_data(as_text=True)
    clerk.post(f"/reviews/{update_id}/accept", {"rating": "difficult"})
    assert (update_of(factory, update_id).self_rating, update_of(factory, update_id).verified_rating) == ("smooth", "difficult")
    assert "自评 顺利 核定 有困难" in words(liaison.get(f"/updates/{update_id}"))


def test_one_is_skipped_and_the_next_one_follows(factory: Factory, client_as: ClientAs) -> None:
    first = factory.submitted(factory.acknowledged(), now=day(2025, 3, 8))
    second = factory.submitted(factory.acknowledged(), now=day(2025, 3, 9))
    third = factory.submitted(factory.acknowledged())
    clerk = client_as("clerk")
    page = clerk.get(f"/reviews/{second}").get_data(as_text=True)
    assert f'href="/reviews/{third}" data-key="3"' in page
    assert clerk.post(f"/reviews/{third}/accept").headers["Location"] == f"/reviews/{first}"


def test_doubts_are_said(factory: Factory, client_as: ClientAs) -> None:
    task_id = factory.acknowledged()
    factory.accepted(task_id, period="2025-02", percent=60)
    update_id = factory.submitted(task_id, percent=40)
    seen = words(client_as("clerk").get(f"/reviews/{update_id}"))
    assert "进展情况与上次采信的填报相同" in seen
    assert "完成比例低于上次采信的填报" in seen


def test_accepting_goes_on_to_the_next_in_the_queue(factory: Factory, client_as: ClientAs) -> None:
    first = factory.submitted(factory.acknowledged(), percent=45, now=day(2025, 3, 8))
    second = factory.submitted(factory.acknowledged())
    browser = client_as("clerk")
    browser.get(f"/reviews/{first}")
    answer = browser.post(f"/reviews/{first}/accept", {"note": "数据已核"})
    assert answer.headers["Location"] == f"/reviews/{second}"
    assert update_of(factory, first).state == "accepted"
    assert "都审完了" in words(browser.post(f"/reviews/{second}/accept", follow=True))
    with factory.database.reading() as session:
        assert session.get_one(Assignment, update_of(factory, first).assignment_id).percent == 45


def test_returning_needs_a_reason_and_keeps_the_limit_typed(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.submitted(factory.acknowledged())
    answer = client_as("clerk").post(f"/reviews/{update_id}/return", {"reason": "", "mend_by": "2025-03-20"})
    assert answer.status_code == 400
    assert "请写明退回理由" in words(answer)
    assert 'value="2025-03-20"' in answer.get_data(as_text=True)
    assert update_of(factory, update_id).state == "submitted"


def test_a_return_tells_the_unit_why_and_by_when(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.submitted(factory.acknowledged())
    client_as("clerk").post(f"/reviews/{update_id}/return", {"reason": "缺少验收单", "mend_by": "2025-03-13"})
    assert "缺少验收单" in words(client_as("liaison").get("/mine"))
    assert "2025年3月填报被退回。理由：缺少验收单。请于3月13日前修改后重新报送。" in words(client_as("liaison").get("/inbox"))


def test_a_limit_in_the_past_is_refused(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.submitted(factory.acknowledged())
    answer = client_as("clerk").post(f"/reviews/{update_id}/return", {"reason": "缺少验收单", "mend_by": "2025-03-01"})
    assert "补正期限不能早于今天" in words(answer)


def test_what_was_decided_meanwhile_is_said(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.accepted(factory.acknowledged())
    browser = client_as("clerk")
    answer = browser.post(f"/reviews/{update_id}/return", {"reason": "缺少验收单"})
    assert answer.status_code == 409
    assert "当前状态为“已采信”" in words(answer)
    assert "缺少验收单" in answer.get_data(as_text=True)
    assert browser.get(f"/reviews/{update_id}").headers["Location"] == f"/updates/{update_id}"


def test_units_and_other_offices_cannot_review(factory: Factory, client_as: ClientAs) -> None:
    update_id = factory.submitted(factory.acknowledged())
    assert client_as("liaison").post(f"/reviews/{update_id}/accept").status_code == 403
    assert client_as("outside_clerk").post(f"/reviews/{update_id}/accept").status_code == 404
    assert client_as("outside_clerk").get(f"/reviews/{update_id}").status_code == 404
    assert update_of(factory, update_id).state == "submitted"


def test_the_queue_costs_the_same_for_many(factory: Factory, client_as: ClientAs, statements: Callable[[], Any]) -> None:
    browser = client_as("clerk")

    def cost() -> int:
        with statements() as sent:
            assert browser.get("/reviews").status_code == 200
        return len(sent)

    reports_in(factory, 3)
    few = cost()
    reports_in(factory, 12)
    assert cost() == few


def reports_in(factory: Factory, size: int) -> None:
    for n in range(size):
        factory.submitted(factory.acknowledged(("joint_liaison",), title=f"任务{n}"), "joint_liaison")
