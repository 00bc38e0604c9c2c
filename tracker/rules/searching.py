"""What can be searched: the four kinds of entries of the index, their keys and marks, and questions that are numbers.

An entry bears marks beside its text, which the index finds as it finds words: `region7` (it lies in the place 7 or below),
`task12` (it belongs to the task 12), `plan3` (it is the plan 3), `label一` (it is the task numbered （一）), `kindtask`. So who may
see what narrows the search inside the index. A mark has more than two characters and is no pair out of a text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.rules.grams import fold, is_findable, phrases, terms_of
from tracker.rules.statuses import OrderKind

_BITS = 40  # room for the ids of one kind; its number stands above them


class SearchKind(StrEnum):
    """In the order in which findings are shown."""

    PLAN = "plan"
    TASK = "task"
    UPDATE = "update"
    EVIDENCE = "evidence"


_NUMBER = {kind: number for number, kind in enumerate(SearchKind, start=1)}


def key_of(kind: SearchKind, subject_id: int) -> int:
    """The key of an entry: those of one kind stand together, the newest last."""
    return (_NUMBER[kind] << _BITS) + subject_id


def keys_of(kind: SearchKind) -> tuple[int, int]:
    """The least and the greatest key of the kind."""
    return key_of(kind, 0), key_of(kind, (1 << _BITS) - 1)


def subject_of(key: int) -> int:
    """The id of what the entry is about."""
    return key & ((1 << _BITS) - 1)


def region_marks(path: str) -> list[str]:
    """The marks of a place and of all above it, from its path: /1/7/ → region1, region7."""
    return [f"region{place}" for place in path.split("/") if place]


def region_mark(path: str) -> str:
    """The mark of everything in the place with this path, and below it."""
    return region_marks(path)[-1]


def kind_mark(kind: SearchKind) -> str:
    """The mark of a kind; most entries are reports, and those bear none."""
    return "" if kind is SearchKind.UPDATE else f"kind{kind}"


def plan_mark(plan_id: int) -> str:
    """The mark of a plan itself."""
    return f"plan{plan_id}"


def task_mark(task_id: int) -> str:
    """The mark of a task and of what belongs to it."""
    return f"task{task_id}"


def label_mark(label: str) -> str:
    """The mark of a task's number in its plan, signs left out: （一） and 一、 → label一, 1.2 → label1x2; "" for none."""
    parts = re.findall(r"[^\W_]+", fold(label))
    return "label" + "x".join(parts) if parts else ""


_LABEL = re.compile(r"[(\[第]?[一二三四五六七八九十百〇0-9]+(?:[.\-][0-9]+)*(?:[)\]、.项条]|\.)?")


def is_label(asked: str) -> bool:
    """True for a question that is a number as tasks bear them: （一）, 一、, 12, 1.2."""
    return bool(_LABEL.fullmatch(fold(asked)))


def asked_label(asked: str) -> str:
    """The mark of the number that is asked for: 第3项 and 3 ask for the same."""
    return label_mark(fold(asked).strip("第项条"))


@dataclass(frozen=True)
class Question:
    """What is looked for: folded words, all of which have to be there (none where they are too short), or a task's number."""

    terms: tuple[str, ...]
    label: str = ""

    @property
    def is_answerable(self) -> bool:
        """False where there is nothing that the index could find."""
        return bool(self.terms or self.label)


def question_of(asked: str) -> Question:
    """The question in what was typed."""
    terms = terms_of(asked)
    return Question(terms if is_findable(terms) else (), asked_label(asked) if is_label(asked) else "")


class Numbered(StrEnum):
    """Papers that bear a number of their own: 督办单〔2025〕3号."""

    URGE = OrderKind.URGE
    SUPERVISION = OrderKind.SUPERVISION
    NOTICE = "notice"


_PAPERS = {"催办单": Numbered.URGE, "督办单": Numbered.SUPERVISION, "交办通知": Numbered.NOTICE}
_PAPER = re.compile(rf"({'|'.join(_PAPERS)})\s*[〔\[(【]?\s*(\d{{4}})\s*[〕\])】年]?\s*第?\s*(\d{{1,6}})\s*号?")


@dataclass(frozen=True)
class PaperNumber:
    """The number of a paper, as GB/T 9704 sets it: kind, year and a running number."""

    paper: Numbered
    year: int
    number: int


def paper_number(asked: str) -> PaperNumber | None:
    """The paper that the question names, whatever brackets it was typed with; None where it names none."""
    found = _PAPER.fullmatch(fold(asked))
    return PaperNumber(_PAPERS[found[1]], int(found[2]), int(found[3])) if found else None


def match_of(terms: Sequence[str], marks: Sequence[str] | None) -> str:
    """The question to SQLite's index: every stretch of every word, and one of the marks (None: whatever marks).

    Words come out as pairs of letters and characters in quotes, so nothing of what was typed is read as syntax.
    """
    wanted = [f'"{" ".join(pairs)}"' for term in terms for pairs in phrases(term)]
    if marks is not None:
        wanted.append(f"({' OR '.join(marks)})")
    return " AND ".join(wanted)
