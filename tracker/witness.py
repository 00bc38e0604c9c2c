"""The end of each chain of events, kept outside the database as well.

Whoever can write to the database can cut the newest events off and set `chain_head` back; the walk of the chain alone would
not see it. The witness is a file beside the data to which every committed head is appended.
"""

import json
from collections.abc import Mapping
from pathlib import Path

Head = tuple[int, str]  # number in the chain, hash


class Witness:
    """An append-only file of heads, one JSON object a line: {chain: [seq, hash]}."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, heads: Mapping[int, Head]) -> None:
        """Append the heads. One short line in append mode, so that processes writing at once do not mix theirs."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as out:
            out.write(json.dumps({str(chain): head for chain, head in heads.items()}, separators=(",", ":")) + "\n")

    def heads(self) -> dict[int, Head]:
        """The furthest head noted for each chain. A line torn by a crash is passed over: it can only be the last."""
        furthest: dict[int, Head] = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else ():
            try:
                noted = json.loads(line)
            except ValueError:
                continue
            for chain, (seq, digest) in noted.items():
                if seq >= furthest.get(int(chain), (0, ""))[0]:
                    furthest[int(chain)] = (seq, digest)
        return furthest
