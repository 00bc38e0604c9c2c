"""`tracker backup`, `tracker restore`."""

from datetime import datetime
from pathlib import Path

import click

from tracker.cli.common import database_of, open_database
from tracker.config import load_settings
from tracker.connecting import witness_of
from tracker.rules.days import OFFICIAL_ZONE
from tracker.storage import Storage


@click.command(help="把数据库、操作记录的末端和全部留存文件备份成一个文件；备份时可以照常使用系统。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--no-files", is_flag=True, help="不含留存文件，只列出清单")
def backup(file: Path, no_files: bool) -> None:
    from tracker.backups import back_up

    settings, _ = open_database()
    made = back_up(settings, file.resolve(), now=settings.clock.now(), with_files=not no_files)
    said = f"列出文件 {made.files} 个（未含内容）" if no_files else f"含文件 {made.files} 个"
    click.echo(f"已备份到 {file}：{made.size / 1_000_000:.1f} MB，{said}。请复制到另一台机器上保存。")


@click.command(help="从备份文件恢复，然后逐条核对。恢复前请停止网页和调度进程。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="替换现有的数据库；原来的另存到数据文件夹")
def restore(file: Path, force: bool) -> None:
    from tracker.restoring import restore as put_back
    from tracker.services.audit_runs import verify_all

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    restored = put_back(settings, file, force=force, now=settings.clock.now())
    click.echo(f"已恢复 {_local(restored.made_at)} 的备份，其中文件 {restored.files} 个。")
    if restored.moved_to:
        click.echo(f"原来的数据库另存在 {restored.moved_to}。")
    outcome = verify_all(database_of(settings), witness_of(settings), Storage(settings.storage_dir))
    for broken in outcome.breaks:
        click.echo(f"方案 {broken.plan} 第 {broken.event} 条：{broken.why}")
    for spoilt in outcome.spoilt:
        click.echo(f"文件 {spoilt.name or '（未登记名称）'}（{spoilt.file}）：{spoilt.why}")
    click.echo(
        f"核对 {outcome.events} 条操作记录、{outcome.files} 个文件，"
        f"{'全部完好' if outcome.is_whole else f'发现 {len(outcome.breaks) + len(outcome.spoilt)} 处问题'}。"
    )
    if not outcome.is_whole:
        raise SystemExit(1)


def _local(instant: str) -> str:
    """The instant of a manifest by the official clock: 2025-11-21 17:10."""
    return datetime.fromisoformat(instant).astimezone(OFFICIAL_ZONE).strftime("%Y-%m-%d %H:%M")
