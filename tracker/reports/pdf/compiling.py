"""The typst compiler with our fonts alone, so that every machine prints the same."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from pylopdf_fonts_zh_cn import serif_path

from tracker.resources import resource_dir

STANDARD: Final = "a-2b"  # ISO 19005-2, the archive's PDF


def to_pdf_file(values: Mapping[str, Any], font_dir: Path | None = None) -> bytes:
    """The PDF of the values that `templates/typst/paper.typ` asks for; equal values are equal bytes.

    PDF/A forbids a sign that no font can draw (a rare character in a name): such a paper becomes a plain PDF with a blank box
    in its place, for a paper that is missing one sign is of more use than none.
    """
    inputs = {"paper": json.dumps(values, ensure_ascii=False, sort_keys=True)}
    given: dict[str, Any] = {"font_paths": fonts(font_dir), "ignore_system_fonts": True, "sys_inputs": inputs, "timestamp": 0}
    try:
        return typst.compile(_template("paper"), format="pdf", pdf_standards=STANDARD, **given)
    except typst.TypstError:
        return typst.compile(_template("paper"), format="pdf", **given)


def to_png(svg: str, width: float, pixels_per_inch: float, font_dir: Path | None = None) -> bytes:
    """A chart as a picture, `width` points wide, for programs that draw no SVG."""
    inputs = {"svg": svg, "width": str(width)}
    return typst.compile(
        _template("picture"), format="png", ppi=pixels_per_inch,
        font_paths=fonts(font_dir), ignore_system_fonts=True, sys_inputs=inputs,
    )  # fmt: skip


def fonts(font_dir: Path | None) -> list[Path]:
    """Where fonts are taken from: the site's own folder first, then the free ones that come with the product."""
    return [*([font_dir] if font_dir else []), serif_path().parent]


def _template(name: str) -> Path:
    return resource_dir("templates") / "typst" / f"{name}.typ"
