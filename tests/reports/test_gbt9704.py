"""Every figure of GB/T 9704-2012, measured in the Word file and in the printed PDF of a report."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Twips
from pylopdf_fonts_zh_cn import serif_path

from tests.reports.gbt9704_figures import MARK, Figure
from tests.reports.gbt9704_frame_figures import FIGURES
from tests.reports.gbt9704_measuring import Pdf, Word
from tests.reports.samples import sample_paper
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.paper import Masthead, Paper
from tracker.reports.render_docx import to_docx
from tracker.reports.render_pdf import to_pdf

PLAIN = {"title": "字样", "subtitle": None, "addressee": None, "number": None, "annexes": (), "colophon": ()}
OFFICE_PROGRAM = shutil.which("soffice")


@cache
def sample(name: str) -> Paper:
    """The papers that are measured, by their names in the table."""
    if name == "upward":
        return sample_paper(masthead=Masthead(MARK, signer="张三"), annexes=())
    if name == "letter":
        return sample_paper(masthead=Masthead("示例县就业工作领导小组办公室", is_letter=True), annexes=())
    if name == "lines":
        return sample_paper(**{**PLAIN, "body": "---\n\n" + "国" * 28 * 60})
    return sample_paper(masthead=Masthead(MARK))


@cache
def word(name: str) -> Word:
    return Word(sample(name))


@cache
def pdf(name: str) -> Pdf:
    return Pdf.of(sample(name))


def cases(form: str) -> list[Any]:
    return [pytest.param(figure, id=figure.element) for figure in FIGURES if callable(getattr(figure, form))]


def check(figure: Figure, measured: Any) -> None:
    if figure.tolerance:
        assert measured == pytest.approx(figure.expected, abs=figure.tolerance)
    else:
        assert measured == figure.expected


@pytest.mark.parametrize("figure", cases("word"))
def test_in_word(figure: Figure) -> None:
    measure: Any = figure.word
    check(figure, measure(word(figure.sample)))


@pytest.mark.parametrize("figure", cases("pdf"))
def test_in_the_pdf(figure: Figure) -> None:
    measure: Any = figure.pdf
    check(figure, measure(pdf(figure.sample)))


def test_the_table_is_of_at_least_45_figures_and_says_what_it_cannot_measure() -> None:
    assert len({figure.element for figure in FIGURES}) == len(FIGURES) >= 45
    reasons = [reason for figure in FIGURES for reason in (figure.word, figure.pdf) if not callable(reason)]
    assert all(isinstance(reason, str) and reason for reason in reasons)
    assert all(callable(figure.word) or callable(figure.pdf) for figure in FIGURES)


@pytest.fixture
def in_office_program(tmp_path: Path) -> Callable[[Paper], Pdf]:
    """What LibreOffice makes of the Word file, with the free fonts in the place of those it names."""
    if OFFICE_PROGRAM is None:
        pytest.skip("LibreOffice (soffice) is not installed, so how it breaks the lines of the Word file is not measured here")
    names = {name for name, _ in GBT9704.printed_fonts}
    stand_ins = {name: "Noto Sans SC" if name == "黑体" else "Noto Serif SC" for name in sorted(names)}
    alias = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{stand_in}</family></prefer></alias>'
        for name, stand_in in stand_ins.items()
    )
    fonts = f"<fontconfig><dir>{serif_path().parent}</dir><cachedir>{tmp_path}</cachedir>{alias}</fontconfig>"
    (tmp_path / "fonts.conf").write_text(fonts)

    def convert(paper: Paper) -> Pdf:
        (tmp_path / "paper.docx").write_bytes(to_docx(paper))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [str(OFFICE_PROGRAM), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run(
            [*command, str(tmp_path / "paper.docx")],
            check=True, capture_output=True, timeout=180, env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        )  # fmt: skip
        return Pdf((tmp_path / "paper.pdf").read_bytes())

    return convert


def test_an_office_program_sets_22_lines_of_28_characters(in_office_program: Callable[[Paper], Pdf]) -> None:
    page = in_office_program(sample("lines")).full()
    assert len(page) == 22
    assert {len(line.text) for line in page[1:]} == {28}


def test_no_theme_font_shows_through() -> None:
    document = word("report").document
    for element in (document.styles.element, document.element):
        names = [name for fonts in element.iter(qn("w:rFonts")) for name in fonts.attrib]
        assert not [name for name in names if "Theme" in str(name)]


def test_a_province_may_have_its_own_profile() -> None:
    local = Profile(bottom=30, lines_per_page=23)
    own = docx.Document(io.BytesIO(to_docx(sample("lines"), local)))
    assert round(own.sections[0].bottom_margin.mm) == 30
    assert own.styles["公文正文"].paragraph_format.line_spacing == Twips(local.line_pitch)
    assert len(Pdf(to_pdf(sample("lines"), local)).full()) == 23
