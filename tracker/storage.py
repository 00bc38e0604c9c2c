"""Where documents and evidence lie: a folder, outside the web root and the database, one file for each content."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO


class Storage:
    """Files under the sha256 of their content. Storing the same bytes twice keeps one file.

    A file is overwritten only where its bytes are no longer those it was stored for: then the same bytes put again mend it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Store the bytes and give their sha256 in hex.

        Written beside and moved into place, so that a crash leaves either the whole file or none.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if _holds(path, digest):
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The stored bytes as a stream; FileNotFoundError where there are none."""
        return self._path(digest).open("rb")

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
            raise FileNotFoundError(digest)
        return self.folder / digest[:2] / digest


def _holds(path: Path, digest: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest() == digest
