"""Take the ledger away, bring it back, say what is taken over: what people see, and what a page costs."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import Factory
from tests.ledgers.damaged_ledgers import DONE, NURSERY, TRAINING, fill
from tests.ledgers.scenes import Scene
from tests.ledgers.sheets import Sheet, edited
from tests.web.conftest import Browser, words
from tracker.models import LedgerImport
from tracker.web import ledger_comparison

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def scene(factory: Factory) -> Scene:
    return Scene(factory)


def exported(browser: Browser, scene: Scene, sheet_form: str = "xlsx") -> bytes:
    browser.get(f"/plans/{scene.plan_id}/ledger")
    answer = browser.post(f"/plans/{scene.plan_id}/ledger/export", {"period": "2025-03", "sheet_form": sheet_form})
    assert answer.status_code == 200, words(answer)
    return answer.get_data()


def brought_back(browser: Browser, scene: Scene, data: bytes, name: str = "台账.xlsx") -> Any:
    browser.get(f"/plans/{scene.plan_id}/ledger")
    return browser.post(f"/plans/{scene.plan_id}/ledger/imports", {"ledger": (io.BytesIO(data), name)}, follow=True)


def the_import(scene: Scene) -> LedgerImport:
    with scene.factory.database.reading() as session:
        return session.query(LedgerImport).order_by(LedgerImport.id.desc()).first()


def seen(page: Any) -> str:
    """The mark of what the page shows."""
    return str(page.get_data(as_text=True).split('name="seen" value="')[1].split('"')[0])


def test_a_ledger_goes_out_comes_back_is_taken_over_and_given_back(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("liaison")
    page = brought_back(browser, scene, edited(exported(browser, scene), fill))
    assert "还没有写入系统" in words(page)
    assert "可以采纳 2" in words(page)
    assert DONE in words(page)
    row = the_import(scene)
    keys = [f"{scene.share_ids[TRAINING]}:{column}" for column in ("percent", "narrative")]
    page = browser.post(f"/ledger-imports/{row.id}/apply", {"seen": seen(page), "cell": keys}, follow=True)
    assert "已写入本单位的填报草稿，共 2 格" in words(page)
    page = browser.post(f"/ledger-imports/{row.id}/undo", follow=True)
    assert "已撤销 2 格" in words(page)
    assert "已撤销 2 格" in words(browser.get(f"/plans/{scene.plan_id}/ledger"))


def test_turning_the_page_loses_nothing_that_was_ticked(
    client_as: Callable[[str], Browser], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_comparison, "CELLS_A_PAGE", 2)
    browser = client_as("liaison")
    edit = lambda sheet: [sheet.put(task, percent=45, problems="缺场地") for task in (NURSERY, TRAINING)]  # noqa: E731
    first = brought_back(browser, scene, edited(exported(browser, scene), edit))
    assert "第 1 / 2 页" in words(first)
    assert "其他页勾选的 2 格一并采纳" in words(first)
    row, keep = the_import(scene), f"{scene.share_ids[NURSERY]}:problems"
    # One of the first page is left out; the two of the second, ticked out of sight, go along.
    others = [f"{scene.share_ids[TRAINING]}:{column}" for column in ("percent", "problems")]
    ticked = {"seen": seen(first), "cell": [keep, *others], "seen_page": "1"}
    second = browser.post(f"/ledger-imports/{row.id}", {**ticked, "page": "2"})
    assert "第 2 / 2 页" in words(second)
    page = second.get_data(as_text=True)
    assert f'type="hidden" name="cell" value="{keep}"' in page
    assert [f'value="{key}" checked' in page for key in others] == [True, True]
    answer = browser.post(f"/ledger-imports/{row.id}/apply", {**ticked, "seen_page": "2"}, follow=True)
    assert "共 3 格" in words(answer)
    with scene.factory.database.reading() as session:
        assert scene.drafts(session)[NURSERY, "percent"] == "30"


def test_turning_the_page_of_what_has_changed_asks_to_look_again(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("liaison")
    brought_back(browser, scene, edited(exported(browser, scene), fill))
    page = browser.post(f"/ledger-imports/{the_import(scene).id}", {"seen": "x", "page": "7"})
    assert page.status_code == 400
    assert "重新核对、勾选" in words(page)


def test_what_becomes_a_correction_and_rows_without_ids_are_marked(client_as: Callable[[str], Browser], scene: Scene) -> None:
    scene.factory.accepted(scene.task_ids[NURSERY])
    browser = client_as("liaison")

    def edit(sheet: Sheet) -> None:
        sheet.put(NURSERY, problems="缺场地")
        sheet.ws.delete_cols(1)

    page = brought_back(browser, scene, edited(exported(browser, scene), edit))
    said = words(page)
    assert "将作为更正报送，由单位负责人审核" in said
    assert "有 1 项的本期填报已经采信" in said
    assert said.count("按编号和单位对应") >= 2
    assert "checked" not in page.get_data(as_text=True)


def test_what_was_not_looked_at_is_not_written(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("liaison")
    brought_back(browser, scene, edited(exported(browser, scene), lambda s: s.put(NURSERY, percent=45)))
    row, key = the_import(scene), f"{scene.share_ids[NURSERY]}:percent"
    for form, said in (({"seen": "x", "cell": [key]}, "重新核对"), ({"seen": "x"}, "一格也没有勾选")):
        page = browser.post(f"/ledger-imports/{row.id}/apply", form)
        assert page.status_code in (400, 409)
        assert said in words(page)
    with scene.factory.database.reading() as session:
        assert scene.drafts(session)[NURSERY, "percent"] == "30"


def test_what_cannot_be_taken_over_says_what_to_do_instead(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("liaison")

    def edit(sheet: Sheet) -> None:
        sheet.put(TRAINING, due="2026-12-31", percent="约六成")
        sheet.ws.cell(sheet.ws.max_row + 1, 4).value = "新加的任务"

    page = words(brought_back(browser, scene, edited(exported(browser, scene), edit)))
    assert "请在到期前于任务页面申请延期" in page
    assert "0 到 100 之间的整数" in page
    assert "新加的任务" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "请选择"), (b"%PDF-1.7", "这不是表格文件"), ("没有表格".encode(), "行标识"), (b"PK\x03\x04", "不是表格")],
)
def test_a_wrong_file_gets_one_sentence(client_as: Callable[[str], Browser], scene: Scene, data: bytes, said: str) -> None:
    page = brought_back(client_as("liaison"), scene, data, "" if not data else "台账.xlsx")
    assert page.status_code in (400, 422)
    assert said in words(page)


def test_csv_can_be_taken_away_too(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("liaison")
    data = exported(browser, scene, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert "没有要采纳的内容" in words(brought_back(browser, scene, data, "台账.csv"))


def test_the_office_takes_it_away_and_fills_nothing_in(client_as: Callable[[str], Browser], scene: Scene) -> None:
    browser = client_as("clerk")
    assert exported(browser, scene)
    assert "办公室和领导不能代填" in words(browser.get(f"/plans/{scene.plan_id}/ledger"))
    assert "Excel 台账" in words(browser.get(f"/plans/{scene.plan_id}"))
    assert brought_back(browser, scene, b"x").status_code == 403


def test_what_a_unit_has_not_sent_is_not_shown_to_others(client_as: Callable[[str], Browser], scene: Scene) -> None:
    owner = client_as("liaison")
    brought_back(owner, scene, edited(exported(owner, scene), fill))
    path = f"/ledger-imports/{the_import(scene).id}"
    assert client_as("unit_head").get(path).status_code == 200
    assert client_as("joint_liaison").get(path).status_code == 404


def test_the_page_costs_the_same_however_much_was_filled_in(
    client_as: Callable[[str], Browser], scene: Scene, statements: Callable[[], Any]
) -> None:
    browser = client_as("liaison")
    costs = []
    for tasks in ((TRAINING,), tuple(scene.task_ids)):
        edit = lambda sheet, tasks=tasks: [sheet.put(task, percent=77, problems="缺场地") for task in tasks]  # noqa: E731
        brought_back(browser, scene, edited(exported(browser, scene), edit))
        path = f"/ledger-imports/{the_import(scene).id}"
        with statements() as sent:
            browser.get(path)
        costs.append(len(sent))
    assert costs[0] == costs[1]
