import pytest

from tests.cli.conftest import PLAN, Run


def test_parse_prints_measures_units_and_figures_and_stores_nothing(run: Run, plan_file, tmp_path):
    answer = run("parse", plan_file, "--json")
    first = answer.json["measures"][0]
    assert (answer.status, first["label"], first["title"]) == (0, "（一）", "增加普惠托位")
    assert (first["lead"], first["responsible"]) == (["县卫健局"], ["县发改局", "县教育局"])
    assert [(t["value"], t["due"]) for t in first["targets"]] == [(4.5, "2025-12-31")]
    assert answer.json["obligations"][0]["month_day"] == "12-01"
    assert not (tmp_path / "data").exists()


def test_parse_prints_the_same_bytes_each_time(run: Run, plan_file):
    assert run("parse", plan_file, "--json").out == run("parse", plan_file, "--json").out


def test_import_makes_each_measure_a_task_of_its_units(run: Run, plan_file):
    answer = run("plan", "import", plan_file, "--issue", "--json")
    assert answer.status == 0
    assert {name: answer.json[name] for name in ("plan", "tasks", "assignments")} == {
        "plan": "托育方案",
        "tasks": 3,
        "assignments": 7,
    }
    listed = run("plan", "list", "--json").json["plans"]
    assert listed == [
        {
            "id": 1,
            "key": "托育方案",
            "title": "示例县托育服务实施方案",
            "state": "issued",
            "tasks": 3,
            "assignments": 7,
            "updates": 0,
        }
    ]
    shown = run("plan", "show", "托育方案", "--json").json
    assert [(task["title"], task["state"], task["due_on"]) for task in shown["tasks"]][0] == (
        "增加普惠托位",
        "issued",
        "2025-12-31",
    )
    assert shown == run("plan", "show", "1", "--json").json


def test_the_same_file_again_changes_nothing_and_says_so(run: Run, plan_file):
    run("plan", "import", plan_file)
    again = run("plan", "import", plan_file)
    assert again.status == 0
    assert "没有作任何改动" in again.out
    assert len(run("plan", "list", "--json").json["plans"]) == 1


def test_a_plan_is_issued_once(run: Run, plan_file):
    run("plan", "import", plan_file)
    assert run("plan", "issue", "托育方案", "--json").json["state"] == "issued"
    again = run("plan", "issue", "托育方案")
    assert (again.status, again.out) == (1, "")
    assert "已经交办" in again.err


BAD = [
    pytest.param("空.txt", b"", id="empty"),
    pytest.param("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, id="an image renamed"),
    pytest.param("程序.txt", b"\x7fELF" + bytes(range(256)) * 40, id="a binary renamed"),
    pytest.param("通知.txt", "关于召开会议的通知\n请准时参加。\n".encode(), id="no numbered measure"),
    pytest.param("压缩包.docx", b"PK\x03\x04" + b"\0" * 200, id="a broken archive"),
    pytest.param("乱码.txt", b"\xff\xfe\xfd\x80\x81" * 50, id="no known encoding"),
]


@pytest.mark.parametrize(("name", "data"), BAD)
def test_bad_input_gets_one_chinese_sentence_and_stores_nothing(run: Run, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    answer = run("plan", "import", path)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert answer.err.strip().endswith("。")
    assert run("plan", "list", "--json").json == {"plans": []}


def test_a_file_of_200_megabytes_is_refused_without_being_read(run: Run, tmp_path):
    path = tmp_path / "很大.txt"
    with path.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    answer = run("plan", "import", path)
    assert answer.status == 1
    assert "MB" in answer.err


def test_a_missing_file_and_an_unknown_plan_are_named(run: Run, tmp_path):
    assert "没有找到文件" in run("parse", tmp_path / "没有.txt").err
    answer = run("plan", "show", "没有")
    assert (answer.status, "没有" in answer.err) == (1, True)


def test_wrong_usage_exits_with_2(run: Run):
    assert run("plan", "import").status == 2
    assert run("remind", "--as-of", "昨天").status == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_encodings_of_offices_are_read(run: Run, tmp_path, encoding):
    path = tmp_path / "方案.txt"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode(encoding))
    assert len(run("parse", path, "--json").json["measures"]) == 3


def test_seeds_load_once(run: Run):
    assert run("seed", "load", "--json").json["plans"] == 5
    assert run("seed", "load", "--json").json == {"units": 0, "plans": 0}
    plans = run("plan", "list", "--json").json["plans"]
    assert {plan["key"]: plan["tasks"] for plan in plans} == {
        "guizhou": 20, "luanchuan": 19, "luzhai": 22, "tianjiaan": 25, "xiangning": 23,
    }  # fmt: skip
