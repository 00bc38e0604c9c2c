"""`tracker serve`, `scheduler`, `demo`, `db`: what runs for long, and the database it runs on."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from tracker import migrate
from tracker.cli.common import database_of, open_database
from tracker.cli.output import json_option, print_json
from tracker.config import Settings, load_settings
from tracker.labels import label

THREADS = 8
# A proxy on this machine that speaks HTTPS tells whom it speaks for; what anybody else claims of himself is dropped.
BEHIND_A_PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    "clear_untrusted_proxy_headers": True,
}


@click.group(help="数据库结构。")
def db() -> None:
    pass


@db.command("upgrade", help="把数据库结构更新到最新版本。")
def upgrade() -> None:
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(database_of(settings).engine)
    click.echo("数据库结构已是最新版本。")


@db.command("check", help="检查数据库结构是否为最新版本；不是则退出码为 1。")
def check() -> None:
    current = migrate.is_current(database_of(load_settings()).engine)
    click.echo("数据库结构是最新版本。" if current else "数据库结构不是最新版本，请运行 tracker db upgrade。")
    raise SystemExit(0 if current else 1)


@click.command(help="启动网页；使用自带数据库时，同时启动调度进程。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@click.option("--debug", is_flag=True, help="附加组件陈列页 /design/components")
def serve(host: str, port: int, debug: bool) -> None:
    settings, database = open_database()
    database.dispose()
    run_web(settings, host, port, debug=debug)


def run_web(settings: Settings, host: str, port: int, *, debug: bool = False) -> None:
    """Serve the pages until stopped; on the embedded database, with a scheduler process beside them."""
    import waitress

    from tracker.web import create_app

    settings = _linked_here(settings, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    click.echo(f"落实台已启动：http://{host}:{port}（按 Ctrl+C 停止）")
    with _scheduler_beside() if settings.is_sqlite else _nothing():
        waitress.serve(create_app(settings, debug=debug), host=host, port=port, threads=THREADS, ident=None, **BEHIND_A_PROXY)


def _linked_here(settings: Settings, port: int) -> Settings:
    """The settings with links that lead to this port, where no address is set; the scheduler beside reads it as a setting."""
    if os.environ.get("TRACKER_BASE_URL"):
        return settings
    os.environ["TRACKER_BASE_URL"] = f"http://127.0.0.1:{port}"
    return replace(settings, base_url=os.environ["TRACKER_BASE_URL"])


@contextmanager
def _scheduler_beside() -> Iterator[None]:
    """A scheduler as its own process with the same settings; it ends with the pages."""
    process = subprocess.Popen([sys.executable, "-m", "tracker", "scheduler"], env=os.environ)
    # Stopped by SIGTERM, as by Ctrl+C, the pages must take the scheduler with them.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@click.command(help="启动调度进程：提醒、送达、定期报告。可同时启动多个，只有一个在工作。")
def scheduler() -> None:
    from tracker.scheduler import run

    settings, database = open_database()
    database.dispose()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run(settings)


@click.command(help="在数据文件夹里演练虚构的示例县十个月的工作，写出督查报告，然后启动网页。")
@click.option("--no-serve", is_flag=True, help="不启动网页")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@json_option
def demo(no_serve: bool, host: str, port: int, as_json: bool) -> None:
    from tracker.demo.people import OBSERVER, OFFICE_PEOPLE, PASSWORD, UNIT_PEOPLE
    from tracker.demo.run import DAYS, run_demo

    settings = load_settings()
    with click.progressbar(length=DAYS, label="演练十个月", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        outcome = run_demo(settings, lambda: bar.update(1))
    if as_json:
        print_json(outcome.to_dict())
    else:
        click.echo(
            f"示例县已演练至 {outcome.as_of.isoformat()}：方案 {outcome.plans} 份，任务 {outcome.tasks} 项，"
            f"承办 {outcome.assignments} 项，填报 {outcome.updates} 次，佐证 {outcome.evidence} 份，"
            f"提醒 {outcome.reminders} 条，督办催办 {outcome.orders} 份。"
        )
        for path in outcome.reports:
            click.echo(f"报告：{path}")
        click.echo(f"演示账号（密码均为 {PASSWORD}）：")
        for person in (*OFFICE_PEOPLE, *UNIT_PEOPLE[:6], OBSERVER):
            click.echo(f"  {person.login:<12} {person.unit}{label(person.role)}")
        click.echo("  其余单位联络员的登录名见 tracker user list。")
    if not no_serve:
        os.environ["TRACKER_TODAY"] = outcome.as_of.isoformat()  # the scheduler beside must stand on the same day
        run_web(replace(settings, fixed_today=outcome.as_of), host, port)
