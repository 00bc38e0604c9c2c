"""Turn what services refuse into pages, in one place; views contain no try/except for them."""

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker.errors import Conflict, InvalidInput, NotAllowed, NotFound, TrackerError
from tracker.intake.errors import IntakeError
from tracker.marking import N_, sentence
from tracker.rules.refusals import RuleViolation
from tracker.sentences import refusal_sentence

logger = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (InvalidInput, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
)
_HTTP = {
    400: N_("请求的内容有误，请返回上一页重试。"),
    404: N_("没有这一页。请检查地址，或从首页重新进入。"),
    405: N_("这个地址不支持这样访问，请从页面上的按钮进入。"),
    413: N_("上传的文件过大，请压缩或拆分后重新上传。"),
}


def message_of(error: Exception) -> str:
    """The sentence that tells a user what was refused and how to mend it."""
    if isinstance(error, RuleViolation):
        return refusal_sentence(error.code, error.facts, gettext)
    if isinstance(error, IntakeError | TrackerError):
        return sentence(error.template, error.facts, gettext)
    return str(error)


def register(app: Flask) -> None:
    """Register a page for every kind of refusal, and the filter `refusal` that says one in a page."""
    app.add_template_filter(message_of, "refusal")
    for kind, status in _STATUS:
        app.register_error_handler(kind, lambda error, status=status: _page(message_of(error), status))
    app.register_error_handler(RuleViolation, lambda error: _page(message_of(error), 409, code=error.code))
    app.register_error_handler(IntakeError, lambda error: _page(message_of(error), 422))
    app.register_error_handler(CSRFError, lambda error: _page(gettext("页面已过期，请返回上一页刷新后重新提交。"), 400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _page(message: str, status: int, code: str | None = None) -> ResponseReturnValue:
    return render_template("error.html", message=message, status=status, code=code, back=came_from()), status


def came_from() -> str | None:
    """The page of this application that the reader came from, so that what was typed there is near; None where it is unknown."""
    page = request.referrer or ""
    return page if page.startswith(request.host_url) and (page != request.url or request.method == "POST") else None


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if 300 <= status < 400:
        return error
    return _page(gettext(_HTTP.get(status, "系统没有完成这次操作，请稍后重试。")), status)


def _unexpected(error: Exception) -> ResponseReturnValue:
    logger.exception("unexpected error")
    return _page(gettext("系统出现故障，本次操作未完成，已有数据未受影响。请稍后重试，如仍不行请联系系统管理员。"), 500)
