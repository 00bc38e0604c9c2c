"""逾期和滞后事项: how many, the worst of them one by one, and the list of all (滞后和逾期清单)."""

from collections.abc import Iterable, Sequence

from tracker.intake.numerals import chinese
from tracker.labels import label
from tracker.reports.composition import Composition
from tracker.reports.figure_tasks import TaskLine
from tracker.reports.markdown import cell
from tracker.reports.paper import Annex, chinese_date
from tracker.reports.reasons import answerable, faulty, situation_text
from tracker.reports.wording import NAMED_UNITS, NONE, all_units, limit_text, one_line, table, units_text

SAYING_LENGTH = 80
SHOWN = 3
ALL_DONE = "各单位均已完成，待办公室核查销号"
LATE_ANNEX = "滞后和逾期清单"

# The parts of the list, each with the reasons that it holds: what is past its limit, what is gravely behind, what somewhat.
_PARTS = (
    ("逾期事项", ("overdue",)),
    ("严重滞后事项", ("unreported_2", "far_behind")),
    ("一般滞后事项", ("unreported_1", "behind")),
)


def overdue_part(work: Composition) -> list[str]:
    """The sentences that count what is late or behind, and the worst of it with the units' own explanation."""
    lines = faulty(work)
    if not lines:
        return [f"截至{work.day}，无逾期事项，无滞后事项。"]
    counted = f"截至{work.day}，{'，'.join(_counts(work, lines))}，涉及{_units(work, lines)}。"
    rest = [line.id for line in lines[SHOWN:]]
    more = f"其余{work.count('fault.more', 'task', rest)}项见附件“{LATE_ANNEX}”。" if rest else f"见附件“{LATE_ANNEX}”。"
    return [f"{counted}较为突出的是：", "\n".join(f"- {_told(work, line)}" for line in lines[:SHOWN]), more]


def _counts(work: Composition, lines: Iterable[TaskLine]) -> list[str]:
    policy = work.figures.policy
    red, yellow = policy.behind_red, policy.behind_yellow
    wordings = {
        "overdue": "逾期{n}项",
        "unreported_2": "连续两期及以上未报送进展{n}项",
        "far_behind": "落后计划{red}个百分点以上{n}项",
        "unreported_1": "一期未报送进展{n}项",
        "behind": "落后计划{yellow}至{red}个百分点{n}项",
    }
    found = []
    for code, wording in wordings.items():
        ids = [line.id for line in lines if line.reason_code == code]
        if ids:
            bounds = {"red": work.set_by_rule("rule.behind_red", red), "yellow": work.set_by_rule("rule.behind_yellow", yellow)}
            found.append(wording.format(n=work.count(f"fault.{code}", "task", ids), **bounds))
    return found


def _units(work: Composition, lines: Iterable[TaskLine]) -> str:
    names = dict.fromkeys(unit for line in lines for unit in answerable(line))
    ids = [work.figures.unit_ids[name] for name in names]
    return f"{work.count('fault.units', 'unit', ids)}个单位" if ids else f"的任务{ALL_DONE}"


def _told(work: Composition, line: TaskLine) -> str:
    """One late or lagging task in a sentence: units, limit, what is wrong, the unit's reason, the office's finding."""
    units = answerable(line)
    whose = f"（{work.units(f'task.{line.id}.answerable', units)}）" if units else f"（{ALL_DONE}）"
    limit = "长期坚持" if line.is_ongoing else f"时限{chinese_date(line.due_on)}" if line.due_on else "原文没有写明时限"
    moved = line.original_due_on if line.original_due_on != line.due_on else None
    before = f"（原定{chinese_date(moved)}）" if moved else ""
    said = _sayings(line)
    reason = f"单位说明：{said}。" if said else ""
    verified = line.ratings.verified if line.ratings else None
    finding = f"办公室核定：{label(verified)}。" if verified else ""
    return f"{work.task(line)}{whose}：{limit}{before}，{situation_text(work, line)}。{reason}{finding}"


def _sayings(line: TaskLine) -> str:
    """What the units named in the row say of it themselves; units that say the same stand together."""
    units: dict[str, list[str]] = {}
    for said in (saying for saying in line.problems if saying.unit in answerable(line)):
        units.setdefault(one_line(said.text, SAYING_LENGTH).rstrip("。；"), []).append(said.unit)
    return "；".join(f"{all_units(list(dict.fromkeys(names)))}：{text}" for text, names in units.items())


def late_annex(work: Composition) -> Annex | None:
    """Every late or lagging task in split lists, with what is wrong and the unit's own words; None where there is none."""
    lines = faulty(work)
    parts: list[str] = []
    for heading, codes in _PARTS:
        own = [line for line in lines if line.reason_code in codes]
        if own:
            key = f"late.{codes[0]}"
            number = work.count(key, "task", [line.id for line in own])
            parts.append(f"（{chinese(len(parts) + 1)}）{heading}：共{number}项。\n\n{_table(work, own)}")
    return Annex(LATE_ANNEX, "\n\n".join(parts), landscape=True) if parts else None


def _table(work: Composition, lines: Sequence[TaskLine]) -> str:
    rows = [
        (
            str(line.position),
            cell(line.title),
            all_units(answerable(line)) if answerable(line) else ALL_DONE,
            limit_text(line.due_on, line.original_due_on, is_ongoing=line.is_ongoing),
            situation_text(work, line),
            _sayings(line) or NONE,
        )
        for line in lines
    ]
    return table(("序号", "任务", "单位", "时限", "情况", "单位说明"), "clllll", rows)


def common_difficulties(work: Composition) -> list[str]:
    """What several units name as their difficulty in the same words, for whoever can settle it; nothing where none is shared."""
    said: dict[str, list[str]] = {}
    for share in work.figures.shares:
        if share.problems and not share.is_settled:
            said.setdefault(one_line(share.problems.text, SAYING_LENGTH).rstrip("。；"), []).append(share.unit)
    shared = {text: list(dict.fromkeys(units)) for text, units in said.items() if len(set(units)) > 1}
    items = [f"“{text}”：{_named_by(work, n, units)}提出。" for n, (text, units) in enumerate(shared.items(), start=1)]
    return [f"多个单位反映相同困难，需要统筹研究。{''.join(items)}"] if items else []


def _named_by(work: Composition, number: int, units: Sequence[str]) -> str:
    """A few units by name, of many only how many there are: the list of what lags has them all."""
    ids = [work.figures.unit_ids[name] for name in units if name in work.figures.unit_ids]
    if len(units) <= NAMED_UNITS or len(ids) < len(units):
        return units_text(units)
    return f"{work.count(f'difficulty.{number}', 'unit', ids)}个单位"
