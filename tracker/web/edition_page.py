"""What the pages of editions show: the rows of a comparison with their words marked, and what adopting would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from tracker.edition_words import TONES, Changed, change_title, changes_of
from tracker.labels import numbered
from tracker.models import Task
from tracker.queries.sql import Page
from tracker.rules.editions import Alone, Change, Diff, MeasureText, Pair, most_alike
from tracker.rules.likeness import Stretch, differences
from tracker.rules.statuses import OPEN_TASK_STATES, TaskState
from tracker.services.editions import Chosen

ROWS = 10
NEAREST = 3
NOBODY = 0  # stands for "goes on with none" in an address


@dataclass(frozen=True)
class Option:
    """One pair to choose: the address part that chooses it, the words, and whether it is the present one."""

    value: str
    text: str
    is_set: bool


@dataclass(frozen=True)
class Row:
    """One measure of the comparison; a side is missing where the measure has no counterpart."""

    change: Change
    title: str
    tone: str
    is_moved: bool
    is_chosen: bool
    old: MeasureText | None
    new: MeasureText | None
    old_words: tuple[Stretch, ...]
    new_words: tuple[Stretch, ...]
    changes: tuple[Changed, ...]
    relative: MeasureText | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Consequences:
    """What adopting or replacing would do, in numbers; `closed_changed` are tasks struck off whose measure reads otherwise now."""

    carried: int
    carried_closed: int
    closed_changed: tuple[str, ...]
    issued: int
    ended: tuple[str, ...]
    closed: int


def written(chosen: Chosen) -> str:
    """The office's pairs as part of an address: 34-12.35-0, new and old measure of each, 0 for none."""
    return ".".join(f"{new}-{old or NOBODY}" for new, old in sorted(chosen.items()))


def read(text: str) -> dict[int, int | None]:
    """The pairs out of an address; what cannot be understood is left out, for addresses get cut."""
    found: dict[int, int | None] = {}
    for part in text.split("."):
        new, _, old = part.partition("-")
        if all(number.isascii() and number.isdigit() and len(number) < 10 for number in (new, old)):
            found[int(new)] = int(old) or None
    return found


def rows(
    diff: Diff, texts: tuple[list[MeasureText], list[MeasureText]], chosen: Chosen, kind: Change | None, number: int
) -> Page[Row]:
    """One page of the comparison, in the order of the new edition, what is listed no more at its end; only its texts are marked."""
    by_new: dict[int, Pair | Alone] = {
        **{pair.new.key: pair for pair in diff.pairs},
        **{item.measure.key: item for item in diff.new},
    }
    listed: list[tuple[Change, Pair | Alone]] = [(_change(by_new[text.key]), by_new[text.key]) for text in texts[1]]
    listed += [(Change.DROPPED, item) for item in diff.dropped]
    wanted = [entry for entry in listed if kind is None or entry[0] is kind]
    number = max(1, min(number, -(-len(wanted) // ROWS) or 1))
    shown = wanted[(number - 1) * ROWS : number * ROWS]
    dropped = [item.measure for item in diff.dropped]
    return Page([_row(change, item, texts[0], dropped, chosen) for change, item in shown], number, len(wanted), ROWS)


def _change(item: Pair | Alone) -> Change:
    return item.change if isinstance(item, Pair) else Change.NEW


def _row(change: Change, item: Pair | Alone, old: list[MeasureText], dropped: list[MeasureText], chosen: Chosen) -> Row:
    before = item.old if isinstance(item, Pair) else item.measure if change is Change.DROPPED else None
    after = item.new if isinstance(item, Pair) else item.measure if change is Change.NEW else None
    left: tuple[Stretch, ...] = (Stretch(before.text, False),) if before else ()
    right: tuple[Stretch, ...] = (Stretch(after.text, False),) if after else ()
    if before and after:
        left, right = differences(before.text, after.text)
    return Row(
        change=change,
        title=gettext(change_title(change)),
        tone=TONES[change],
        is_moved=isinstance(item, Pair) and item.is_moved,
        is_chosen=after is not None and after.key in chosen,
        old=before,
        new=after,
        old_words=left,
        new_words=right,
        changes=tuple(changes_of(item)) if isinstance(item, Pair) else (),
        relative=item.relative if isinstance(item, Alone) else None,
        options=_options(after, before, old, dropped, chosen) if after else (),
    )


def _options(
    new: MeasureText, old: MeasureText | None, every: list[MeasureText], dropped: list[MeasureText], chosen: Chosen
) -> tuple[Option, ...]:
    """What the measure may go on with: what it does now, what is most like it, what else has no successor, or nothing."""
    near = [old] if old else []
    near += [item for item in [*most_alike(new, every, NEAREST), *dropped] if item not in near]
    found = [Option(written({**chosen, new.key: None}), gettext("新增，不承接原任务"), old is None)]
    taken = {key: value for key, value in chosen.items() if key != new.key}
    for item in near:
        name = f"{item.section}{numbered(item.label, item.title)}"
        pairs = {**{key: None if value == item.key else value for key, value in taken.items()}, new.key: item.key}
        found.append(Option(written(pairs), name, old is not None and item.key == old.key))
    return tuple(found)


def consequences(diff: Diff, before: Mapping[int, Task], *, replace_only: bool) -> Consequences:
    """What would happen to the old plan's tasks, given by measure; with `replace_only` nothing is carried over."""
    pairs = () if replace_only else diff.pairs
    carried = {pair.old.key for pair in pairs}
    closed = [pair for pair in pairs if before[pair.old.key].state is TaskState.CLOSED]
    left = [task for key, task in before.items() if key not in carried]
    return Consequences(
        carried=len(pairs),
        carried_closed=len(closed),
        closed_changed=tuple(_name(pair.new) for pair in closed if pair.is_reworded),
        issued=len(diff.new) + (len(diff.pairs) if replace_only else 0),
        ended=tuple(_task_name(task) for task in left if task.state in OPEN_TASK_STATES),
        closed=sum(task.state is TaskState.CLOSED for task in left),
    )


def _name(text: MeasureText) -> str:
    return numbered(text.label, text.title)


def _task_name(task: Task) -> str:
    return f"{task.measure.label if task.measure else ''}{task.title}"


def tabs(diff: Diff, kind: Change | None, address: Iterable[tuple[Change | None, str]]) -> list[tuple[str, str, bool, int]]:
    """The kinds to narrow the comparison to, each with its count, as the macro `tabs` takes them."""
    whole = len(diff.pairs) + len(diff.new) + len(diff.dropped)
    return [
        (gettext(change_title(change)) if change else gettext("全部"), url, change is kind, diff.count(change) if change else whole)
        for change, url in address
    ]
