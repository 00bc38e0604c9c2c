"""Draw papers of random histories and count every figure again: `python -m tests.bench.references [histories]` (1,000 by default).

The histories are shared out among the kinds of papers; each is drawn on the whole plan or a part of it, and the figures in text,
tables, annexes and charts are counted again from the rows that they cite (`tests/reports/evaluator.py`). Exit 1 on any difference.
"""

import re
import sys
from collections import Counter

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.reports.checks import Case, cases, differences, figures_of
from tracker.rules.report_kinds import ReportKind

HISTORIES = 1_000


def main(histories: int) -> int:
    """Print how many papers, figures and references there were, and every difference; 1 where there was any."""
    counted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for kind in ReportKind:
        look_at(kind, -(-histories // len(ReportKind)), counted, found)
    for name, number in counted.items():
        print(f"{name}: {number}")
    print(f"differences: {sum(found.values())}")
    for said, number in found.most_common(20):
        print(f"  {number} × {said}")
    return 1 if found else 0


def look_at(kind: ReportKind, papers: int, counted: Counter[str], found: Counter[str]) -> None:
    """Draw so many papers of the kind; add to what was counted, and to what was found wrong."""

    @seed(20251122)
    @settings(max_examples=papers, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(cases(kind))
    def look(case: Case) -> None:
        paper = case.paper()
        counted.update({"histories": 1, f"papers {kind}": 1, "figures": figures_of(paper), "references": len(paper.references)})
        found.update(re.sub(r"\d+", "N", said) for said in differences(case))

    look()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES))
