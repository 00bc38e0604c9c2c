"""The manual (docs/用户手册.md, the one source) as chapters and parts that a page can show and a link can lead to.

A chapter begins at a heading of the second level. Within it a part begins at a heading of the third, at a paragraph that opens with
bold words (**签收。** …), and at a picture, which stands on a line of its own.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from tracker.reports.markdown import to_safe_html
from tracker.resources import resource_dir

_CHAPTER = re.compile(r"^## ([一二三四五六七八九十]+)、(.+)$", re.MULTILINE)
_HEADING = re.compile(r"^### (.+)$")
_LEAD = re.compile(r"^\*\*(.+?)[。？]?\*\*")
_PICTURE = re.compile(r"^!\[(.*)\]\(images/([\w-]+\.png)\)$")


@dataclass(frozen=True)
class Picture:
    """A picture of the manual; its size is known beforehand, so that the page does not jump when it comes."""

    name: str
    says: str
    width: int
    height: int


@dataclass(frozen=True)
class Part:
    """A stretch of a chapter. `title`: what it is about, or ""; `is_headed`: the title stands above it as a heading."""

    title: str
    is_headed: bool
    body: Markup
    picture: Picture | None = None

    @property
    def anchor(self) -> str:
        """The id of the part within the page; no white space may stand in one."""
        return "-".join(self.title.split())


@dataclass(frozen=True)
class Chapter:
    """A chapter: `number` as printed (二), `title` (联络员), which is also its address."""

    number: str
    title: str
    parts: tuple[Part, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        return tuple(part.anchor for part in self.parts if part.anchor)


def pictures_dir() -> Path:
    """The folder of the manual's pictures."""
    return resource_dir("docs") / "images"


@cache
def chapters() -> Mapping[str, Chapter]:
    """The chapters by title, in the manual's order; read once."""
    text = (resource_dir("docs") / "用户手册.md").read_text(encoding="utf-8")
    _preamble, *pieces = _CHAPTER.split(text)
    found = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return {title: Chapter(number, title, tuple(_parts(body))) for number, title, body in found}


def _parts(body: str) -> Iterator[Part]:
    lines: list[str] = []
    for line in body.splitlines():
        if lines and (_HEADING.match(line) or _LEAD.match(line) or _PICTURE.match(line) or _PICTURE.match(lines[0])):
            yield from _part(lines)
            lines = []
        if lines or line.strip():
            lines.append(line)
    yield from _part(lines)


def _part(lines: list[str]) -> Iterator[Part]:
    if not lines:
        return
    picture, heading, lead = (pattern.match(lines[0]) for pattern in (_PICTURE, _HEADING, _LEAD))
    if picture:
        yield Part("", False, Markup(), Picture(picture[2], picture[1], *_size(pictures_dir() / picture[2])))
        return
    title = heading or lead
    body = to_safe_html("\n".join(lines[1:] if heading else lines))
    yield Part(title[1] if title else "", heading is not None, Markup(body))  # noqa: S704 - cleaned by nh3


def _size(file: Path) -> tuple[int, int]:
    """(width, height) of a PNG in pixels: both stand at the same place in every one (ISO/IEC 15948, IHDR)."""
    with file.open("rb") as opened:
        width, height = struct.unpack(">II", opened.read(24)[16:24])
    return width, height
