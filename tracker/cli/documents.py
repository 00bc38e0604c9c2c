"""`tracker parse`: what the reader makes of a document, without storing anything."""

from pathlib import Path

import click

from tracker import intake
from tracker.cli.output import json_option, print_json
from tracker.config import load_limits
from tracker.converting import read_plan
from tracker.errors import InvalidInput


def read_file(path: Path, limits: intake.Limits) -> bytes:
    """The bytes of the file; InvalidInput for one that cannot be read or is larger than the reader takes."""
    if not path.is_file():
        raise InvalidInput(f"没有找到文件“{path}”，请检查路径。")
    if path.stat().st_size > limits.max_bytes:
        megabytes = limits.max_bytes // 1024 // 1024
        raise InvalidInput(f"文件超过 {megabytes} MB，实施方案不会这么大，请检查是否选错了文件。")
    return path.read_bytes()


@click.command(help="读一份实施方案，列出措施、单位、指标和疑点；不保存。")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def parse(file: Path, as_json: bool) -> None:
    limits = load_limits()
    plan = read_plan(read_file(file, limits), file.name, limits)
    if as_json:
        print_json(plan.to_dict())
        return
    click.echo(f"{plan.plan.title or file.stem}（{plan.plan.document_number or '无文号'}，{plan.plan.jurisdiction or '地区不明'}）")
    for measure in plan.measures:
        click.echo(f"{measure.ordinal:>3}  {measure.label or ''} {measure.title}")
        for word, units in (
            ("牵头", measure.lead),
            ("责任", measure.responsible),
            ("配合", measure.supporting),
            ("另含", measure.implied),
        ):
            if units:
                click.echo(f"       {word}：{'、'.join(units)}")
    click.echo(f"共 {len(plan.measures)} 项措施，{len(plan.obligations)} 项定期报告义务。")
    for issue in plan.issues:
        click.echo(f"[{issue.severity}] {issue.message}")
