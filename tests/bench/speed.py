"""How fast plans are read: `make bench`. Prints a table and writes the same figures as JSON; nothing passes or fails.

    python -m tests.bench.speed [--plans N] [--out FILE] [--against CHECKOUT]

Every figure comes from a fresh process that does nothing else. Machines differ and are shared: compare the ratios, whose two
sides are measured in turn, and the medians. `docs/bench.md` says what each figure means.
"""

import argparse
import json
import os
import pickle
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import corpus

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("worker.py")
SIZES = (1, 2, 5, 10)
PAIRS = 5
PAIRED_PLANS = 150
RATIOS = ("reading_to_bare_search", "prose_to_table", "this_to_other_checkout")
MB = 1_000_000


def main() -> None:
    """Measure everything, print the table, write the JSON."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        figures = measure(Path(folder), options.plans, options.against)
    print(table(figures))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nWritten to {options.out}")


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="How fast plans are read.")
    options.add_argument("--plans", type=int, default=corpus.PLANS, help="plans of invented counties (default: %(default)s)")
    options.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json", help="where the JSON goes")
    options.add_argument("--against", type=Path, help="another checkout, measured in turn with this one")
    return options.parse_args()


def measure(folder: Path, plans: int, against: Path | None) -> dict[str, Any]:
    """Every figure by name; seconds are those of one core."""
    texts = [text.encode() for text in corpus.plans(plans, round(corpus.TOTAL_BYTES * plans / corpus.PLANS))]
    whole = run(_stored(folder / "all", texts))
    some = _stored(folder / "some", texts[:PAIRED_PLANS])
    figures = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "plans": plans,
        "megabytes": whole["bytes"] / MB,
        "seconds_for_all_plans": whole["processor"],
        "seconds_by_the_clock": whole["wall"],
        "megabytes_per_second": whole["bytes"] / MB / whole["processor"],
        "milliseconds_per_plan": whole["processor"] * 1000 / plans,
        "ends": whole["ends"],
        "growth": {
            "prose": growth(folder, corpus.prose),
            "wrapped lines": growth(folder, lambda chance, size: corpus.prose(chance, size, wrapped=True)),
            "table": growth(folder, corpus.tables),
        },
        "reading_to_bare_search": paired(some, some, bare=True),
        "prose_to_table": paired(*(_stored(folder / make.__name__, [_of_size(make, 1)]) for make in (corpus.prose, corpus.tables))),
    }
    if against:
        figures["this_to_other_checkout"] = paired(some, some, other=against.resolve())
    return figures


def growth(folder: Path, make: Any) -> dict[str, Any]:
    """Seconds per megabyte and peak memory as a multiple of the text, for texts of 1 to 10 MB."""
    rows = []
    for size in SIZES:
        took = run(_stored(folder / "long", [_of_size(make, size)]))
        rows.append(
            {
                "megabytes": took["bytes"] / MB,
                "seconds_per_megabyte": took["processor"] / (took["bytes"] / MB),
                "memory_to_text": took["peak"] / took["bytes"],
            }
        )
    return {"sizes": rows, "last_to_first": rows[-1]["seconds_per_megabyte"] / rows[0]["seconds_per_megabyte"]}


def paired(first: Path, second: Path, bare: bool = False, other: Path = ROOT) -> dict[str, float]:
    """Time per byte of one to the other, measured in turn: the least, the median and the greatest of the ratios."""
    ratios = []
    for _ in range(PAIRS):
        left, right = run(first), run(second, other, "bare" if bare else "parse")
        ratios.append(left["processor"] / left["bytes"] / (right["processor"] / right["bytes"]))
    return {"least": min(ratios), "median": statistics.median(ratios), "greatest": max(ratios)}


def run(documents: Path, checkout: Path = ROOT, how: str = "parse") -> dict[str, Any]:
    """What a fresh process of a checkout says of reading the documents."""
    command = [sys.executable, str(WORKER), str(documents), how]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(checkout)}, cwd=checkout, stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _of_size(make: Any, megabytes: int) -> bytes:
    text: str = make(random.Random(megabytes), megabytes * MB)
    return text.encode()


def _stored(path: Path, documents: list[bytes]) -> Path:
    path.write_bytes(pickle.dumps(documents))
    return path


def table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    ends = ", ".join(f"{count} {end}" for end, count in sorted(figures["ends"].items()))
    lines = [
        figures["machine"],
        "",
        f"{'plans':34}{figures['plans']:>10}   ({figures['megabytes']:.1f} MB of UTF-8; {ends})",
        f"{'all of them, on one core':34}{figures['seconds_for_all_plans']:>10.1f} s",
        f"{'the same by the clock':34}{figures['seconds_by_the_clock']:>10.1f} s",
        f"{'speed':34}{figures['megabytes_per_second']:>10.2f} MB/s",
        f"{'a plan':34}{figures['milliseconds_per_plan']:>10.1f} ms",
        "",
        f"{'growth':16}{'MB':>8}{'s per MB':>12}{'memory : text':>16}",
    ]
    for kind, found in figures["growth"].items():
        for row in found["sizes"]:
            cells = f"{row['megabytes']:>8.1f}{row['seconds_per_megabyte']:>12.3f}{row['memory_to_text']:>15.1f}×"
            lines.append(f"{kind:16}{cells}")
        lines.append(f"{kind:16}last to first, per MB {found['last_to_first']:>6.2f}")
    lines += ["", f"{'ratios, sides taken in turn':34}{'least':>10}{'median':>10}{'greatest':>10}"]
    for name in (name for name in RATIOS if name in figures):
        cells = "".join(f"{figures[name][which]:>10.2f}" for which in ("least", "median", "greatest"))
        lines.append(f"{name.replace('_', ' '):34}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
