"""Elements of Word's XML by local name: the strict and the transitional form of the format differ in namespaces only."""

import lzma
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits
from tracker.marking import N_

_BOMB = N_("这个文件解压后太大，为安全起见不予读取。请在 Word 或 WPS 中另存为新的文件后再上传。")
_MACROS = N_("这份文件带有宏，为安全起见不予读取。请在 Word 或 WPS 中另存为不带宏的 .docx 或 .xlsx 后再上传。")

# What zipfile, its decompressors and lxml raise on torn or forged packages.
TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, etree.XMLSyntaxError, EOFError, NotImplementedError, OSError, ValueError,
    KeyError, struct.error,
)  # fmt: skip


def check_package(package: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse bombs before anything is unpacked, and macros."""
    members = package.infolist()
    if sum(m.file_size for m in members) > limits.max_unpacked:
        raise IntakeError("zip_bomb", _BOMB)
    if any(m.file_size > limits.max_ratio * max(m.compress_size, 1) and m.file_size > 1_000_000 for m in members):
        raise IntakeError("zip_bomb", _BOMB)
    if any(name.endswith("vbaProject.bin") for name in package.namelist()):
        raise IntakeError("macros", _MACROS)


def name_of(element: Any) -> str:
    """The local name of an element; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """The children of that name; none of None."""
    return [] if element is None else [child for child in element if name_of(child) == name]


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return next(iter(children(element, name)), None)


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute, or None."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def value_of(element: Any, name: str) -> str | None:
    """The `val` of the first child of that name, or None."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")
