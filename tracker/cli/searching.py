"""`tracker search rebuild`: the index of search made anew."""

import sys

import click

from tracker.cli.common import open_database
from tracker.cli.output import json_option, print_json


@click.group(help="检索目录。")
def search() -> None:
    pass


@search.command("rebuild", help="重新建立检索目录：逐条核对方案、任务、填报和材料，补上缺漏，去掉多余。可以在使用中运行。")
@json_option
def rebuild(as_json: bool) -> None:
    from tracker.services.search import entries_wanted
    from tracker.services.search import rebuild as make_anew

    _, database = open_database()
    with database.reading() as session:
        total = entries_wanted(session)
    hidden = as_json or not sys.stderr.isatty()
    with click.progressbar(length=total, label="建立检索目录", file=sys.stderr, hidden=hidden) as bar:
        done = make_anew(database, bar.update)
    if as_json:
        print_json({"looked": done.looked, "entered": done.entered, "removed": done.removed})
    else:
        click.echo(f"检索目录已重新建立：核对 {done.looked} 条，补入或更正 {done.entered} 条，清除 {done.removed} 条。")
