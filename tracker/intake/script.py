"""Texts in traditional script, which the reader does not read: its words are those of the mainland's simplified script."""

# Letters of the words that every plan prints (責任單位, 牽頭, 縣, 實施, 負責), beside the simplified ones of the same words.
_TRADITIONAL = str.maketrans("", "", "責單牽頭縣實負務辦財業經濟項動為產鄉鎮廳員對進個國強體發與會計劃關於報")
_SIMPLIFIED = str.maketrans("", "", "责单牵头县实负务办财业经济项动为产乡镇厅员对进个国强体发与会计划关于报")
# So many of them are more than a name or a quotation.
_FEWEST = 12

SENTENCE = "这份材料是繁体字的，单位和任务读不准。请先在 Word 或 WPS 里选中全文，用“审阅”里的“繁转简”转成简体字，再上传。"


def is_traditional(text: str) -> bool:
    """True for a text whose commonest words are printed in traditional script far more often than in simplified."""
    traditional = len(text) - len(text.translate(_TRADITIONAL))
    return traditional >= _FEWEST and traditional > 2 * (len(text) - len(text.translate(_SIMPLIFIED)))
