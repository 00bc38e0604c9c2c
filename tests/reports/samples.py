"""An invented paper of the invented 示例县, large enough to have every part that a renderer must set."""

from datetime import date

from tracker.reports.markdown import cell
from tracker.reports.paper import Annex, Paper

STATES = ("已销号", "达序时", "滞后", "逾期", "长期坚持")
COUNTS = (31, 74, 22, 11, 12)


def sample_paper(**over: object) -> Paper:
    """Return the sample; `over` replaces fields."""
    fields: dict[str, object] = {
        "title": "关于《示例县促进就业三年行动实施方案》落实情况的督查报告",
        "subtitle": "（截至2025年11月30日）",
        "addressee": "县委、县政府",
        "issuer": "示例县就业工作领导小组办公室",
        "issued_on": date(2025, 12, 3),
        "number": "示就办督〔2025〕3号",
        "body": BODY,
        "annexes": (
            Annex("任务进展情况一览表", _ledger(150), landscape=True),
            Annex("数据口径说明", "1. 统计截止时间为2025年11月30日24时。\n2. 比例按四舍五入保留一位小数。"),
        ),
        "colophon": ("抄送：县人大常委会办公室，县政协办公室，县纪委监委机关，各乡镇人民政府，县直各单位。",
                     "示例县就业工作领导小组办公室  2025年12月3日印发"),
    }  # fmt: skip
    return Paper(**{**fields, **over})  # type: ignore[arg-type]


def _ledger(rows: int) -> str:
    head = "| 序号 | 任务 | 牵头单位 | 责任单位 | 现时限 | 进展 | 状态 | 佐证 |\n|---|---|---|---|---|---|---|---|\n"
    return head + "\n".join(_ledger_row(n) for n in range(1, rows + 1))


def _ledger_row(n: int) -> str:
    task = f"第{n}项：建设乡镇零工驿站{n % 7 + 1}个，组织线下招聘活动不少于{n % 12 + 1}场"
    units = "县财政局、县教育局、各乡镇人民政府" if n % 3 else "县总工会"
    progress = "已完成场地改造，招聘活动按月开展，台账已报送。" * (1 + n % 4)
    entries = (str(n), task, "县人力资源社会保障局", units, "2025-12-31", progress, STATES[n % 5], f"佐证{n}")
    return "| " + " | ".join(cell(entry) for entry in entries) + " |"


TALLY = "\n".join(f"| {state} | {count} | {count / 1.5:.1f}% |" for state, count in zip(STATES, COUNTS, strict=True))
SENTENCE = "各乡镇、各单位按照方案要求，对照任务清单逐项推进，组织招聘活动126场，提供岗位8450个，新增城镇就业2316人。"
METHOD = "办公室采取单位自查、材料核验、电话抽查和现场核实相结合的方式，对2025年1月1日至11月30日的落实情况开展了督查。"
BODY = f"""根据《示例县促进就业三年行动实施方案》（示政办〔2025〕12号），{METHOD}现将有关情况报告如下。

## 一、总体情况

方案的120条措施分解为150项任务，涉及36个单位。各类任务数量和占比见下表。

| 状态 | 任务数（项） | 占比 |
|:-:|--:|--:|
{TALLY}
| **合计** | **150** | **100.0%** |

### （一）报送情况

{SENTENCE * 4}

### （二）与上期相比

{SENTENCE * 3}

#### 1. 进度变化

{SENTENCE * 2}

##### （1）提前完成的任务

{SENTENCE}

## 二、存在问题

{SENTENCE * 2}主要有以下方面：

1. 零工驿站建设进度偏慢，**3个乡镇**尚未开工。
2. 数据报送不及时，*个别单位*连续两期未报送。

- 资金拨付环节较多。
- 部门之间信息没有共享。

> 请各牵头单位于2025年12月20日前书面反馈整改情况。

## 三、下一步要求

{SENTENCE * 6}

{SENTENCE * 5}
"""
