"""Is the installation well? Each check is one line: what was looked at, how it stands, and what to do about it.

For `tracker doctor`. A check never changes anything, and one that breaks is itself a finding.
"""

import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import migrate
from tracker.backups import newest_backup
from tracker.config import Settings
from tracker.connecting import witness_of
from tracker.db import Database
from tracker.errors import TrackerError
from tracker.jobs.table import BY_ID
from tracker.models import ChainHead, Delivery, DeliveryState, RunState
from tracker.notify.registry import open_channels
from tracker.queries import job_runs
from tracker.rules.days import official_day
from tracker.services.calendars import calendar_warning

LEAST_SQLITE = (3, 35, 0)  # RETURNING
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000
SKEW = timedelta(seconds=30)
BACKUP_AGE = timedelta(days=2)


class Health(StrEnum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's."""

    about: str
    health: Health
    said: str


@dataclass(frozen=True)
class Patient:
    """What the checks look at."""

    settings: Settings
    database: Database
    now: datetime

    @property
    def today(self) -> date:
        return official_day(self.now)


Check = Callable[[Patient], Finding]


def examine(patient: Patient) -> Iterator[Finding]:
    """Every check in turn. Where the database is away or its tables are old, what lies in it is not asked."""
    for check in _OUTSIDE:
        yield _made(check, patient)
    schema = _made(_schema, patient)
    yield schema
    if schema.health is Health.GOOD:
        for check in _INSIDE:
            yield _made(check, patient)


def _made(check: Check, patient: Patient) -> Finding:
    try:
        return check(patient)
    except Exception as error:  # whatever is wrong with the machine, the other checks are wanted all the more
        return Finding(check.__doc__ or check.__name__, Health.BAD, f"检查没有完成（{type(error).__name__}：{error}）"[:200])


def _programs(patient: Patient) -> Finding:
    """程序版本"""
    is_old = patient.settings.is_sqlite and sqlite3.sqlite_version_info < LEAST_SQLITE
    said = f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    if is_old:
        return Finding("程序版本", Health.BAD, f"{said}；SQLite 须在 3.35 以上，请升级系统")
    return Finding("程序版本", Health.GOOD, said)


def _space(patient: Patient) -> Finding:
    """数据文件夹"""
    folder = patient.settings.data_dir
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding("数据文件夹", Health.BAD, f"{folder} 不能写入，请检查权限")
    free = shutil.disk_usage(folder).free
    said = f"{folder} 可以写入，剩余 {free / 1_000_000_000:.1f} GB"
    if free < NO_SPACE:
        return Finding("数据文件夹", Health.BAD, f"{said}；空间即将用尽，请立即清理或扩容")
    return Finding("数据文件夹", Health.WARN if free < LITTLE_SPACE else Health.GOOD, said)


def _key(patient: Patient) -> Finding:
    """会话密钥"""
    file = Path(os.environ.get("TRACKER_SECRET_KEY_FILE") or patient.settings.data_dir / "secret_key")
    if os.environ.get("TRACKER_SECRET_KEY") or not file.exists():
        return Finding("会话密钥", Health.GOOD, "由环境变量给出")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Finding("会话密钥", Health.BAD, f"{file} 其他用户也能读取，请运行 chmod 600 {file}")
    return Finding("会话密钥", Health.GOOD, "只有本用户能读取")


def _files(patient: Patient) -> Finding:
    """留存文件"""
    folder = patient.settings.storage_dir
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        return Finding("留存文件", Health.BAD, f"{folder} 不能写入，请检查权限")
    return Finding("留存文件", Health.GOOD, f"{folder} 可以使用" if folder.exists() else "还没有留存文件")


def _channels(patient: Patient) -> Finding:
    """发送渠道"""
    if not patient.settings.notify_urls:
        return Finding("发送渠道", Health.WARN, "没有设置 TRACKER_NOTIFY_URLS，邮件只打印在日志里，收件人收不到")
    try:
        open_channels(patient.settings.notify_urls)
    except TrackerError as error:
        return Finding("发送渠道", Health.BAD, str(error))
    return Finding("发送渠道", Health.GOOD, f"已设置 {len(patient.settings.notify_urls)} 个")


def _schema(patient: Patient) -> Finding:
    """数据库结构"""
    if migrate.is_current(patient.database.engine):
        return Finding("数据库结构", Health.GOOD, "是最新版本")
    return Finding("数据库结构", Health.BAD, "不是最新版本，请运行 tracker db upgrade")


def _skew(patient: Patient) -> Finding:
    """时钟"""
    fixed = patient.settings.fixed_today
    if fixed is not None:
        return Finding("时钟", Health.WARN, f"日期固定为 {fixed.isoformat()}（TRACKER_TODAY），只能用于演示")
    with patient.database.reading() as session:
        told = session.scalar(select(func.current_timestamp()))
    there = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    apart = abs(there.replace(tzinfo=there.tzinfo or UTC) - patient.now)
    if apart > SKEW:
        return Finding("时钟", Health.BAD, f"本机与数据库的时钟相差 {int(apart.total_seconds())} 秒，请校准时间")
    return Finding("时钟", Health.GOOD, "本机与数据库一致")


def _history(patient: Patient) -> Finding:
    """操作记录"""
    witnessed = witness_of(patient.settings).heads()
    with patient.database.reading() as session:
        heads = {row.chain: row.seq for row in session.scalars(select(ChainHead))}
    short = [chain for chain, (seq, _) in witnessed.items() if heads.get(chain, 0) < seq]
    if short:
        return Finding("操作记录", Health.BAD, f"{len(short)} 条记录链比库外留存的末端短，请运行 tracker audit verify 查明")
    return Finding("操作记录", Health.GOOD, f"{len(heads)} 条记录链与库外留存的末端相符；逐条核对请运行 tracker audit verify")


def _calendar(patient: Patient) -> Finding:
    """放假安排"""
    with patient.database.reading() as session:
        missing = calendar_warning(session, patient.today)
    return Finding("放假安排", Health.WARN if missing else Health.GOOD, missing or "已载入")


def _scheduler(patient: Patient) -> Finding:
    """调度进程"""
    with patient.database.reading() as session:
        held = job_runs.lease(session)
        is_silent = job_runs.is_silent(session, patient.now)
    if held.beat_at is None:
        return Finding("调度进程", Health.BAD, "从未启动，提醒和报告不会自动发出；请启动 tracker scheduler")
    minutes = int((patient.now - held.beat_at).total_seconds() // 60)
    if is_silent:
        return Finding("调度进程", Health.BAD, f"已有 {minutes} 分钟没有动静，请启动 tracker scheduler")
    return Finding("调度进程", Health.GOOD, "正在运行" if held.holder else "刚刚停止")


def _jobs(patient: Patient) -> Finding:
    """后台作业"""
    with patient.database.reading() as session:
        failed = [job for job, run in job_runs.newest_runs(session).items() if run.state is RunState.FAILED and job in BY_ID]
    if failed:
        names = "、".join(BY_ID[job].title for job in failed)
        return Finding("后台作业", Health.BAD, f"最近一次失败：{names}；原因见网页“后台作业”")
    return Finding("后台作业", Health.GOOD, "最近一次都已完成")


def _deliveries(patient: Patient) -> Finding:
    """未送达"""
    with patient.database.reading() as session:
        dead = _dead_letters(session)
    if dead:
        return Finding("未送达", Health.WARN, f"{dead} 件多次发送失败，已停止重试；请在网页上查看原因后重发")
    return Finding("未送达", Health.GOOD, "没有")


def _dead_letters(session: Session) -> int:
    return session.scalar(select(func.count()).where(Delivery.state == DeliveryState.FAILED)) or 0


def _backup(patient: Patient) -> Finding:
    """备份"""
    newest = newest_backup(patient.settings.data_dir / "backups")
    if newest is None:
        return Finding("备份", Health.WARN, "还没有自动备份；手工备份请运行 tracker backup 文件名")
    if patient.today - newest > BACKUP_AGE:
        return Finding("备份", Health.WARN, f"最近一次自动备份是 {newest.isoformat()}，请查看“后台作业”")
    return Finding("备份", Health.GOOD, f"最近一次 {newest.isoformat()}；请定期复制到另一台机器上")


_OUTSIDE: tuple[Check, ...] = (_programs, _space, _key, _files, _channels)
_INSIDE: tuple[Check, ...] = (_skew, _history, _calendar, _scheduler, _jobs, _deliveries, _backup)
