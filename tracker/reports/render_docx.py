"""A paper as .docx, set by GB/T 9704-2012; the same paper gives the same bytes."""

from pathlib import Path

from tracker.reports.blocks import blocks_of
from tracker.reports.docx_blocks import Frame, Pictures, drawn
from tracker.reports.docx_charts import chart_pictures
from tracker.reports.docx_file import About, Part, empty_document, fill, written
from tracker.reports.docx_front import annex_head, annex_list, colophon, front, signature
from tracker.reports.docx_head import frame_letter, letter_distances
from tracker.reports.docx_pages import PageKind
from tracker.reports.docx_xml import SECTION_END, keep_with_next, paragraph
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.paper import Annex, Paper
from tracker.reports.setting import FEW


def to_docx(paper: Paper, profile: Profile = GBT9704, font_dir: Path | None = None) -> bytes:
    """Return the paper as a Word file.

    Order (GB/T 9704-2012, 7): number, title, addressee, text, list of annexes, signature and date, annexes each on a new
    page, 版记 last. Wide annexes lie across the page. Fonts are named, not embedded; `font_dir` is for the pictures of charts.
    """
    document = empty_document(profile)
    fill(document, _parts(paper, profile, chart_pictures(document, paper.charts, profile, font_dir)), profile)
    if paper.masthead and paper.masthead.is_letter:
        frame_letter(document.sections[0], paper.masthead, profile)
    return written(document, About(paper.title, paper.issuer, paper.issued_on))


def _parts(paper: Paper, profile: Profile, pictures: Pictures) -> list[Part]:
    """Cut the paper into sections. After a landscape annex the 版记 has an even page of its own: it is the paper's back."""
    parts = [_text_part(paper, profile, pictures)]
    parts += [_annex_part(paper, annex, profile, pictures) for annex in paper.annexes]
    foot = colophon(paper, profile)
    if foot and parts[-1].kind is PageKind.LANDSCAPE:
        parts.append(Part([paragraph(SECTION_END), *foot], PageKind.BARE, start="evenPage"))
    else:
        parts[-1].blocks.extend(foot)
    return parts


def _text_part(paper: Paper, profile: Profile, pictures: Pictures) -> Part:
    body = drawn(blocks_of(paper.body), Frame(profile, profile.text_width, False, pictures))
    text = [*body, *annex_list(paper, profile)]
    for block in text[max(0, len(body) - 1) :] if len(paper.annexes) <= FEW else text[-1:]:
        keep_with_next(block)  # a signature must not stand without text on its page (7.3.5.4)
    blocks = [*front(paper, profile), *text, *signature(paper, profile)]
    if paper.masthead and paper.masthead.is_letter:
        return Part(blocks, PageKind.LETTER, edges=letter_distances(paper.masthead, profile))
    return Part(blocks, PageKind.PORTRAIT)


def _annex_part(paper: Paper, annex: Annex, profile: Profile, pictures: Pictures) -> Part:
    width = profile.text_height if annex.landscape else profile.text_width
    blocks = drawn(blocks_of(annex.body), Frame(profile, width, annex.landscape, pictures))
    kind = PageKind.LANDSCAPE if annex.landscape else PageKind.PORTRAIT
    return Part([*annex_head(paper, annex, profile), *blocks], kind)
