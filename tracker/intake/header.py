"""What a plan says of itself: title, number, issuers, date, place, what it rests on, and when it lapses."""

import re

from tracker.intake.dates import find_dates
from tracker.intake.model import Header
from tracker.intake.parts import Parts
from tracker.intake.text import Flow

_KINDS = r"(?:方案|意见|措施|办法|计划|规划|要点|细则|清单|安排|通知|决定|条|(?:分工|分解|任务|责任|推进|清单)表|台账)"
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[［（(]20\d\d[〕\]］）)]第?\d+号")
_PLACE = r"[\u4e00-\u9fff]{2,10}?(?:自治区|自治州|自治县|林区|新区|省|市|县|区|州|盟|旗|镇|乡)"
_BODY = re.compile(
    rf"(?:中共{_PLACE}委(?:员会)?(?:办公室|办公厅)?|{_PLACE}人民政府(?:办公室|办公厅)?|国务院(?:办公厅)?"
    rf"|{_PLACE}[\u4e00-\u9fff]{{0,12}}(?:局|委员会|厅|领导小组|办公室))"
)
_DATE_LINE = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日(?:印发|发布)?")
_CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_DEFINED = re.compile(r"(?:以下)?(?:简称|统称)[“《]?$")
_SUNSET = re.compile(r"有效期|自动(?:废止|废除|失效)|同时废止|执行(?:期限)?(?:至|到)|施行至|试行期|止。$")
# 有效期至2027年12月31日 says it all; 此文件自动废除 needs the condition that its sentence names before it.
_TERM = re.compile(r"(?:有效期|试行期|施行期|执行期)[^。；;，,]+")
# What a place name never ends in though its last character is that of one, and what it never begins with.
_NO_PLACE = re.compile(
    r"(?:社|小|园|城|地|辖|景|学|校|库|片|山|牧|灾|疫|商|街|老|新|郊|矿|厂|示范|开发|都|超|门|股|楼|夜|房地产|劳动力)(?:区|市)$|关于|加强|推进|促进"
)
_LEVELS = (
    (r"(?:省|自治区)$|^(?:北京|天津|上海|重庆)市$", "province"), (r"(?:市|自治州|州|盟)$", "city"),
    (r"(?:县|旗)$", "county"), (r"区$", "district"), (r"[镇乡]$", "town"),
)  # fmt: skip
_OUR = {"省": "province", "自治区": "province", "市": "city", "州": "city", "县": "county", "区": "district", "旗": "county"}
# Titles take up to six lines; a line that names its issuers is short; a preamble stands on the first page.
_TITLE_LENGTH, _TITLE_LINES, _ISSUERS_LENGTH, _PREAMBLE_LENGTH = 60, 6, 200, 20_000


def read_header(parts: Parts) -> Header:
    """The header of a plan from its front matter, its head and its closing paragraphs."""
    before = [*parts.front, *parts.head]
    title = _title(parts)
    issuers = _issuers(before)
    place = _place(issuers, title)
    preamble = _preamble(parts)
    return Header(
        title=title,
        document_number=next((n for flow in before if (n := _number_line(flow.text))), None),
        issuer=issuers,
        issued_on=_issued_on(before) or _issued_on(list(parts.colophon)),
        jurisdiction=place,
        level="nation" if re.match(r"国务院|中共中央", title or "") else _level(place, preamble),
        basis=tuple(name for name in _basis(preamble) if name != title),
        sunset=_sunset(parts),
    )


def _title(parts: Parts) -> str | None:
    """The title lines right above the preamble; without them the plan named in the front matter."""
    lines = _title_lines(list(parts.head))
    if lines:
        return "".join(lines)
    before = "".join(flow.text for flow in (*parts.front, *parts.head))
    cited = [name for name in _CITED.findall(before) if re.search(_KINDS + "$", name)]
    return cited[0] if cited else None


def _title_lines(head: list[Flow]) -> list[str]:
    """The last block of short lines without a sentence end, back from the first that names a kind of document."""
    found: list[str] = []
    for flow in reversed(head):
        text = flow.text
        fits = len(text) <= _TITLE_LENGTH and text[-1] not in "。：:；;，," and not _frame(text)
        names_kind = fits and re.search(_KINDS + "$", re.sub(r"[（(][^）)]*[）)]$", "", text))
        if fits and len(found) < _TITLE_LINES and (not _complete(found) if found else names_kind):
            found.append(text)
        elif found:
            break
    return found[::-1]


def _complete(found: list[str]) -> bool:
    """True when the lines gathered from below already begin like a title; headings of two lines break anywhere."""
    first = found[-1]
    return bool(re.match(rf"关于|{_PLACE}", first)) and len("".join(found)) > 12


def _frame(text: str) -> bool:
    return bool(_DATE_LINE.fullmatch(text) or _number_line(text) or _BODY.fullmatch(text) or re.search(r"(?:发布|文件)$", text))


def _number_line(text: str) -> str | None:
    return text if _DOCUMENT_NUMBER.fullmatch(text) else None


def _issuers(before: list[Flow]) -> tuple[str, ...]:
    """Bodies that stand on lines of their own in front of the plan, each once, in printed order."""
    found: dict[str, None] = {}
    for flow in (flow for flow in before if len(flow.text) <= _ISSUERS_LENGTH):
        matches = [match.group() for match in _BODY.finditer(flow.text)]
        if matches and "".join(matches) == flow.text:
            found.update(dict.fromkeys(matches))
    return tuple(found)


def _issued_on(flows: list[Flow]) -> str | None:
    for flow in flows:
        if _DATE_LINE.fullmatch(flow.text) or re.search(r"日(?:印发|发布)$", flow.text):
            return next((phrase.last_day for phrase in find_dates(flow.text)), None)
    return None


def _place(issuers: tuple[str, ...], title: str | None) -> str | None:
    """The jurisdiction: the place at the head of the issuer's name, else at the head of the title."""
    government = next((name for name in issuers if "人民政府" in name), "")
    for text in (government, *issuers, re.sub(r"^(?:印发)?关于(?:印发)?", "", title or "")):
        match = re.match(rf"(?:中共)?({_PLACE})", text)
        if match and not _NO_PLACE.search(match.group(1)):
            return str(match.group(1))
    return None


def place_level(name: str) -> str | None:
    """The level that the name of a place tells by how it ends (示例县: county); None where it is not the name of one."""
    return next((level for pattern, level in _LEVELS if re.search(pattern, name)), None)


def _level(place: str | None, preamble: str) -> str | None:
    level = place_level(place or "")
    if level is not None:
        our = re.search(r"结合我(省|自治区|市|州|县|区|旗)", preamble)
        # 结合我县实际 in the plan of a 市 means a county-level city, and the other way round it means nothing.
        return "county" if level == "city" and our and our.group(1) == "县" else level
    our = re.search(r"我(省|自治区|市|州|县|区|旗)", preamble)
    return _OUR[our.group(1)] if our else None


def _preamble(parts: Parts) -> str:
    return "".join(flow.text for flow in parts.head if flow.text.endswith(("。", "：", ":")))[:_PREAMBLE_LENGTH]


def _basis(preamble: str) -> tuple[str, ...]:
    """Titles of the documents that the preamble rests on, short forms it defines itself left out."""
    cited = (m for m in _CITED.finditer(preamble) if not _DEFINED.search(preamble[max(0, m.start() - 12) : m.start()]))
    names = {m.group(1): None for m in cited if re.search(_KINDS + r"$|法$|条例$|规定$|纲要$", m.group(1))}
    own = next((name for name in reversed(names) if f"现将《{name}》" in preamble or f"《{name}》已经" in preamble), None)
    return tuple(name for name in names if name != own)


def _sunset(parts: Parts) -> str | None:
    """By what the plan lapses, in its own words: the clause that names the term, else the whole sentence."""
    for flow in parts.closing:
        for sentence in re.findall(r"[^。]+。?", flow.text):
            term = _TERM.search(sentence)
            if term or _SUNSET.search(sentence):
                return term.group() if term else str(sentence).rstrip("。")
    return None
