"""Whether the files that the database names still lie in the storage as they came (design.md sections 7 and 12)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tracker.queries.kept_files import KeptFile
from tracker.storage import Storage

CHUNK = 1024 * 1024

MISSING = "文件缺失"
UNREADABLE = "文件无法读取"
RESIZED = "文件大小与登记的不符"
CHANGED = "文件内容被改动"


@dataclass(frozen=True)
class FileBreak:
    """A file that is not what was handed in: its sha256 as noted, and why."""

    file: str
    why: str


def verify_files(files: Iterable[KeptFile], storage: Storage, read: Callable[[int], None] = lambda _: None) -> Iterator[FileBreak]:
    """Each file that is missing, or differs in size or content from what was noted, in the order given.

    Every file is read through a small buffer; `read` is told how many bytes were read, as they are.
    """
    for file in files:
        why = _fault(file, storage, read)
        if why:
            yield FileBreak(file.sha256, why)


def _fault(file: KeptFile, storage: Storage, read: Callable[[int], None]) -> str | None:
    digest, size = hashlib.sha256(), 0
    try:
        with storage.open(file.sha256) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                read(len(chunk))
    except FileNotFoundError:
        return MISSING
    except OSError:
        return UNREADABLE
    if size != file.size:
        return RESIZED
    return None if digest.hexdigest() == file.sha256 else CHANGED
