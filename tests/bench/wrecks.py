"""Documents that no clerk would send, each made from its number alone, so that it can be made again.

`FAMILIES` names the kinds; number n belongs to family n modulo their count. Files are built from those that the tests of
intake build; real plans are mutated where they are at hand.
"""

import random
from collections.abc import Callable

from tests.bench import wrecked_files, wrecked_packages, wrecked_text
from tests.bench.wreck_tools import Chance

FAMILIES: dict[str, Callable[[Chance], bytes]] = {
    "mutated text": wrecked_text.mutated_text,
    "bait": wrecked_text.bait,
    "spliced text": wrecked_text.spliced_text,
    "broken parts": wrecked_packages.broken_parts,
    "cut bytes": wrecked_text.cut_bytes,
    "wrong encoding": wrecked_text.wrong_encoding,
    "control characters": wrecked_text.control_characters,
    "deep brackets": wrecked_text.deep_brackets,
    "bait again": wrecked_text.bait,
    "long texts": wrecked_text.long_texts,
    "huge tables": wrecked_text.huge_tables,
    "damaged Word": wrecked_packages.damaged_word,
    "damaged sheets": wrecked_packages.damaged_sheets,
    "zip bombs": wrecked_packages.zip_bombs,
    "entity bombs": wrecked_packages.entity_bombs,
    "deep markup": wrecked_packages.deep_markup,
    "wide markup": wrecked_packages.wide_markup,
    "damaged PDF": wrecked_files.damaged_pdf,
    "forged PDF": wrecked_files.forged_pdf,
    "old Word": wrecked_files.old_word,
    "pages": wrecked_files.pages,
    "messages": wrecked_files.messages,
    "noise": wrecked_files.noise,
    "mutated text again": wrecked_text.mutated_text,
    "more bait": wrecked_text.bait,
}


def document(number: int, seed: int = 1) -> tuple[str, bytes]:
    """The family and the bytes of a document."""
    names = list(FAMILIES)
    name = names[number % len(names)]
    return name, FAMILIES[name](random.Random(f"{seed}/{number}"))
