"""A form that is sent twice at once is carried out once, where a second time would make a second paper.

`app.js` holds back the second press where scripts run. Without them a browser sends both, often before the first is answered. The
second then waits for the first and leads to the same page. Known by who sends what to which address within a quarter of a minute;
remembered by this process, for it is one pair of hands on one browser.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from threading import Event, Lock
from typing import Any, TypeVar, cast

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.web.context import actor, now

View = TypeVar("View", bound=Callable[..., Any])

_HOLDS_FOR = timedelta(seconds=15)
_PATIENCE = 60  # seconds that a second press waits for the first


@dataclass
class _Press:
    at: datetime
    answered: Event = field(default_factory=Event)
    leads_to: str = ""  # "" where the first was refused: then the second is tried


@dataclass
class _Presses:
    lock: Lock = field(default_factory=Lock)
    by_key: dict[tuple[int | None, str, str], _Press] = field(default_factory=dict)

    def of(self, key: tuple[int | None, str, str], at: datetime) -> tuple[_Press, bool]:
        """The press of this form, and whether it is the first; old ones are forgotten."""
        with self.lock:
            self.by_key = {known: press for known, press in self.by_key.items() if at - press.at < _HOLDS_FOR}
            is_first = key not in self.by_key
            return self.by_key.setdefault(key, _Press(at)), is_first

    def forget(self, key: tuple[int | None, str, str]) -> None:
        with self.lock:
            self.by_key.pop(key, None)


def once(view: View) -> View:
    """Mark a view whose form makes something new: the same form from the same person, pressed twice, makes one."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method != "POST":
            return cast(ResponseReturnValue, view(*args, **kwargs))
        presses = cast(_Presses, current_app.extensions.setdefault("presses", _Presses()))
        key = (actor().user_id, request.full_path, _content())
        press, is_first = presses.of(key, now())
        if not is_first:
            press.answered.wait(_PATIENCE)
            if press.leads_to:
                flash(gettext("刚才已经提交，没有重复办理。"), "info")
                return redirect(press.leads_to)
        try:
            answer = cast(ResponseReturnValue, view(*args, **kwargs))
            press.leads_to = answer.location or "" if isinstance(answer, Response) else ""
        finally:
            press.answered.set()
            if not press.leads_to:
                presses.forget(key)
        return answer

    return cast(View, guarded)


def _content() -> str:
    """What the form says, as a digest: fields in their order, and the names of files."""
    said = [*request.form.items(multi=True), *((name, file.filename or "") for name, file in request.files.items(multi=True))]
    return hashlib.sha256(repr([pair for pair in said if pair[0] != "csrf_token"]).encode()).hexdigest()
