"""Words that hold something against a body, as data: what a paper may not say of a unit without the rows that show it.

Source: the faults that 督查 papers report (domain.md d3, part 三: 逾期、滞后, late, empty and returned reports) and the words of
criticism of order 733 art. 20 and 24.
"""

import re

ADVERSE_WORDS = (
    "逾期", "超期", "滞后", "落后", "未报", "迟报", "漏报", "瞒报", "虚报", "谎报", "退回", "未答复", "未反馈", "未签收", "未完成",
    "未达标", "未落实", "未启动", "未按", "不按", "不到位", "不力", "不实", "不配合", "缓慢", "拖延", "拖拉", "推诿", "敷衍",
    "弄虚作假", "批评", "约谈", "问责", "追责",
)  # fmt: skip
_DENIED = r"(?:无|没有|未发现|未发生|不存在|不计|消除)[^，。；：]{0,6}?"
_DENIALS = re.compile(rf"{_DENIED}(?:{'|'.join(ADVERSE_WORDS)})(?:和(?:{'|'.join(ADVERSE_WORDS)}))*")
_ADVERSE = re.compile("|".join(ADVERSE_WORDS))
_QUOTED = re.compile("“[^“”]*”")

# A body by the form of its name: a department of a place, or the government of a place. 各… means no body in particular.
_BODY = re.compile(
    r"(?<!各)(?:省|市|州|盟|县|区|旗|乡|镇)(?:委)?[一-龥]{1,12}?(?:局|委员会|委|部|院|厅|联|总工会|协会|中心|公司|银行|社)"
    r"|(?<!各)[一-龥]{2,8}?(?:人民政府|街道办事处|(?<!乡)镇|(?<!各)乡(?!镇))"
)


def is_adverse(text: str) -> bool:
    """True where plain text holds something against somebody: not what it denies (无逾期), nor what stands in quotation marks."""
    return bool(_ADVERSE.search(_DENIALS.sub("", _QUOTED.sub("", text))))


def names_body(text: str) -> bool:
    """True where plain text names a body, by the form of the name; quotations are left out."""
    return bool(_BODY.search(_QUOTED.sub("", text)))
