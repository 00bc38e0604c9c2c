"""Is the installation well? Each check is one line: what was looked at, how it stands, and what to do about it."""

import os
import platform
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import migrate
from tracker.backups import newest_backup
from tracker.checkups.findings import Answer, Check, Finding, Health, Patient, found, made
from tracker.connecting import witness_of
from tracker.errors import TrackerError
from tracker.jobs.table import BY_ID
from tracker.marking import N_, Term
from tracker.models import ChainHead, Delivery, DeliveryState, RunState
from tracker.notify.registry import open_channels
from tracker.queries import job_runs
from tracker.services.calendars import calendar_warning

LEAST_SQLITE = (3, 35, 0)  # RETURNING
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000
SKEW = timedelta(seconds=30)
BACKUP_AGE = timedelta(days=2)


def examine(patient: Patient) -> Iterator[Finding]:
    """Every check in turn. Where the database is away or its tables are old, what lies in it is not asked."""
    yield from made(_OUTSIDE, patient)
    schema = next(made((Check(N_("数据库结构"), _schema),), patient))
    yield schema
    if schema.health is Health.GOOD:
        yield from made(_INSIDE, patient)


def _programs(patient: Patient) -> Answer:
    versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if patient.settings.is_sqlite and sqlite3.sqlite_version_info < LEAST_SQLITE:
        return found(Health.BAD, N_("Python %(python)s，SQLite %(sqlite)s；SQLite 须在 3.35 以上，请升级系统"), **versions)
    return found(Health.GOOD, N_("Python %(python)s，SQLite %(sqlite)s"), **versions)


def _space(patient: Patient) -> Answer:
    folder = patient.settings.data_dir
    if not os.access(folder, os.W_OK | os.X_OK):
        return found(Health.BAD, N_("%(folder)s 不能写入，请检查权限"), folder=folder)
    free = shutil.disk_usage(folder).free
    facts = {"folder": folder, "free": f"{free / 1_000_000_000:.1f}"}
    if free < NO_SPACE:
        return found(Health.BAD, N_("%(folder)s 可以写入，剩余 %(free)s GB；空间即将用尽，请立即清理或扩容"), **facts)
    health = Health.WARN if free < LITTLE_SPACE else Health.GOOD
    return found(health, N_("%(folder)s 可以写入，剩余 %(free)s GB"), **facts)


def secret_key(patient: Patient) -> Answer:
    """Whether anybody else on the machine can read the key that signs the sessions."""
    file = Path(os.environ.get("TRACKER_SECRET_KEY_FILE") or patient.settings.data_dir / "secret_key")
    if os.environ.get("TRACKER_SECRET_KEY") or not file.exists():
        return found(Health.GOOD, N_("由环境变量给出"))
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return found(Health.BAD, N_("%(file)s 其他用户也能读取，请运行 chmod 600 %(file)s"), file=file)
    return found(Health.GOOD, N_("只有本用户能读取"))


def _files(patient: Patient) -> Answer:
    folder = patient.settings.storage_dir
    if not folder.exists():
        return found(Health.GOOD, N_("还没有留存文件"))
    if not os.access(folder, os.W_OK | os.X_OK):
        return found(Health.BAD, N_("%(folder)s 不能写入，请检查权限"), folder=folder)
    return found(Health.GOOD, N_("%(folder)s 可以使用"), folder=folder)


def _channels(patient: Patient) -> Answer:
    if not patient.settings.notify_urls:
        return found(Health.WARN, N_("没有设置 TRACKER_NOTIFY_URLS，邮件只打印在日志里，收件人收不到"))
    try:
        open_channels(patient.settings.notify_urls)
    except TrackerError as error:
        return found(Health.BAD, N_("发送渠道的设置有误：%(why)s"), why=error)
    return found(Health.GOOD, N_("已设置 %(n)s 个"), n=len(patient.settings.notify_urls))


def _schema(patient: Patient) -> Answer:
    if migrate.is_current(patient.database.engine):
        return found(Health.GOOD, N_("是最新版本"))
    return found(Health.BAD, N_("不是最新版本，请运行 tracker db upgrade"))


def _skew(patient: Patient) -> Answer:
    fixed = patient.settings.fixed_today
    if fixed is not None:
        return found(Health.WARN, N_("日期固定为 %(day)s（TRACKER_TODAY），只能用于演示"), day=fixed.isoformat())
    with patient.database.reading() as session:
        told = session.scalar(select(func.current_timestamp()))
    there = told if isinstance(told, datetime) else datetime.fromisoformat(str(told))
    apart = abs(there.replace(tzinfo=there.tzinfo or UTC) - patient.now)
    if apart > SKEW:
        return found(Health.BAD, N_("本机与数据库的时钟相差 %(n)s 秒，请校准时间"), n=int(apart.total_seconds()))
    return found(Health.GOOD, N_("本机与数据库一致"))


def _history(patient: Patient) -> Answer:
    witnessed = witness_of(patient.settings).heads()
    with patient.database.reading() as session:
        heads = {row.chain: row.seq for row in session.scalars(select(ChainHead))}
    short = [chain for chain, (seq, _) in witnessed.items() if heads.get(chain, 0) < seq]
    if short:
        return found(Health.BAD, N_("%(n)s 条记录链比库外留存的末端短，请运行 tracker audit verify 查明"), n=len(short))
    return found(Health.GOOD, N_("%(n)s 条记录链与库外留存的末端相符；逐条核对请运行 tracker audit verify"), n=len(heads))


def _calendar(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        missing = calendar_warning(session, patient.today)
    return found(Health.WARN, "%(said)s", said=missing) if missing else found(Health.GOOD, N_("已载入"))


def _scheduler(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        held = job_runs.lease(session)
        is_silent = job_runs.is_silent(session, patient.now)
    if held.beat_at is None:
        return found(Health.BAD, N_("从未启动，提醒和报告不会自动发出；请启动 tracker scheduler"))
    if is_silent:
        minutes = int((patient.now - held.beat_at).total_seconds() // 60)
        return found(Health.BAD, N_("已有 %(n)s 分钟没有动静，请启动 tracker scheduler"), n=minutes)
    return found(Health.GOOD, N_("正在运行") if held.holder else N_("刚刚停止"))


def _jobs(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        failed = [job for job, run in job_runs.newest_runs(session).items() if run.state is RunState.FAILED and job in BY_ID]
    if failed:
        names = [Term(BY_ID[job].title) for job in failed]
        return found(Health.BAD, N_("最近一次失败：%(jobs)s；原因见网页“后台作业”"), jobs=names)
    return found(Health.GOOD, N_("最近一次都已完成"))


def _deliveries(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        dead = _dead_letters(session)
    if dead:
        return found(Health.WARN, N_("%(n)s 件多次发送失败，已停止重试；请在网页上查看原因后重发"), n=dead)
    return found(Health.GOOD, N_("没有"))


def _dead_letters(session: Session) -> int:
    return session.scalar(select(func.count()).where(Delivery.state == DeliveryState.FAILED)) or 0


def backup(patient: Patient) -> Answer:
    """Whether the nightly backup is there and young enough."""
    newest = newest_backup(patient.settings.data_dir / "backups")
    if newest is None:
        return found(Health.WARN, N_("还没有自动备份；手工备份请运行 tracker backup 文件名"))
    day = newest.isoformat()
    if patient.today - newest > BACKUP_AGE:
        return found(Health.WARN, N_("最近一次自动备份是 %(day)s，请查看“后台作业”"), day=day)
    return found(Health.GOOD, N_("最近一次 %(day)s；请定期复制到另一台机器上"), day=day)


_OUTSIDE = (
    Check(N_("程序版本"), _programs),
    Check(N_("数据文件夹"), _space),
    Check(N_("会话密钥"), secret_key),
    Check(N_("留存文件"), _files),
    Check(N_("发送渠道"), _channels),
)
_INSIDE = (
    Check(N_("时钟"), _skew),
    Check(N_("操作记录"), _history),
    Check(N_("放假安排"), _calendar),
    Check(N_("调度进程"), _scheduler),
    Check(N_("后台作业"), _jobs),
    Check(N_("未送达"), _deliveries),
    Check(N_("备份"), backup),
)
