"""Three weeks of two schedulers that are killed inside their steps, with clocks that step and a mail server that refuses, stalls
and drops: nothing is lost, nothing planned twice, no second copy of a mail but in the kill window, and marked.

`make bench-reminders` does the same for a thousand working days.
"""

from pathlib import Path

from tests.bench.sim.__main__ import simulate
from tests.bench.sim.drive import Wild
from tests.bench.sim.world import Size


def test_killed_again_and_again_schedulers_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    size, wild = Size(days=11, units=8, tasks=14, plans=3), Wild(kill=0.3, pause=0.02, outage=0.08, acts=12)
    verdict = simulate(database_url, tmp_path, size, seed=5, wild=wild)
    assert {kind: found for kind, found in verdict.faults.items() if found} == {}
    assert verdict.counts["kills inside"] >= 5
    assert verdict.counts["take-overs of the lease"] >= 3
    assert verdict.counts["deliveries sent"] > 50
