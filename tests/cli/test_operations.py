import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import Run


def test_reminders_are_planned_once_and_only_on_working_days(run: Run, plan_file):
    run("plan", "import", plan_file, "--issue")
    sunday = run("remind", "--as-of", "2025-03-09", "--json").json
    assert (sunday["working_day"], sunday["reminders"]) == (False, [])
    assert "不是工作日" in run("remind", "--as-of", "2025-03-09").out
    tried = run("remind", "--as-of", "2025-03-10", "--dry-run", "--json").json
    assert tried["reminders"]
    assert "任务签收 当天" in run("remind", "--as-of", "2025-03-10", "--dry-run").out
    first = run("remind", "--as-of", "2025-03-10", "--json").json
    assert {"id", "rung", "to", "about", "due_on", "channel"} <= set(first["reminders"][0])
    assert [row["rung"] for row in tried["reminders"]] == [row["rung"] for row in first["reminders"]]
    second = run("remind", "--as-of", "2025-03-10", "--json").json
    assert (second["reminders"], second["already"]) == ([], len(first["reminders"]))


def test_a_report_is_written_in_each_form(run: Run, plan_file, tmp_path):
    run("plan", "import", plan_file, "--issue")
    for form in ("md", "html", "docx"):
        answer = run("report", "托育方案", "--as-of", "2025-03-04", "--format", form, "-o", tmp_path / f"报告.{form}")
        assert answer.status == 0
    text = (tmp_path / "报告.md").read_text(encoding="utf-8")
    assert "示例县托育服务实施方案" in text
    assert "总体情况" in text
    assert Document(str(tmp_path / "报告.docx")).tables
    assert (tmp_path / "报告.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_report_of_tomorrow_is_refused(run: Run, plan_file, tmp_path):
    run("plan", "import", plan_file, "--issue")
    answer = run("report", "托育方案", "--as-of", "2025-03-05", "-o", tmp_path / "报告.docx")
    assert answer.status == 1
    assert not (tmp_path / "报告.docx").exists()


def test_audit_verify_finds_a_changed_event(run: Run, plan_file, tmp_path):
    run("plan", "import", plan_file, "--issue")
    assert run("audit", "verify", "--json").json["ok"] is True
    with sqlite3.connect(tmp_path / "data" / "tracker.db") as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET reason = '改过' WHERE id = 3")
    connection.close()
    answer = run("audit", "verify", "--json")
    assert answer.status == 1
    assert [(found["plan"], found["event"]) for found in answer.json["breaks"]] == [(1, 3)]


def test_audit_verify_finds_a_chain_cut_off_at_its_end(run: Run, plan_file, tmp_path):
    run("plan", "import", plan_file, "--issue")
    with sqlite3.connect(tmp_path / "data" / "tracker.db") as connection:
        connection.execute("DROP TRIGGER event_no_delete")
        connection.execute("DELETE FROM event WHERE id > 5")
        connection.execute("UPDATE chain_head SET seq = 5, hash = (SELECT hash FROM event WHERE id = 5) WHERE chain = 1")
    connection.close()
    answer = run("audit", "verify", "--json")
    assert answer.status == 1
    assert [found["plan"] for found in answer.json["breaks"]] == [1]


@pytest.fixture
def stored(run: Run, plan_file, tmp_path) -> Path:
    """The one file that the installation keeps: the document of its plan."""
    run("plan", "import", plan_file, "--issue")
    (path,) = [path for path in (tmp_path / "data").rglob("*") if len(path.name) == 64]
    return path


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda path: path.unlink(), "文件缺失", id="deleted"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1]), "文件大小与登记的不符", id="cut short"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[::-1]), "文件内容被改动", id="same size, other content"),
    ],
)
def test_audit_verify_reads_every_file_again(run: Run, stored: Path, spoil: Callable[[Path], object], why: str):
    whole = run("audit", "verify")
    assert (whole.status, "核对 1 个文件，全部完好" in whole.out) == (0, True)
    spoil(stored)
    answer = run("audit", "verify", "--json")
    assert answer.status == 1
    found = {"plan": None, "event": None, "file": stored.name, "name": "托育方案.txt", "why": why}
    assert (answer.json["ok"], answer.json["breaks"]) == (False, [found])
    assert f"托育方案.txt（{stored.name}）：{why}" in run("audit", "verify").out
    assert run("audit", "verify", "--no-files").status == 0


def test_accounts_get_a_random_first_password(run: Run):
    run("seed", "load")
    added = run("user", "add", "li.na", "--name", "李娜", "--unit", "示例县/县教育局", "--role", "liaison")
    assert "初始密码" in added.out
    posts = run("user", "list", "--json").json["users"][0]["posts"]
    assert posts == [{"unit": "县教育局", "role": "liaison", "title": "单位联络员"}]
    assert "已被使用" in run("user", "add", "li.na", "--name", "李娜", "--unit", "示例县/县教育局", "--role", "liaison").err
    assert "单位" in run("user", "add", "wang", "--name", "王", "--unit", "没有的局", "--role", "liaison").err


def test_the_schema_is_checked_and_upgraded(run: Run):
    run("db", "upgrade")
    assert run("db", "check").status == 0


def test_a_report_that_cannot_be_written_is_told_in_a_sentence(run: Run, plan_file, tmp_path):
    run("plan", "import", plan_file, "--issue")
    answer = run("report", "托育方案", "-o", tmp_path / "没有" / "报告.docx")
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "不能读写" in answer.err
