"""What the invented units write: sentences of our own around the task's title, with figures from the dice."""

import random

_DONE = (
    "召开专题会议 {n} 次，把“{title}”分解到股室和专人，逐项倒排时间。",
    "完成摸底 {big} 户，建立台账并逐月更新，差错率控制在 1% 以内。",
    "到 {n} 个乡镇实地查看，现场协调解决问题 {n2} 个。",
    "举办业务培训 {n} 期，{big} 人次参加，考核合格率 {rate}%。",
    "发放明白卡 {big2} 份，接听咨询电话 {big} 个，群众知晓率有所提高。",
    "与相关单位会商 {n} 次，打通数据接口 {n2} 个，减少重复提交材料。",
    "项目完成进度 {rate}%，资金拨付 {money} 万元，手续齐全。",
)
_PROBLEMS = (
    "个别村（社区）专干兼职多，数据更新不够及时。",
    "部分场地消防改造周期较长，影响后续验收。",
    "配套资金分两批到位，第二批预计下月拨付。",
    "群众对办理条件了解不够，首次申请材料退件较多。",
    "",
)
_NEXT = (
    "下月完成剩余 {n} 个点位，并组织一次自查。",
    "继续加大宣传，月底前将台账与相关单位比对一遍。",
    "对进度慢的乡镇实行一周一调度。",
    "抓紧完善手续，力争提前完成年度任务。",
)
NOTHING_NEW = "本月按原计划推进，无新增进展。"
EMPTY_TALK = "高度重视，正在积极推进各项工作。"
RETURN_REASONS = (
    "只有表态，没有具体数据和佐证，请补充完成情况和证明材料。",
    "完成比例与佐证材料不一致，请核对后重新报送。",
    "佐证材料缺少时间和盖章，请补充。",
)
ACCEPT_NOTES = ("数据与佐证一致。", "已电话核实。", "")


def narrative(dice: random.Random, title: str) -> str:
    """Markdown: two or three things done, as a list."""
    return "\n".join(f"- {_filled(line, dice, title)}" for line in dice.sample(_DONE, dice.choice((2, 2, 3))))


def problems(dice: random.Random) -> str:
    return dice.choice(_PROBLEMS)


def next_step(dice: random.Random) -> str:
    return _filled(dice.choice(_NEXT), dice, "")


def evidence_file(dice: random.Random, unit: str, title: str, period: str, percent: int) -> tuple[str, bytes]:
    """The name and bytes of a small table that stands for the unit's proof."""
    rows = [("项目", "单位", "本期", "累计")]
    rows += [(f"工作事项{n}", "项", str(dice.randrange(1, 20)), str(dice.randrange(20, 90))) for n in range(1, 5)]
    head = f"{unit}《{title}》进展统计表（{period}），完成比例 {percent}%\r\n"
    table = head + "\r\n".join(",".join(row) for row in rows) + "\r\n"
    return f"{period} 进展统计表.csv", b"\xef\xbb\xbf" + table.encode()


def _filled(line: str, dice: random.Random, title: str) -> str:
    return line.format(
        title=title,
        n=dice.randrange(2, 7),
        n2=dice.randrange(3, 15),
        big=dice.randrange(40, 480),
        big2=dice.randrange(500, 3000),
        rate=dice.randrange(85, 100),
        money=dice.randrange(20, 180),
    )
