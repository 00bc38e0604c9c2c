"""How results are printed as JSON. Kept apart from `common`, so that `tracker parse` loads no database library."""

import json
from datetime import date, datetime
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


def print_json(value: Any) -> None:
    """JSON with keys in the order given; the same value always prints the same bytes."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=plain))


def plain(value: Any) -> str:
    """A value that JSON has no form of, as text: days and instants in ISO form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
