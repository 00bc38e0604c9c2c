"""`tracker plan diff` and `supersede`."""

from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, Run

SECOND = (
    PLAN.replace("4.5个", "5.5个")
    .replace("（责任单位：县卫健局、县市场监管局）", "（牵头单位：县卫健局；责任单位：县市场监管局、县公安局）")
    .replace(
        "（三）强化督促检查。各乡镇每年12月1日前要向县委、县政府报告工作开展情况。",
        "（三）发放育儿补贴。符合条件的家庭按月申领，由社区受理。",
    )
)


@pytest.fixture
def second_file(tmp_path: Path) -> Path:
    path = tmp_path / "托育方案修订版.txt"
    path.write_text(SECOND, encoding="utf-8")
    return path


def test_a_file_is_compared_with_a_plan_and_nothing_is_stored(run: Run, plan_file: Path, second_file: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    answer = run("plan", "diff", "托育方案", second_file, "--json")
    assert answer.status == 0, answer.err
    assert answer.json["counts"] == {"unchanged": 0, "reworded": 2, "moved": 0, "new": 1, "dropped": 1}
    croeche, checks = answer.json["pairs"]
    assert (croeche["old"]["ordinal"], croeche["new"]["ordinal"]) == (1, 1)
    assert [change["what"] for change in croeche["changes"]] == ["量化指标"]
    assert {"what": "牵头单位", "gone": [], "come": ["县卫健局"]} in checks["changes"]
    assert [item["title"] for item in (*answer.json["added"], *answer.json["dropped"])] == ["发放育儿补贴", "强化督促检查"]
    assert answer.out == run("plan", "diff", "托育方案", second_file, "--json").out
    assert len(run("plan", "list", "--json").json["plans"]) == 1


def test_a_diff_in_words(run: Run, plan_file: Path, second_file: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    said = run("plan", "diff", "托育方案", second_file).out
    assert "改写 2 条" in said
    assert "新增  （三）发放育儿补贴" in said


def test_a_plan_beside_itself_is_unchanged(run: Run, plan_file: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    assert run("plan", "diff", "托育方案", "托育方案", "--json").json["counts"]["unchanged"] == 3


def test_the_next_edition_takes_the_tasks_over(run: Run, plan_file: Path, second_file: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    run("plan", "import", second_file)
    answer = run("plan", "supersede", "托育方案", "托育方案修订版", "--as-edition", "--json")
    assert answer.status == 0, answer.err
    assert {name: answer.json[name] for name in ("state", "carried", "issued", "ended", "closed")} == {
        "state": "superseded", "carried": 2, "issued": 1, "ended": 1, "closed": 0,
    }  # fmt: skip
    shown = run("plan", "show", "托育方案", "--json").json
    assert [(task["title"], task["state"]) for task in shown["tasks"]] == [("强化督促检查", "ended")]
    assert shown["ended_on"] == "2025-03-04"
    assert [task["title"] for task in run("plan", "show", "托育方案修订版", "--json").json["tasks"]] == [
        "增加普惠托位", "加强日常监管", "发放育儿补贴",
    ]  # fmt: skip
    assert run("audit", "verify").status == 0
    again = run("plan", "supersede", "托育方案", "托育方案修订版", "--as-edition")
    assert (again.status, again.out) == (1, "")
    assert "已经终止" in again.err


def test_another_plan_takes_over_what_is_paired_only(run: Run, plan_file: Path, second_file: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    run("plan", "import", second_file)
    answer = run("plan", "supersede", "托育方案", "托育方案修订版", "--pairs", "1=1，3=无", "--json")
    assert (answer.json["carried"], answer.json["issued"], answer.json["ended"]) == (1, 2, 2)


@pytest.mark.parametrize("pairs", ["1", "x=1", "9=1", "1=9"])
def test_pairs_that_cannot_be_read_are_refused_with_an_example(run: Run, plan_file: Path, second_file: Path, pairs: str) -> None:
    run("plan", "import", plan_file, "--issue")
    run("plan", "import", second_file)
    answer = run("plan", "supersede", "托育方案", "托育方案修订版", "--as-edition", "--pairs", pairs)
    assert (answer.status, answer.out) == (1, "")
    assert "请写成 2=1" in answer.err
