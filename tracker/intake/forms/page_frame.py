"""What frames a web page and is no part of the document on it: menus, paths, buttons, lists of links, the foot of the site.

An element is dropped for what it is called only if it names no unit: nothing of a plan may be lost to the name of a class.
"""

import re
from itertools import islice
from typing import Any

_NO_TEXT = frozenset(
    ["script", "style", "iframe", "noscript", "template", "title", "svg", "object", "rt", "rp", "textarea", "select", "button"]
)
# A site made by ASP.NET holds its whole page in one form.
_FRAMES = frozenset(["nav", "header", "footer", "form", "aside"])
# Sites name these parts themselves; the words are the usual ones, whole or as a part of a name (main-nav, breadNav, fenxiang).
_CALLED = re.compile(
    r"""
      (?:^|[\W_])
      (?: nav | menu | head(?:er)? | top(?:bar|box|nav)? | foot(?:er)? | bottom | side(?:bar)? | copyright | login | search )
      (?:$|[\W_\d])
    | nav(?:bar|igation|list)? (?:$|[\W_\d]) | bread | crumb | share | fenxiang | bdshare | jiathis | qr-?code | ewm | erweima
    | toolbar | print-?(?:btn|box) | font-?size | weizhi | dqwz | related | xgwj | recommend | pre-?next | copyright | banquan
    """,
    re.VERBOSE | re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_UNITS = (
    r"(?:牵头|责任|负责|落实|承办|配合)(?:责任)?(?:单位|部门)|附件|第[一二三四五六七八九十]+条|[（(][一二三四五六七八九十]+[)）]"
)
# A list of other documents names plans too; anything else that names one may be its title.
_IN_A_LIST, _OF_A_PLAN = re.compile(_UNITS), re.compile(f"{_UNITS}|方案")
# A list of links: so many, and so much of the text.
_LINKS, _SHARE = 4, 0.8
_LISTS = frozenset(["ul", "div", "dl", "p", "ol"])
# A body may bear the name of its menu.
_NEVER = frozenset(["html", "body", "table", "tbody", "tr", "td"])
# Nothing that frames a page is longer than this.
_LONGEST_FRAME, _MOST_ELEMENTS = 3000, 1000


def is_frame(element: Any) -> bool:
    """True for an element that a reader of the document would not miss."""
    if element.tag in _NO_TEXT or _HIDDEN.search(element.get("style") or ""):
        return True
    named = element.tag in _FRAMES or _is_called_so(element)
    if not (named or element.tag in _LISTS) or _is_large(element):
        return False
    text = _beginning(element)
    if len(text) > _LONGEST_FRAME:
        return False
    return not _OF_A_PLAN.search(text) if named else not _IN_A_LIST.search(text) and _is_linked(element, text)


def _is_large(element: Any) -> bool:
    """True for an element around more elements than a frame has; nothing that is nested is counted through at every level."""
    return next(islice(element.iter(), _MOST_ELEMENTS, None), None) is not None


def _is_called_so(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in _NEVER and bool(_CALLED.search(names))


def _is_linked(element: Any, text: str) -> bool:
    """True where an element is a list of links and hardly anything else."""
    links = element.findall(".//a")
    return len(links) >= _LINKS and sum(len(_beginning(link)) for link in links) > _SHARE * len(text)


def _beginning(element: Any) -> str:
    """The text of an element without blanks; of a long one, hardly more than a frame may have."""
    found = ""
    for text in element.itertext():
        found += "".join(text.split())
        if len(found) > _LONGEST_FRAME:
            break
    return found
