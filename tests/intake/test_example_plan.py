"""An invented plan from first line to annex, against its content as read: data/shili.json.

Write it anew after a wanted change: `python -m tests.intake.test_example_plan`, and read the difference.
"""

import json

from tests.intake.helpers import DATA
from tracker.intake import parse

EXPECTED = DATA / "shili.json"


def read_example() -> str:
    plan = parse((DATA / "shili.txt").read_bytes(), "shili.txt")
    return json.dumps(plan.to_dict(), ensure_ascii=False, indent=1) + "\n"


def test_example_plan_reads_as_expected() -> None:
    assert read_example() == EXPECTED.read_text(encoding="utf-8")


def test_no_name_of_a_person_is_kept() -> None:
    group = json.loads(read_example())["leading_group"]
    assert not any(mark in json.dumps(group, ensure_ascii=False) for mark in ("某", "甲", "乙", "丙", "丁"))


if __name__ == "__main__":
    EXPECTED.write_text(read_example(), encoding="utf-8")
