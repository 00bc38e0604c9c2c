"""A unit's name read into its parts: whose it is, of party or government, in charge of what, and what sort of body.

Two names with equal parts mean one body; what differs in a part is for unit_matching to weigh. Everything here is about one
place, the jurisdiction of the document: 市教育局 is a body of its own place in a city and another place's in a county.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.rules.unit_names import comparable, is_collective
from tracker.rules.unit_terms import COMMISSIONS, ORGANS, PARTY_ORGANS, terms_of

BARE, OWN, NEAR = "", "own", "near"

_ENDINGS = ("自治区", "自治州", "自治县", "自治旗", "街道", "省", "市", "县", "区", "旗", "州", "盟", "镇", "乡")
# A level's letter that is part of a word, and no level: 市场, 市政工程, 区域, 城市, 城乡, 乡村.
_NO_LEVEL = r"市场|市容|市政(?!府|协|务|法|数|研|策)|区域|区划|区块|县域|乡村|州际|镇域"
_LETTER = rf"(?<!城)(?!{_NO_LEVEL})[省市县区州旗盟镇乡]"
_NAMED = rf"[一-龥]{{2,10}}?(?:自治区|自治州|自治县|自治旗|街道|{_LETTER})"
_NATIONAL = r"国家|国务院|中央|中国|全国|最高"
_FOREIGN = re.compile(rf"^(?:{_NATIONAL}|自治区|{_NAMED}|{_LETTER})+(?=.)")
_LETTERS_ONLY = re.compile(r"^[省市县区州旗盟镇乡]+$")
_RANKS = {"省": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4}
_LEVELS = {"nation": 0, "province": 1, "city": 2, "county": 3, "district": 3, "town": 4}
_UPPER = re.compile(r"(?:省|市|州|盟|地区|自治区)$")
# The peoples in the names of self-governing places, which are left out of their short names: 某某苗族侗族自治县, 某某县.
_PEOPLES = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔"
    "|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|基诺)族|蒙古|维吾尔|哈萨克|柯尔克孜|各族)+$"
)
_YOUTH = re.compile(r"^(?:团(?P<letter>[省市县区州旗])委|共青团(?P<name>.+?)委)(?:员会)?$")
_CONSULTATIVE = re.compile(r"^中国人民政治协商会议(.+)委员会$")
_GOVERNMENT = re.compile(r"^(?:人民)?政府|^府(?=办)")
_ASSEMBLIES = {ORGANS["人大"], ORGANS["人大常委会"], ORGANS["政协"]}
_AS_A_WHOLE = {"", "常委会", "党组"}
# The longer first. Of what sort a body is; 局, 委 and a province's 厅 may be one body, the others tell bodies apart.
_SUFFIXES = (
    ("委员会", "commission"), ("分中心", "branch"), ("办公室", "office"),
    ("分局", "branch"), ("支局", "branch"), ("总局", "head"), ("部门", "sector"), ("中心", "centre"), ("局", "bureau"),
    ("委", "commission"), ("厅", "hall"), ("办", "office"), ("部", "ministry"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """The jurisdiction of a document: its name in full (示例县) and its level (nation, province, city, county, town …)."""

    name: str
    level: str

    @property
    def ending(self) -> str:
        """县 of 示例县: what its own bodies put before their names; empty for the nation."""
        return next((ending for ending in _ENDINGS if self.name.endswith(ending)), "")

    @property
    def letters(self) -> tuple[str, ...]:
        """What its own bodies may print for its name: 县; 自治县 and 县 of a self-governing county. 区 is no 自治区."""
        ending = self.ending
        return (ending, ending[-1]) if ending in {"自治县", "自治州", "自治旗"} else (ending,) if ending else ()

    @property
    def short(self) -> str:
        """示例 of 示例县 and of 示例苗族自治县, where that is long enough to be told from other words; else empty."""
        stem = self.name.removesuffix(self.ending)
        if self.ending.startswith("自治"):
            plain = _PEOPLES.sub("", stem)
            stem = plain if len(plain) >= 2 else stem
        return stem if self.ending and len(stem) >= 2 else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Its name in full; for a self-governing place also as it is usually written, 示例县 and 示例州."""
        usual = f"{self.short}{self.ending[-1]}" if len(self.letters) > 1 and self.short else ""
        return (self.name, usual) if usual else (self.name,)


@dataclass(frozen=True)
class Form:
    """The parts of one printed name.

    `text`    the whole name as it is compared; `is_collective` for 各乡镇 and the like, which have no other part
    `whose`   OWN, BARE (nothing printed), NEAR (the place's name cut or led by another), or the other place as printed
    `side`    party, government, youth, or empty for a department
    `core`    what it is in charge of; `terms` the same as official words, empty unless every part of it is known
    `suffix`  the class of body; empty for a body known whole (法院, 总工会)
    `upper`   for a branch named after the place (某市公积金中心示例管理部): the words of the body that it is a branch of
    """

    text: str
    whose: str = BARE
    side: str = ""
    core: str = ""
    terms: tuple[str, ...] = ()
    suffix: str = ""
    is_collective: bool = False
    upper: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def read_form(printed: str, place: Place) -> Form:
    """The parts of that name, as a document of that place prints it."""
    text = _plain(printed)
    if is_collective(text) or re.match(r"(?:乡|镇|街道|村)[、(]?(?:镇|街道|居|社区|人民政府|政府|办事处|\()", text):
        return Form(text, is_collective=True)
    if re.search(r"[、,;()]", text) and text not in ORGANS:
        return Form(text, whose=text, core=text)
    whose, rest = _whose(_without_state_line(text, place), place)
    side, rest = _side(rest, whose)
    if side == "youth":
        return Form(text, whose, side)
    core, suffix = _core(rest, side)
    terms = terms_of(core)
    if whose == BARE and terms:
        whose = _level_by_suffix(suffix, place)
    if suffix == "hall" and place.level == "province":
        suffix = "bureau"
    return Form(text, whose, side, "".join(terms) or core, terms, suffix, upper=_upper(text, whose, place))


def is_one_place(form: Form, place: Place) -> bool:
    """True where what is printed before the name can mean one place only.

    市 in a county's document is the city above it. 县 in a city's is any county, and 市县 or 县区 is several: bodies of those
    may be alike in name and differ.
    """
    if form.whose in {OWN, BARE} or not _LETTERS_ONLY.match(form.whose):
        return form.whose != NEAR
    return _RANKS.get(form.whose, 9) < _LEVELS.get(place.level, 0)


def is_of_leaders(printed: str, place: Place) -> bool:
    """True for the bodies from which a place is led as a whole: its committee, government, congress and consultative conference.

    Their leaders head a leading group in person (县政府副县长 as 副组长); nobody charges the body itself with a share of the work,
    which is for departments and towns. Their offices (县委办公室, 县政府办公室) are departments.
    """
    form = read_form(printed, place)
    if form.whose not in {OWN, BARE} or form.suffix or form.is_collective:
        return False
    return form.core in _ASSEMBLIES or (form.side in {"party", "government"} and form.core in _AS_A_WHOLE)


def _plain(printed: str) -> str:
    text = comparable(printed).translate(str.maketrans("〔〕[]【】", "()()()", "“”\"'·"))
    return text.replace("人民政府", "政府")


def _without_state_line(text: str, place: Place) -> str:
    """The name without the line that it belongs to: 国家税务总局示例县税务局, 中共示例县委, 中国人民政治协商会议示例县委员会."""
    if text in {f"国家税务总局{name}税务局" for name in place.names}:
        text = text.removeprefix("国家税务总局")
    text = text.removeprefix("中国共产党").removeprefix("中共")
    consultative = _CONSULTATIVE.match(text)
    return f"{consultative.group(1)}政协" if consultative else text


def _whose(text: str, place: Place) -> tuple[str, str]:
    youth = _YOUTH.match(text)
    if youth:
        return (OWN if (youth["letter"] or youth["name"]) in {*place.letters, *place.names} else text), "共青团"
    if _is_known_bare(text):
        return BARE, text
    at = text.find(place.name)
    if at > 0 and _UPPER.search(text[:at]):
        return NEAR, text[at + len(place.name) :]
    rest = _without_own(text, place)
    if rest is not None:
        inner = None if _is_known_bare(rest) else _FOREIGN.match(rest)
        return (text, text) if inner else (OWN, rest)
    foreign = _FOREIGN.match(text)
    if foreign:
        return foreign.group(), text[foreign.end() :]
    if place.short and text.startswith(place.short):
        return NEAR, text.removeprefix(place.short)
    return BARE, text


def _is_known_bare(text: str) -> bool:
    """True for a name that is all known words, so that no letter in it stands for a level: 市场监管局, but not 市监委."""
    core, suffix = _core(text, "")
    return bool(suffix and terms_of(core)) and text[1:] not in ORGANS


def _without_own(text: str, place: Place) -> str | None:
    """The name without its own place before it, once or twice (示例县县委); None where it does not begin so."""
    name = next((name for name in place.names if name and text.startswith(name)), "")
    rest = text.removeprefix(name)
    if place.level == "nation":
        rest = re.sub(r"^(?:国家|全国)", "", rest)
    elif place.letters and not (name and _is_known_bare(rest)):
        rest = re.sub(rf"^[本我全]?(?!{_NO_LEVEL})(?:{'|'.join(place.letters)})级?", "", rest)
    return rest if rest != text and rest else None


def _side(rest: str, whose: str) -> tuple[str, str]:
    """Whether the body is of the party or the government, and its name without the word that says so."""
    if rest in {"共青团", "团委"}:
        return "youth", ""
    if rest in PARTY_ORGANS:
        return "party", PARTY_ORGANS[rest]
    party = re.match(r"党?委(?:员会)?(?!托)", rest)
    if party and whose != BARE:
        inner = rest[party.end() :]
        return "party", PARTY_ORGANS.get(inner, inner)
    government = _GOVERNMENT.match(rest)
    return ("government", rest[government.end() :]) if government else ("", rest)


def _core(rest: str, side: str) -> tuple[str, str]:
    if not side and rest in ORGANS:
        return ORGANS[rest], ""
    if side == "party" and rest in PARTY_ORGANS:
        return rest, ""
    for ending, suffix in _SUFFIXES:
        if rest.endswith(ending):
            core = rest.removesuffix(ending)
            return (COMMISSIONS.get(core, core) if ending == "委" else core), suffix
    return rest, ""


def _level_by_suffix(suffix: str, place: Place) -> str:
    """A bare 部 or 总局 is the nation's and a bare 厅 a province's, whoever's document names them."""
    if suffix == "hall":
        return BARE if place.level == "province" else "省"
    return "国家" if suffix in {"ministry", "head"} and place.level != "nation" else BARE


def _upper(text: str, whose: str, place: Place) -> tuple[str, ...]:
    at = text.find(place.short) if place.short else -1
    if whose in {OWN, NEAR} or at < 3:
        return ()
    _, rest = _whose(text[:at], place)
    core, _ = _core(rest, "")
    return terms_of(core)
