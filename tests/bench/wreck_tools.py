"""What wrecked documents are made with: plans to start from, counts, and damage to bytes."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

from tests.bench import corpus
from tests.intake.helpers import SHARED
from tests.intake.layouts import LAYOUTS
from tests.intake.test_robustness import TEXT

Chance = random.Random
ENCODINGS = ("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-16-le", "big5", "utf-32", "utf-7", "shift_jis")
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00")


@cache
def plans() -> tuple[str, ...]:
    """Real plans where the shared folder is at hand, invented ones, and the example of the tests."""
    real = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(SHARED.glob("plans*/*"))]
    return (TEXT, *corpus.plans(len(LAYOUTS), len(LAYOUTS) * 9_000), *real)


def some(chance: Chance, least: int = 1_000, most: int = 100_000) -> int:
    """A count, small ones as likely as large ones."""
    return round(least * (most / least) ** chance.random())


def damaged(data: bytes, chance: Chance) -> bytes:
    """A file cut, with bytes overwritten, or with stretches moved and doubled."""
    found = bytearray(data)
    for _ in range(some(chance, 1, 60)):
        at, length = chance.randrange(len(found)), chance.randrange(1, 200)
        kind = chance.randrange(4)
        if kind == 0:
            found[at : at + length] = bytes(found[at : at + length]) * 2
        elif kind == 1 and len(found) > 4_000:
            del found[at : at + length]
        else:
            found[at] = chance.randrange(256)
    return bytes(found[: chance.randrange(len(found))] if chance.random() < 0.15 else found)


def repacked(data: bytes, change: Callable[[str, bytes], bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package with every part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()
