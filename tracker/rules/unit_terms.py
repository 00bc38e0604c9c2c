"""The words of unit names: what a department is in charge of, by every form in use, and the bodies that bear no such word.

Source: the reform plans of party and state bodies of 2018 and 2023 for the official names, the printed lists of real plans
for the short ones. What stands here makes two names one without a question, so only forms that mean one body everywhere
stand here; what may mean another is left out, and is asked about.
"""

import re
from functools import cache

# The official word → the other forms of the same word.
_TERMS = {
    "财政": "",
    "商务": "",
    "水利": "",
    "水务": "",
    "司法": "",
    "统计": "",
    "审计": "",
    "民政": "",
    "公安": "",
    "气象": "",
    "税务": "",
    "信访": "",
    "档案": "",
    "保密": "",
    "能源": "",
    "文物": "",
    "林业": "",
    "草原": "",
    "农业": "",
    "教育": "",
    "体育": "",
    "文化": "",
    "旅游": "旅游发展 旅发",
    "规划": "",
    "卫生": "",
    "扶贫": "扶贫开发",
    "数据": "",
    "大数据": "",
    "粮食": "",
    "招商": "",
    "地震": "",
    "海洋": "",
    "渔业": "",
    "畜牧": "",
    "外事": "",
    "侨务": "",
    "金融": "",
    "国家安全": "",
    "自然资源": "",
    "国土资源": "",
    "生态环境": "",
    "环境保护": "环保",
    "乡村振兴": "",
    "农业农村": "",
    "行政审批": "",
    "综合行政执法": "",
    "综合执法": "",
    "知识产权": "",
    "投资促进": "",
    "营商环境": "",
    "计划生育": "计生",
    "科技": "科学技术",
    "城市管理": "城管",
    "机关事务管理": "机关事务",
    "政务服务": "政务",
    "广播电视": "广电",
    "交通运输": "交通 交运",
    "应急管理": "应急",
    "医疗保障": "医保",
    "卫生健康": "卫健",
    "发展改革": "发展和改革 发改",
    "工业信息化": "工业和信息化 工信",
    "经济信息化": "经济和信息化 经信",
    "住房城乡建设": "住房和城乡建设 住建",
    "人力资源社会保障": "人力资源和社会保障 人社 人力社保",
    "市场监督管理": "市场监管 市监",
    "药品监督管理": "药品监管 药监",
    "国有资产监督管理": "国资 国有资产监管",
    "退役军人事务": "退役军人",
    "民族宗教": "民族宗教事务 民宗",
    "安全生产监督管理": "安监",
    "食品药品监督管理": "食药监",
    "工商行政管理": "工商",
    "人民防空": "人防",
    "住房公积金": "住房公积金管理 公积金 公积金管理",
    "疾病预防控制": "疾控",
    "金融监督管理": "金融监管",
    "地方金融监督管理": "地方金融监管",
    "物资储备": "",
    "城乡建设": "建设",
    "民族事务": "民族",
    "国防动员": "国动",
    "政务服务数据管理": "政务服务和数据管理 政数",
    "邮政管理": "",
    "烟草专卖": "烟草",
    "消防救援": "消防",
    "园林绿化": "园林",
    "房屋管理": "房管",
    "海关": "",
}
# Short forms of several words at once.
_JOINED = {
    "教体": ("教育", "体育"),
    "教科": ("教育", "科技"),
    "教科体": ("教育", "科技", "体育"),
    "文体": ("文化", "体育"),
    "文旅": ("文化", "旅游"),
    "文广旅": ("文化", "广播电视", "旅游"),
    "文旅体": ("文化", "旅游", "体育"),
    "文体旅": ("文化", "体育", "旅游"),
    "文体广旅": ("文化", "体育", "广播电视", "旅游"),
    "文广体旅": ("文化", "广播电视", "体育", "旅游"),
    "文旅广体": ("文化", "旅游", "广播电视", "体育"),
    "卫计": ("卫生", "计划生育"),
    "林草": ("林业", "草原"),
    "粮储": ("粮食", "物资储备"),
    "规自": ("规划", "自然资源"),
    "卫体": ("卫生健康", "体育"),
    "科工信": ("科技", "工业信息化"),
    "教体科": ("教育", "体育", "科技"),
    "教科文体": ("教育", "科技", "文化", "体育"),
    "文体广电旅": ("文化", "体育", "广播电视", "旅游"),
    "文体旅游": ("文化", "体育", "旅游"),
    "农业水利": ("农业", "水利"),
    "自规": ("自然资源", "规划"),
    "资规": ("自然资源", "规划"),
}
# Commissions that are known by one character before 委, which means nothing by itself: 教委, but not 教局.
COMMISSIONS = {
    "教": "教育", "科": "科技", "农": "农业", "建": "城乡建设", "交": "交通运输", "体": "体育", "民": "民族事务",
}  # fmt: skip
# Words whose bodies replaced, or were merged into, one another: the same body in another year, or another one. Asked.
_KIN = (
    {"卫生健康", "卫生"},
    {"自然资源", "国土资源", "规划"},
    {"应急管理", "安全生产监督管理"},
    {"乡村振兴", "扶贫", "农业农村"},
    {"生态环境", "环境保护"},
    {"市场监督管理", "工商行政管理", "食品药品监督管理"},
    {"综合行政执法", "综合执法", "城市管理"},
    {"农业农村", "农业"},
    {"金融监督管理", "地方金融监督管理", "金融"},
    {"数据", "大数据", "行政审批", "政务服务"},
    {"水利", "水务"},
    {"住房城乡建设", "城乡建设", "房屋管理"},
    {"民族宗教", "民族事务"},
    {"人民防空", "国防动员"},
    {"政务服务数据管理", "数据", "大数据", "政务服务", "行政审批"},
    {"城市管理", "园林绿化"},
    {"工业信息化", "经济信息化"},
)
# Departments that are named 局 in one place and 委 in another. Others are not: 规划委, 应急委, 城管委, 金融委 meet beside the 局.
BUREAU_OR_COMMISSION = frozenset(
    {"发展改革", "卫生健康", "教育", "住房城乡建设", "农业农村", "商务", "经济信息化", "工业信息化", "交通运输", "民族宗教"}
)
# Bodies known by one word, whole: official or usual name → the other forms.
_ORGANS = {
    "总工会": "",
    "妇女联合会": "妇联",
    "残疾人联合会": "残联",
    "工商业联合会": "工商联",
    "科学技术协会": "科协",
    "文学艺术界联合会": "文联",
    "社会科学界联合会": "社科联",
    "归国华侨联合会": "侨联",
    "计划生育协会": "计生协 计生协会",
    "红十字会": "",
    "关心下一代工作委员会": "关工委",
    "供销合作社": "供销社 供销合作社联合社 供销联社",
    "人民法院": "法院",
    "人民检察院": "检察院",
    "人民武装部": "人武部",
    "纪律检查委员会": "纪委",
    "监察委员会": "监委",
    "纪律检查委员会监察委员会": "纪委监委",
    "人民代表大会常务委员会": "人大常委会",
    "人民代表大会": "人大",
    "政治协商会议": "政协",
}
# Organs of a party committee, which are printed with and without 委 before them (县委组织部, 县组织部).
_PARTY_ORGANS = {
    "组织部": "",
    "宣传部": "",
    "统战部": "统一战线工作部",
    "社会工作部": "社工部",
    "政法委": "政法委员会",
    "编办": "编委办 编委办公室 编制办 机构编制委员会办公室",
    "网信办": "网络安全和信息化委员会办公室",
    "巡察办": "巡察工作领导小组办公室",
    "老干部局": "",
    "党校": "",
}


def _by_form(table: dict[str, str]) -> dict[str, str]:
    return {form: official for official, forms in table.items() for form in (official, *forms.split())}


ORGANS = _by_form(_ORGANS)
PARTY_ORGANS = _by_form(_PARTY_ORGANS)
_SINGLE = _by_form(_TERMS)
_WORDS = {**{form: (word,) for form, word in _SINGLE.items()}, **_JOINED}
_JOINS = "和与及、"
_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))


@cache
def terms_of(core: str) -> tuple[str, ...]:
    """The official words that a core is made of (教体 → 教育, 体育); none where any part of it is no such word.

    和, 与, 及 and 、 count for nothing between words that are known, and for themselves everywhere else.
    """
    found: list[str] = []
    at = 0
    while at < len(core):
        match = _WORD.match(core, at)
        if match is None:
            return ()
        found.extend(_WORDS[match.group()])
        at = match.end()
        at += at + 1 < len(core) and core[at] in _JOINS
    return tuple(found)


def are_kin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where a word of the one body's name took the place of a word of the other's, at some reform."""
    return any(group & set(one) and group & set(other) for group in _KIN)
