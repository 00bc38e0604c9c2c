"""A form that is sent twice at once is carried out once, where a second time would make a second paper.

`app.js` holds back the second press where scripts run. Without them a browser sends both, often before the first is answered. The
second then waits for the first and leads to the same page. Known by who sends what to which address
(`tracker/services/submissions.py`).
"""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.services import submissions
from tracker.web.context import actor, database, now, services

View = TypeVar("View", bound=Callable[..., Any])

_LOOKS, _PAUSE = 60, 0.5  # how often, and how many seconds apart, a second press looks whether the first is answered


def once(view: View) -> View:
    """Mark a view whose form makes something new: the same form from the same person, pressed twice, makes one."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method != "POST":
            return cast(ResponseReturnValue, view(*args, **kwargs))
        key = _key()
        if not _claimed(key):
            leads_to = _answer_of_the_first(key)
            if leads_to:
                flash(gettext("刚才已经提交，没有重复办理。"), "info")
                return redirect(leads_to)
            _claimed(key)
        leads_to = ""
        try:
            answer = cast(ResponseReturnValue, view(*args, **kwargs))
            leads_to = answer.location or "" if isinstance(answer, Response) else ""
        finally:
            _settle(key, leads_to)
        return answer

    return cast(View, guarded)


def _claimed(key: str) -> bool:
    with database().transaction() as session:
        return submissions.claim(session, key, now=now())


def _answer_of_the_first(key: str) -> str | None:
    """The page to which the first press led; None where it was refused or does not come to an end."""
    for _look in range(_LOOKS):
        with database().reading() as session:
            leads_to = submissions.page_of(session, key)
        if leads_to != "":
            return leads_to
        time.sleep(_PAUSE)
    return None


def _settle(key: str, leads_to: str) -> None:
    """The time is read anew, for a report may have taken longer than a second press is held back."""
    with database().transaction() as session:
        if leads_to:
            submissions.answer(session, key, leads_to, now=services().settings.clock.now())
        else:
            submissions.give_back(session, key)


def _key() -> str:
    """Who sends what to which address, as a digest: fields in their order, and the names of files."""
    said = [*request.form.items(multi=True), *((name, file.filename or "") for name, file in request.files.items(multi=True))]
    told = (actor().user_id, request.full_path, [pair for pair in said if pair[0] != "csrf_token"])
    return hashlib.sha256(repr(told).encode()).hexdigest()
