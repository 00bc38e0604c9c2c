"""`tracker doctor` says what is well, what is not, and what to do; `tracker backup` and `restore` say what they did."""

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Run
from tracker.config import load_settings
from tracker.connecting import connect
from tracker.leases import Lease, Pace


def line(answer: Answer, about: str) -> str:
    """The line of one check."""
    return next(line for line in answer.out.splitlines() if line[2:].startswith(about))


@pytest.fixture
def in_use(run: Run, plan_file: Path) -> None:
    """An installation with a plan, whose scheduler has just been heard."""
    run("plan", "import", plan_file, "--issue")
    settings = load_settings()
    database = connect(settings)
    assert Lease(database, settings.clock.now, Pace()).take()
    database.dispose()


def test_an_installation_in_use_is_well(run: Run, in_use: None) -> None:
    answer = run("doctor")
    assert answer.status == 0
    assert "✗" not in answer.out
    for about in ("程序版本", "数据文件夹", "会话密钥", "数据库结构", "操作记录", "调度进程", "后台作业", "未送达"):
        assert line(answer, about).startswith("✓"), about
    assert "只打印在日志里" in line(answer, "发送渠道")
    assert "TRACKER_TODAY" in line(answer, "时钟")
    assert run("doctor", "--json").json["ok"] is True


def test_a_new_installation_is_told_what_to_do_first(run: Run) -> None:
    answer = run("doctor")
    assert answer.status == 1
    assert line(answer, "数据库结构") == "✗ 数据库结构：不是最新版本，请运行 tracker db upgrade"
    run("db", "upgrade")
    assert line(run("doctor"), "调度进程").endswith("请启动 tracker scheduler")


def test_a_key_that_others_can_read_is_found(run: Run, in_use: None, tmp_path: Path) -> None:
    (tmp_path / "data" / "secret_key").chmod(0o644)
    answer = run("doctor")
    assert answer.status == 1
    assert "chmod 600" in line(answer, "会话密钥")


def test_a_history_shorter_than_its_witness_is_found(run: Run, in_use: None, tmp_path: Path) -> None:
    with (tmp_path / "data" / "event_heads.jsonl").open("a") as heads:
        heads.write('{"1":[9999,"ab"]}\n')
    assert line(run("doctor"), "操作记录").startswith("✗ 操作记录：1 条记录链比库外留存的末端短")


def test_a_channel_that_cannot_be_used_is_refused_before_any_check(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_NOTIFY_URLS", "pigeon://roof")
    answer = run("doctor")
    assert answer.status == 1
    assert "TRACKER_NOTIFY_URLS" in answer.out + answer.err


def test_a_backup_is_made_and_put_back(run: Run, in_use: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "备份.tar.gz"
    assert "含文件 1 个" in run("backup", file).out
    refused = run("restore", file)
    assert refused.status == 1
    assert "--force" in refused.err
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "another"))
    restored = run("restore", file)
    assert restored.status == 0, restored.err
    assert "1 个文件，全部完好" in restored.out
    assert "托育方案" in run("plan", "list").out
    assert "未含内容" in run("backup", file, "--no-files").out
