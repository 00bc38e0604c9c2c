"""The container of .doc, .xls, .wps and .et files: whether its chains of sectors end.

A file is cut into sectors; a table (FAT) names the sector that follows each one. Libraries follow these chains on trust, so
that a chain which bites its tail fills the memory. Layout: [MS-CFB], sections 2.2 to 2.5.
"""

from __future__ import annotations

import struct
from array import array

_HEADER, _LAST_SECTOR = 512, 0xFFFFFFFA
_LISTED_IN_HEADER = 109


def is_endless(data: bytes) -> bool:
    """True for a container in which some chain of sectors never ends; False for what is no whole container at all."""
    if len(data) < _HEADER or struct.unpack_from("<H", data, 30)[0] not in (9, 12):
        return False
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    listed = _table_sectors(data, size)
    if listed is None:
        return True
    table = array("I")
    for sector in listed:
        table.extend(_sector(data, size, sector))
    if _has_ring(table):
        return True
    small, sector = array("I"), struct.unpack_from("<I", data, 60)[0]
    while sector < len(table):
        small.extend(_sector(data, size, sector))
        sector = table[sector]
    return _has_ring(small)


def _table_sectors(data: bytes, size: int) -> list[int] | None:
    """The sectors that hold the table: those listed in the header, then in sectors chained by their last word; None of a ring."""
    listed = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}I", data, 76))
    sector, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while sector < _LAST_SECTOR and (more := _sector(data, size, sector)):
        if sector in seen:
            return None
        seen.add(sector)
        *names, sector = more
        listed.extend(names)
    return list(dict.fromkeys(name for name in listed if name < _LAST_SECTOR))


def _sector(data: bytes, size: int, number: int) -> array[int]:
    """The words of a sector; none of one that the file does not have."""
    start = (number + 1) * size
    whole = data[start : start + size]
    words = array("I")
    words.extend(word for (word,) in struct.iter_unpack("<I", whole[: len(whole) // 4 * 4]))
    return words


def _has_ring(table: array[int]) -> bool:
    """True where following the table from some sector comes back to it."""
    # 0 unseen, 1 on the way that is being followed, 2 known to end
    state = bytearray(len(table))
    for first in range(len(table)):
        at, way = first, []
        while at < len(table) and not state[at]:
            state[at] = 1
            way.append(at)
            at = table[at]
        if at < len(table) and state[at] == 1:
            return True
        for seen in way:
            state[seen] = 2
    return False
