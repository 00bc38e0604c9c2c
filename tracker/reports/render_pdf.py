"""A paper as PDF, set by GB/T 9704-2012; the same paper gives the same bytes."""

from pathlib import Path

from tracker.reports.blocks import blocks_of
from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.markdown import printable
from tracker.reports.paper import Annex, Masthead, Paper, annex_label, chinese_date
from tracker.reports.pdf.compiling import to_pdf_file
from tracker.reports.pdf.values import Charts, Values, block_values, chart_values, day_values, face_values, look_values, page_values
from tracker.reports.setting import FEW, annex_mark_width, annex_names, colophon_row, mark_points, signature_places, title_lines


def to_pdf(paper: Paper, profile: Profile = GBT9704, font_dir: Path | None = None) -> bytes:
    """Return the paper as a PDF file: PDF/A-2b with its fonts inside.

    Order and measures as in `to_docx`. Fonts of the site (`font_dir`) are taken where it has them, else the free Noto ones.
    """
    return to_pdf_file(paper_values(paper, profile), font_dir)


def paper_values(paper: Paper, profile: Profile) -> Values:
    """Return what the template prints of a paper."""
    charts = chart_values(paper.charts)
    parts = [_text_part(paper, profile, charts), *(_annex_part(paper, annex, profile, charts) for annex in paper.annexes)]
    foot = _colophon(paper)
    if foot and parts[-1]["kind"] == "landscape":
        parts.append({"kind": "bare", "head": None, "blocks": foot})  # the 版记 is the paper's back
    else:
        parts[-1]["blocks"] += foot
    return {
        "title": printable(paper.title), "issuer": printable(paper.issuer), "day": day_values(paper.issued_on),
        "look": look_values(profile), "page": page_values(profile), "parts": parts,
    }  # fmt: skip


def _text_part(paper: Paper, profile: Profile, charts: Charts) -> Values:
    body = block_values(blocks_of(paper.body), profile, across=False, charts=charts)
    if body and len(paper.annexes) <= FEW and len(body[-1].get("rows", ())) <= FEW:
        body[-1]["sticky"] = True  # a signature must not stand without text on its page (7.3.5.4)
    is_letter = paper.masthead is not None and paper.masthead.is_letter
    return {
        "kind": "letter" if is_letter else "portrait",
        "head": _mark(paper.masthead, profile) if paper.masthead else None,
        "blocks": [*_front(paper, profile), *body, *_annex_list(paper), *_signature(paper, profile)],
    }


def _mark(masthead: Masthead, profile: Profile) -> Values:
    face = {**face_values(profile.mark, profile), "size": mark_points(masthead, profile)}
    return {"mark": printable(masthead.mark), "face": face}


def _front(paper: Paper, profile: Profile) -> list[Values]:
    title = title_lines(printable(paper.title), profile.title_characters)
    blocks = [*_head(paper, profile), {"draw": "title", "lines": title}]
    if paper.subtitle:
        blocks.append({"draw": "subtitle", "text": printable(paper.subtitle)})
    blocks.append({"draw": "blank", "lines": 1})
    if paper.addressee:
        blocks.append({"draw": "addressee", "text": printable(paper.addressee).rstrip("：:") + "："})
    return blocks


def _head(paper: Paper, profile: Profile) -> list[Values]:
    """The 版头, or the number alone where the paper has no mark."""
    masthead, number = paper.masthead, printable(paper.number or "")
    if masthead is None:
        return [{"draw": "number", "text": number}] if number else []
    if masthead.is_letter:
        return [{"draw": "letter-number", "text": number}, {"draw": "blank", "lines": 1}]
    head = {
        "draw": "masthead", **_mark(masthead, profile), "number": number,
        "issue": masthead.issue and printable(masthead.issue), "signer": masthead.signer and printable(masthead.signer),
        "issuer": printable(paper.issuer), "day": chinese_date(paper.issued_on),
    }  # fmt: skip
    return [head, {"draw": "blank", "lines": profile.lines_above_title}]


def _annex_list(paper: Paper) -> list[Values]:
    if not paper.annexes:
        return []
    rows = [{"label": row.label, "mark": row.mark, "name": printable(row.name)} for row in annex_names(paper)]
    several, together = len(rows) > 1, len(rows) <= FEW
    return [{"draw": "annex-list", "rows": rows, "several": several, "together": together, "mark": annex_mark_width(paper)}]


def _signature(paper: Paper, profile: Profile) -> list[Values]:
    office, day = (characters * profile.text.half_points / 2 for characters in signature_places(paper, profile))
    signed = {"issuer": printable(paper.issuer), "issuer-right": office, "day": chinese_date(paper.issued_on), "day-right": day}
    return [{"draw": "signature", **signed}]


def _annex_part(paper: Paper, annex: Annex, profile: Profile, charts: Charts) -> Values:
    title = printable(annex.title)
    lines = [title] if annex.landscape else title_lines(title, profile.title_characters)
    label = annex_label(paper, paper.annexes.index(annex) + 1)
    body = block_values(blocks_of(annex.body), profile, across=annex.landscape, charts=charts)
    return {
        "kind": "landscape" if annex.landscape else "portrait",
        "head": None,
        "blocks": [{"draw": "annex-head", "label": label, "lines": lines}, *body],
    }


def _colophon(paper: Paper) -> list[Values]:
    if not paper.colophon:
        return []
    rows = [colophon_row(printable(line)) for line in paper.colophon]
    return [{"draw": "colophon", "rows": [vars(row) for row in rows]}]
