from pathlib import Path

import pytest

from tests.cli.conftest import Run

FILE = """year: 2027
document: 国办发明电〔2026〕99号
official: true
holidays: [2027-01-01, 2027-02-05, 2027-02-08, 2027-10-01]
makeup_days: [2027-01-03]
"""


@pytest.fixture
def notice_file(tmp_path: Path) -> Path:
    """An invented year in the form of `seeds/workdays`."""
    path = tmp_path / "2027.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def new_year(run: Run, plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that was given out on the eve of the year; its units sign within three working days."""
    monkeypatch.setenv("TRACKER_TODAY", "2026-12-30")
    run("plan", "import", plan_file, "--issue")


def test_a_preview_changes_nothing_and_loading_does_what_it_listed(run: Run, new_year: None, notice_file: Path) -> None:
    tried = run("calendar", "preview", notice_file, "--json").json
    assert {(move["from"], move["to"]) for move in tried["moved"]} == {("2027-01-05", "2027-01-04")}
    assert run("calendar", "show", 2027, "--json").json["years"][0]["official"] is False
    done = run("calendar", "load", notice_file, "--json").json
    assert done == tried
    assert run("calendar", "load", notice_file, "--json").json["moved"] == []
    assert run("audit", "verify", "--json").json["ok"] is True


def test_the_days_are_shown_to_be_checked(run: Run, new_year: None, notice_file: Path) -> None:
    said = run("calendar", "load", notice_file).out
    assert "2027-01-03  调休上班" in said
    assert "2027-02-05 至 2027-02-08  休息 4 天" in said
    assert "签收期限" in said
    assert run("calendar", "show", 2027).out.startswith("2027  国办发明电〔2026〕99号")


def test_a_year_that_counts_already_is_compared_day_by_day(run: Run, new_year: None, notice_file: Path) -> None:
    assert "与现有安排" not in run("calendar", "preview", notice_file).out
    run("calendar", "load", notice_file)
    assert "放假日和调休上班日与现有安排相同。" in run("calendar", "preview", notice_file).out
    notice_file.write_text(FILE.replace(", 2027-02-08", ""), encoding="utf-8")
    assert "与现有安排不同：2027-02-08  放假 → 上班" in run("calendar", "preview", notice_file).out


def test_a_missing_year_is_said(run: Run, new_year: None, notice_file: Path) -> None:
    assert "2027年的放假安排还没有载入" in run("calendar", "show").err
    run("calendar", "load", notice_file)
    assert run("calendar", "show").err == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("year: 2027\nholidays: [", "YAML 第 2 行", id="no YAML"),
        pytest.param(FILE.replace("2027-10-01", "2026-10-01"), "2026-10-01 不在 2027 年之内", id="a day of another year"),
        pytest.param(FILE.replace("[2027-01-03]", "[2027-01-04]"), "2027-01-04 本来就是工作日", id="a weekday to be made up for"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_one_sentence(run: Run, notice_file: Path, content: str, sentence: str) -> None:
    notice_file.write_text(content, encoding="utf-8")
    answer = run("calendar", "load", notice_file)
    assert (answer.status, sentence in answer.err, answer.err.count("\n")) == (1, True, 1)


def test_a_year_that_nobody_knows_is_refused(run: Run) -> None:
    assert run("calendar", "show", 1990).status == 1
