"""Reads thousands of wrecked documents and tells how each ended: `make bench-hostile`. Nothing passes or fails.

    python -m tests.bench.hostile [--count N] [--seed N] [--workers N] [--out FILE] [--only NUMBER ...]

A document must end in a plan whose places hold, or in one sentence, within five seconds. Each is read in a worker process
that is ended when it takes too long. What is found here becomes a small test in tests/intake/test_robustness.py.
"""

import argparse
import json
import multiprocessing
import resource
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.bench.wrecks import document
from tests.intake.helpers import ROOT
from tracker.intake import IntakeError, ParsedPlan, parse
from tracker.intake.forms.cells import CELL

COUNT, ALLOWED, PATIENCE = 10_000, 5.0, 60.0
MEMORY = 3 << 30
SHOWN = 10
_SHAPELESS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u2060"))
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class End:
    """How the reading of a document ended; `code` is "read", that of a refusal, or what should not be.

    `seconds` are those of the processor: on a shared machine the clock on the wall (`wall`) tells of others as well.
    """

    number: int
    family: str
    size: int
    seconds: float
    wall: float
    code: str
    detail: str = ""


def main() -> None:
    """Read the documents, print what came of them, write the JSON."""
    options = _options()
    numbers = options.only or range(options.count)
    with ThreadPoolExecutor(options.workers) as pool:
        lots = [numbers[at :: options.workers] for at in range(options.workers)]
        ends = [end for lot in pool.map(lambda lot: list(read_all(lot, options.seed)), lots) for end in lot]
    print(report(ends))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps([asdict(end) for end in ends], ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nWritten to {options.out}")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="How wrecked documents end.")
    options.add_argument("--count", type=int, default=COUNT, help="documents (default: %(default)s)")
    options.add_argument("--seed", type=int, default=1, help="another seed makes other documents (default: %(default)s)")
    options.add_argument("--workers", type=int, default=2, help="processes (default: %(default)s)")
    options.add_argument("--only", type=int, nargs="*", help="read only the documents with these numbers")
    options.add_argument("--out", type=Path, default=ROOT / "build" / "hostile.json", help="where the JSON goes")
    return options.parse_args()


def read_all(numbers: Any, seed: int) -> Iterator[End]:
    """The end of each document, read one after the other by a worker that is started anew whenever it had to be ended."""
    worker: tuple[Any, Connection] | None = None
    for number in numbers:
        process, pipe = worker or _started(seed)
        pipe.send(number)
        try:
            end = pipe.recv() if pipe.poll(PATIENCE) else End(number, "", 0, PATIENCE, PATIENCE, "hang")
        except EOFError:
            end = End(number, "", 0, 0, 0, "crash")
        worker = process, pipe
        if end.code in ("hang", "crash"):
            process.kill()
            worker = None
        yield end
    if worker:
        worker[1].send(None)


def _started(seed: int) -> tuple[Any, Connection]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=serve, args=(theirs, seed), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def serve(pipe: Connection, seed: int) -> None:
    """Read the documents whose numbers come through the pipe; nothing may take more memory than a server has to spare."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while (number := pipe.recv()) is not None:
        family, data = document(number, seed)
        wall, processor = time.perf_counter(), time.process_time()
        code, detail = _read(data)
        seconds, wall = time.process_time() - processor, time.perf_counter() - wall
        pipe.send(End(number, family, len(data), seconds, wall, code, detail))


def _read(data: bytes) -> tuple[str, str]:
    try:
        plan = parse(data, "方案.txt")
    except IntakeError as refusal:
        return (refusal.code, "") if refusal.message.endswith("。") else ("no sentence", refusal.message)
    except BaseException:
        return "traceback", traceback.format_exc()
    wrong = list(_wrong_places(plan))
    return ("wrong place", wrong[0]) if wrong else ("read", "")


def _wrong_places(plan: ParsedPlan) -> Iterator[str]:
    """Measures and clauses whose place does not hold their text, and doubts that lie outside the source."""
    for measure in plan.measures:
        place = plan.source[slice(*measure.span)]
        if CELL not in place and not _holds(place.removeprefix(measure.label or ""), measure.text):
            yield f"measure {measure.label}: {measure.text[:80]!r} is not in {place[:80]!r}"
        for clause in measure.clauses:
            if _bare(plan.source[slice(*clause.span)]) != _bare(clause.text):
                yield f"clause {clause.text[:80]!r} of measure {measure.label}"
    for issue in plan.issues:
        if not 0 <= issue.span[0] <= issue.span[1] <= len(plan.source):
            yield f"{issue.code} at {issue.span}"


def _holds(place: str, text: str) -> bool:
    """True where the place holds the text, be it with whole lines left out: page numbers stand between the lines of a plan."""
    wanted, kept = _bare(text), ""
    for line in map(_bare, place.split("\n")):
        if wanted.startswith(kept + line):
            kept += line
    return wanted in (kept, "") or wanted in _bare(place)


def _bare(text: str) -> str:
    """A text without what the reader skips: white space and characters without a shape."""
    return "".join(text.translate(_SHAPELESS).split())


def report(ends: list[End]) -> str:
    """Counts by end, the slowest, and every document that ended as none should, with the number that makes it again."""
    lines = [f"{len(ends)} documents, {sum(end.size for end in ends) / 1e6:.0f} MB", ""]
    lines += [f"{count:>8}  {code}" for code, count in Counter(end.code for end in ends).most_common()]
    lines += [f"{sum(end.seconds > ALLOWED for end in ends):>8}  took more than {ALLOWED:.0f} s of a processor"]
    lines += [f"{sum(end.wall > ALLOWED for end in ends):>8}  took more than {ALLOWED:.0f} s by the clock", "", "slowest:"]
    for end in sorted(ends, key=lambda end: -end.seconds)[:SHOWN]:
        times = f"{end.seconds:>8.2f} s ({end.wall:.1f} by the clock)"
        lines.append(f"{times}  {end.family}, number {end.number}, {end.size / 1000:.0f} kB: {end.code}")
    for end in (end for end in ends if end.code in ("hang", "crash", "traceback", "wrong place", "no sentence")):
        lines += ["", f"number {end.number} ({end.family}): {end.code}", end.detail]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
