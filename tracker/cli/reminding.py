"""How `tracker remind` prints what it plans: as it is read from the database, so that a million lines need no memory."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.cli.output import plain
from tracker.message_labels import ladder_words, rung_words
from tracker.rules.workdays import WorkCalendar
from tracker.services.reminder_reasons import not_sent
from tracker.services.reminders import Sweep, already_planned, planned_reminders, preview


class Listing:
    """Prints lists as they come, as JSON (design.md section 12) or for people."""

    def __init__(self, day: date, *, as_json: bool) -> None:
        self.day, self.as_json = day, as_json

    def begin(self, *, working_day: bool) -> None:
        """The head of the answer."""
        if self.as_json:
            click.echo(f'{{"as_of": "{self.day.isoformat()}", "working_day": {json.dumps(working_day)}', nl=False)
        elif not working_day:
            click.echo(f"{self.day.isoformat()} 不是工作日，不发提醒。")

    def rows(self, name: str, rows: Iterable[Any], line: str) -> int:
        """One list: how many rows it had. `line` is how a row is shown to people."""
        number = 0
        if self.as_json:
            click.echo(f',\n"{name}": [', nl=False)
        for number, row in enumerate(rows, 1):
            values = row.to_dict()
            if self.as_json:
                click.echo((",\n " if number > 1 else "\n ") + json.dumps(values, ensure_ascii=False, default=plain), nl=False)
            else:
                click.echo(line.format(**{key: plain(value) for key, value in values.items()} | _words(values)))
        if self.as_json:
            click.echo("]", nl=False)
        return number

    def end(self, already: int, said: str) -> None:
        """The foot of the answer."""
        click.echo(f',\n"already": {already}}}' if self.as_json else said)


_SENDS = {"mail": "邮件", "inbox": "站内消息"}


def _words(values: dict[str, Any]) -> dict[str, str]:
    """What people read in place of the rung's name and the channel's."""
    words, number = rung_words(values["rung"])
    when = f"{ladder_words(values['rung'])} {words.format(n=number)}".strip()
    return {"when": when, "channel": _SENDS.get(values.get("channel", ""), "")}


_SENT = "{when}  {to}  {about}  {due_on}  {channel}"
_NOT_SENT = "不发：{when}  {to}  {about}  {why}"


def list_planned(session: Session, swept: Sweep, listing: Listing) -> None:
    """What a sweep planned."""
    listing.begin(working_day=swept.working_day)
    if listing.as_json or swept.working_day:
        number = listing.rows("reminders", planned_reminders(session, swept), _SENT)
        listing.end(swept.already, f"{listing.day.isoformat()}：新发出 {number} 条，此前已发 {swept.already} 条。")


def list_preview(session: Session, day: date, calendar: WorkCalendar, listing: Listing) -> None:
    """What a sweep would plan, and why it would not plan the rest."""
    working_day = calendar.is_workday(day)
    listing.begin(working_day=working_day)
    if not working_day and not listing.as_json:
        return
    number = listing.rows("reminders", preview(session, day, calendar), _SENT)
    listing.rows("not_sent", not_sent(session, day, calendar), _NOT_SENT)
    already = already_planned(session, day, calendar)
    listing.end(already, f"{day.isoformat()}：将发出 {number} 条，此前已发 {already} 条。")
