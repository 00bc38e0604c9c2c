"""The administrators see how the installation stands, what backups there are, and what to mend for its safety."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.factories import NOW
from tests.web.conftest import Browser, words
from tracker.clock import Clock
from tracker.db import Database
from tracker.models import LoginAttempt, User

ClientAs = Callable[[str], Browser]


@pytest.fixture(autouse=True)
def _at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application's day is fixed, its hour is not."""
    monkeypatch.setattr(Clock, "now", lambda self: NOW)


def test_the_system_administrator_reads_what_the_doctor_says(client_as: ClientAs) -> None:
    seen = words(client_as("system_admin").get("/checkup"))
    assert "数据库结构 良好 是最新版本" in seen
    assert "调度进程 须处理 从未启动，提醒和报告不会自动发出；请启动 tracker scheduler" in seen
    assert "还没有自动备份" in seen


def test_the_backups_of_the_nights_are_listed_newest_first(client_as: ClientAs, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("2025-03-09", "2025-03-10"):
        (folder / f"tracker-{day}.tar.gz").write_bytes(b"x" * 2048)
    (folder / "of-somebody.tar.gz").write_bytes(b"x")
    seen = words(client_as("system_admin").get("/checkup"))
    assert "2025-03-10 tracker-2025-03-10.tar.gz 2 KB 2025-03-09" in seen
    assert "of-somebody" not in seen


def test_a_backup_can_be_asked_for(client_as: ClientAs) -> None:
    browser = client_as("system_admin")
    browser.get("/checkup")
    assert "已经安排" in words(browser.post("/jobs/run", {"job": "backup"}, follow=True))


def test_the_security_administrator_reads_what_to_mend(client_as: ClientAs, database: Database) -> None:
    seen = words(client_as("security_admin").get("/security"))
    assert "身份鉴别：传输加密 请注意 网址为本机地址" in seen
    assert "访问控制：管理员分立 良好 系统、安全、审计管理员由不同的人担任" in seen
    assert "安全审计：操作记录 请注意 还没有核对过操作记录" in seen


def test_accounts_that_nobody_uses_are_counted(client_as: ClientAs, database: Database) -> None:
    browser = client_as("auditor")
    with database.transaction() as session:
        session.execute(update(LoginAttempt).values(at=NOW - timedelta(days=91)))
        others = len(session.query(User).filter(User.is_active).all())
    assert f"{others} 个账号 90 天没有登录" in words(browser.get("/security"))


def test_nobody_else_reads_either(client_as: ClientAs) -> None:
    for who, path in (
        ("clerk", "/checkup"),
        ("security_admin", "/checkup"),
        ("system_admin", "/security"),
        ("leader", "/security"),
    ):
        assert client_as(who).get(path).status_code == 403
