"""The words by which plans say who does what: labels before names (牵头单位：), verbs behind them (…牵头，…配合)."""

import re

LEAD, RESPONSIBLE, SUPPORTING = "lead", "responsible", "supporting"

LABEL_ROLES = {
    "牵头": LEAD, "主办": LEAD, "主责": LEAD, "主抓": LEAD, "领办": LEAD,
    "责任": RESPONSIBLE, "落实": RESPONSIBLE, "承办": RESPONSIBLE, "实施": RESPONSIBLE, "主管": RESPONSIBLE,
    "完成": RESPONSIBLE, "负责": RESPONSIBLE, "承担": RESPONSIBLE, "组织": RESPONSIBLE, "执行": RESPONSIBLE,
    "配合": SUPPORTING, "协办": SUPPORTING, "参与": SUPPORTING, "参加": SUPPORTING, "协作": SUPPORTING,
    "支持": SUPPORTING, "协同": SUPPORTING, "协助": SUPPORTING, "指导": SUPPORTING, "督导": SUPPORTING,
    "督办": SUPPORTING, "监督": SUPPORTING, "支撑": SUPPORTING, "保障": SUPPORTING, "联合": SUPPORTING,
    "会办": SUPPORTING, "协调": SUPPORTING, "监管": SUPPORTING,
}  # fmt: skip
_ROLE = "|".join(LABEL_ROLES)
_NOUN = (
    r"(?:单位|部门|主体|机构|专班|科室|处室|股室|站所|乡镇|镇街|县区|区县)"
    r"(?:[（(](?:单位|部门|科室)[)）])?(?:[、和及或](?:单位|部门|科室))?"
)
_WHICH = r"(?:第一|主要|主体|共同|其[他它]|相关|具体|直接|行业|总|[省市州县区镇乡]?[级直]|[省市州县区镇乡](?=牵头|责任|配合)){0,6}"
# What a name that follows its label without a colon begins with; 责任单位各司其职 is a sentence.
_BEGINS = r"[省市县区州旗镇乡国团中]|各(?!自|司|负|尽|有)"
_FULL = (
    rf"{_WHICH}(?P<role>{_ROLE})(?:[、和及（(/]{{1,3}}(?:{_ROLE})[)）]?){{0,5}}(?:责任|实施|落实)?{_NOUN}"
    rf"(?:[、和及/](?:{_ROLE}){_NOUN})?(?:及(?:其)?(?:责任|职责|任务)?分工)?"
    r"(?:[及和与、/（(](?:其)?(?:具体|主要|直接)?(?:责任人|负责人|责任领导|联系人|联络员)[)）]?)?"
)
# No label has more than six such words; without a bound, a page of one word would be looked through from each of its places.
# What stands before 领导 and 责任人 in a label; a unit that a lost blank has glued to it is none of it (县教育局 责任人：).
_WHOSE = (
    r"(?:(?=[省市县区镇乡分主包挂联牵责直具第党行单部科项工业日现技领督其相值办总])(?:[省市县区镇乡]级?|分管|主管|分工|包[保抓联挂]|挂[联钩包]|分包|联系|联络|牵头|责任|主要|直接|具体|第一|党政|行政|单位|部门|科室"
    r"|项目|工作|业务|日常|现场|技术|领办|督办|督导|其他|相关|值班|办公|总)){0,6}"
)
_ASIDE = r"(?:[（(][^）)]{0,8}[）)])?"
LABEL = re.compile(
    rf"""
    (?<![各、的]) (?:
        {_FULL} {_ASIDE} (?: [】\]〗]?[：:] | [】\]〗] | 为?(?={_BEGINS}) )
      | (?: (?P<short>牵头|主办|主责|责任|承办|协办|配合|参与|落实|指导|支持|协助|参加)
          | (?P<shared>(?:责任|职责|任务|工作)分工)
          | (?P<due>(?:完成|办理|办结|整改|实施|起止|推进|执行|有效|政策)?(?:时限|时间|期限)(?:节点|要求|安排)?
              | (?:时间|进度)节点 | 完成期限)
          | (?P<person>{_WHOSE}(?:领导|责任人|负责人|负责同志|联系人|联络员|电话)|责任人员|包[保抓联挂]人)
          | (?P<other>(?:工作|任务|预期|主要|具体)?(?:目标|举措|措施|成果|要求|依据|内容|形式)|备注|说明|责任清单|工作专班
              | (?:验收|考核|评估|审核|销号|填报|报送)(?:责任)?(?:单位|部门|主体))
        ) {_ASIDE} [】\]〗]?[：:] )
    """,
    re.VERBOSE,
)
# Outside brackets a label counts where a line or a sentence begins, or where it is printed in full, colon included.
LINE_LABEL = re.compile(
    rf"""
      (?:(?<=\n)|(?<=[。；！;])|^) [—\-●·※★]* [【\[〖]? {LABEL.pattern}
    | (?<![\n。；！各、和及与或的关由向\u2060]) (?P<role2>牵头|主办|责任|配合|协办|承办|参与) (?:责任)? (?:单位|部门) [：:]
    """,
    re.VERBOSE,
)

_HOW = (
    r"(?:等?按(?:照)?|根据|依据?|结合)(?:各自|有关|相关|工作|法定|部门)*(?:的)?(?:职责|分工|职能|权限|任务|实际|要求)+(?:分工|范围)?(?:内)?"
    r"|分工(?=负责|落实|推进|实施)|分别|共同|联合|具体|依法|各自|协同|密切|积极|统筹|统一|抓好|做好|推动|认真|共同|协调|主要|分级|属地|全力|切实|持续|总"
)
_DOING = {
    LEAD: "牵头|主办|主责|主抓|领办|抓总",
    SUPPORTING: "配合|协助|协办|参与|参加|支持|指导|督导|监督|协作|保障",
    RESPONSIBLE: "负责|落实|实施|承担|承办|推进|执行|完成|组织(?=实施|落实|推进|开展)|(?<=牵头|负责)组织"
    "|开展|办理|统筹|协调|协同|到位|为主|工作",
}
_RUN = re.compile(rf"(?:为?(?P<noun>{_ROLE})(?:单位|部门)|(?:{_HOW}|{'|'.join(_DOING.values())}|、|并|和)+)$")
# 各项目牵头单位, 相关责任单位: the whole is the name of a class, whose last word gives no role.
_CLASS = re.compile(r"(?:^|[、，,；;和及])(?:各|其[他它]|有关|相关)[^、，,；;为]*$")
_BY_DOING = tuple((role, re.compile(words)) for role, words in _DOING.items())
_SHARE = re.compile("职责|分工")
_VERB_LENGTH = 36


# 县财政局负责资金保障: what a unit does stands behind its verb.
_INSIDE = re.compile(
    r"(?P<names>.*?(?:局|委|办|厅|部|室|中心|政府|公司|院|会|队|联|社|所|站|行|校|组|[乡镇]|街道|单位|部门)(?:[（(][^）)]*[）)])?)"
    r"(?:按职责|分别|共同|具体|主要)?(?P<verb>负责|牵头|配合|协助|承担|做好)(?P<what>[\u4e00-\u9fff]{2,24})"
)


def verb(text: str) -> tuple[str, str | None]:
    """The names that a stretch begins with, and the role that the words behind them give (县甲局|按职责分工负责); None without."""
    run = _RUN.search(text, max(0, len(text) - _VERB_LENGTH))
    inside = _INSIDE.fullmatch(text[: run.start()] if run else text)
    if inside:
        return inside["names"], next((role for role, words in _BY_DOING if words.search(inside["verb"])), RESPONSIBLE)
    if not run:
        return text, None
    if run["noun"]:
        names = text[: run.start()]
        named = not run.group().startswith("为") and _CLASS.search(names)
        return (text, None) if named else (names.removesuffix("作"), LABEL_ROLES[run["noun"]])
    said = run.group()
    role = next((role for role, words in _BY_DOING if words.search(said)), RESPONSIBLE if _SHARE.search(said) else None)
    return (text[: run.start()], role) if role and run.start() else (text, None)


_TIME = re.compile(
    r"""
      (?:力争|确保|并|于|在|到|从|自|每)* (?:20\d\d年|\d{1,2}月|[一二三四]季度|年[底末内前]|年度|季度|全年|月底)
      .{0,20}(?:前|底|内|完成|末|起|年|月|日|推进|落实|实施|报送?|到位)?
    | .{0,4}(?:执行|实施|有效)期?(?:至|到|限|为).{4,20}
    | (?:长期|持续|常态|立即|即时|贯穿|随时) .{0,12} | .{0,20}(?:底|日|月|年)前(?:完成|落实|实施|到位).{0,4}
    """,
    re.VERBOSE,
)


def is_time(text: str) -> bool:
    """True for a time limit among the names of a list: 2025年6月底前完成, 长期坚持."""
    return bool(_TIME.fullmatch(text.strip()))
