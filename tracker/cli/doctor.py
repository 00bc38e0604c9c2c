"""`tracker doctor`: is the installation well, and what to do where it is not."""

import os

import click

from tracker.cli.common import database_of
from tracker.cli.output import json_option, print_json
from tracker.config import load_settings


@click.command(help="逐项检查安装是否正常，一项一行；有 ✗ 的退出码为 1。")
@json_option
def doctor(as_json: bool) -> None:
    from tracker.checkups.findings import Health, Patient
    from tracker.checkups.installation import examine

    marks = {Health.GOOD: "✓", Health.WARN: "！", Health.BAD: "✗"}
    settings = load_settings()
    os.makedirs(settings.data_dir, exist_ok=True)
    findings = list(examine(Patient(settings, database_of(settings), settings.clock.now())))
    is_well = all(finding.health is not Health.BAD for finding in findings)
    if as_json:
        checks = [{"about": finding.about, "health": finding.health.value, "said": finding.said()} for finding in findings]
        print_json({"ok": is_well, "checks": checks})
    else:
        for finding in findings:
            click.echo(f"{marks[finding.health]} {finding.about}：{finding.said()}")
    if not is_well:
        raise SystemExit(1)
