"""In which language and light the pages come: the reader's choice, kept in the browser.

A choice of the browser, not of the account: it holds before logging in, and the office's desk may differ from the phone.
Papers, mails and files stay Chinese; they are official documents (GB/T 9704-2012), not pages.
"""

from datetime import timedelta

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.marking import N_
from tracker.web.errors import came_from
from tracker.web.guards import PUBLIC, needs

bp = Blueprint("appearance", __name__)

# Locale by the language tag of the page; the first is the default.
LOCALES = {"zh-CN": "zh_Hans_CN", "en": "en"}
LANGUAGES = {"zh-CN": "中文", "en": "English"}
THEMES = {"auto": N_("随系统"), "light": N_("浅色"), "dark": N_("深色")}
# When dark.css holds; None: never.
_DARK = {"auto": "screen and (prefers-color-scheme: dark)", "light": None, "dark": "screen"}
_KEPT = timedelta(days=400)  # the longest that browsers keep a cookie


def language() -> str:
    """The language tag of the page, such as zh-CN: what the reader chose, else Chinese, whatever the browser prefers."""
    return _chosen("language", LOCALES)


def theme() -> str:
    """auto (as the reader's system), light or dark."""
    return _chosen("theme", THEMES)


def _chosen(name: str, known: dict[str, str]) -> str:
    value = request.cookies.get(name, "")
    return value if value in known else next(iter(known))


def locale() -> str:
    """The locale for Flask-Babel."""
    return LOCALES[language()]


@bp.post("/appearance")
@needs(PUBLIC)
def choose() -> ResponseReturnValue:
    """Keep what was chosen, and back to the page on which it was."""
    answer = redirect(came_from() or url_for("account.index"))
    for name, known in (("language", LOCALES), ("theme", THEMES)):
        value = request.form.get(name, "")
        if value in known:
            _keep(answer, name, value)
    return answer


def _keep(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=_KEPT, httponly=True, samesite="Lax", secure=request.is_secure)


def register(app: Flask) -> None:
    """Tell every template the language, the light, and what else there is to choose."""
    app.context_processor(_choices)


def _choices() -> dict[str, object]:
    return {
        "html_lang": language(),
        "theme": theme(),
        "dark_when": _DARK[theme()],
        "languages": [(tag, name) for tag, name in LANGUAGES.items() if tag != language()],
        "themes": [(name, gettext(title)) for name, title in THEMES.items()],
    }
