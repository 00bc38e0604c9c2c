"""Reads documents in a process of its own and prints what that took, as JSON.

    python worker.py FILE [parse | bare]

FILE is a pickled list of documents. `bare` does what any reader must: decode, split into lines, one search through each.
Started by its path, with the checkout to be measured as PYTHONPATH, so that an older one can be measured as well.
"""

import json
import pickle
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tracker.intake import IntakeError, parse
from tracker.intake.limits import Limits

# More than the product allows, so that the growth beyond can be seen.
_LIMITS = Limits(max_characters=20_000_000, max_lines=2_000_000)
_LABEL = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])")


def read(document: bytes) -> str:
    """How reading ended: "read", or the code of the refusal."""
    try:
        parse(document, "方案.txt", _LIMITS)
    except IntakeError as refusal:
        return refusal.code
    return "read"


def bare(document: bytes) -> str:
    """The least that a reader of numbered text can do."""
    return "read" if sum(bool(_LABEL.match(line)) for line in document.decode().split("\n")) else "no_measures"


def memory(kind: str) -> int:
    """Bytes that this process holds (VmRSS) or held at most (VmHWM), as Linux tells; 0 elsewhere."""
    status = Path("/proc/self/status")
    lines = status.read_text().split("\n") if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(kind)), 0)


def measured(documents: list[bytes], how: Any) -> dict[str, Any]:
    """Seconds (of the processor and by the wall), peak memory above what the documents take, and the ends."""
    before = memory("VmRSS")
    wall, processor = time.perf_counter(), time.process_time()
    ends = Counter(how(document) for document in documents)
    return {
        "bytes": sum(map(len, documents)),
        "processor": time.process_time() - processor,
        "wall": time.perf_counter() - wall,
        "peak": max(0, memory("VmHWM") - before),
        "ends": dict(ends),
    }


if __name__ == "__main__":
    documents = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 (made by speed.py a moment ago)
    print(json.dumps(measured(documents, bare if sys.argv[2:] == ["bare"] else read)))
