"""Markdown to safe HTML, and user text to Markdown that stays text. The one place for both; pages use it too."""

import re
from html import escape
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

TAGS = {
    "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "b", "i", "code", "pre", "blockquote", "ul", "ol", "li",
    "a", "figure", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
WEB = frozenset({"http", "https"})
ALIGNMENTS = {"left": "align-left", "center": "align-center", "right": "align-right"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
CLASSES = {"th": set(ALIGNMENTS.values()), "td": set(ALIGNMENTS.values()), "figure": {"table-scroll"}}
# A wide table scrolls inside its own box on a phone; the box is reachable by keyboard (WCAG 2.1.1).
TABLE_BOX = {"role": "region", "tabindex": "0", "aria-label": "表格"}

# Images and links by reference are not for us, and a text of many brackets would keep the library busy for seconds.
UNUSED_PATTERNS = ("image_link", "image_reference", "short_image_ref", "reference", "short_reference")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SPECIAL = re.compile(r"([\\`*_{}\[\]()#!|>])")
AT_LINE_START = re.compile(r"^(?:([-+=~:])|(\d+)([.)]))")


def to_safe_html(text: str, schemes: frozenset[str] = WEB) -> str:
    """Return the HTML of a Markdown text, safe to put into a page as it is.

    Tables, lists, headings from h2 down, emphasis and http(s) links survive; scripts, styles, images, frames, events
    and every other attribute are taken out by nh3. A line break in the text is a line break in the page, because
    people paste from Word and do not know Markdown's rule. Column alignment becomes a class, for the content security
    policy forbids inline style. `schemes`: those that a link may have.
    """
    markdown = Markdown(extensions=["tables", "sane_lists", "nl2br", _Tidy()], output_format="html")
    try:
        page = markdown.convert(printable(text))
    except RecursionError:  # a list nested hundreds deep, by mistake or malice: show it as it was typed
        page = f"<p>{escape(printable(text))}</p>"
    return nh3.clean(
        page,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        # Allowed rather than set by nh3, which would write several in a random order: equal papers are equal bytes.
        tag_attribute_values={"figure": {name: {value} for name, value in TABLE_BOX.items()}},
        url_schemes=set(schemes),
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def printable(text: str) -> str:
    """Return the text without the control signs that neither XML nor HTML may hold."""
    return UNPRINTABLE.sub("", text)


def inline(text: str) -> str:
    """Return Markdown that shows exactly this text on one line, whatever signs it holds (`|`, `*`, `<`, `1.`).

    Runs of white space, line breaks included, become one space.
    """
    flat = " ".join(printable(text).split())
    escaped = SPECIAL.sub(r"\\\1", flat.replace("&", "&amp;").replace("<", "&lt;"))
    return AT_LINE_START.sub(_escape_line_start, escaped)


def cell(text: str) -> str:
    """Return Markdown for one table cell that shows exactly this text; line breaks are kept as `<br>`."""
    return "<br>".join(inline(line) for line in text.splitlines() if line.strip())


def _escape_line_start(found: re.Match[str]) -> str:
    sign, number, mark = found.groups()
    return f"&#{ord(sign)};" if sign else f"{number}&#{ord(mark)};"


class _Tidy(Extension):
    """Fits the library to us: what people type is text and a little Markdown, never blocks of HTML."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_TidyTree(md), "tidy", 0)
        md.preprocessors.deregister("html_block")
        for unused in UNUSED_PATTERNS:
            md.inlinePatterns.deregister(unused)


class _TidyTree(Treeprocessor):
    """Makes the tree fit our pages: one h1 a page, alignment as a class, each table in its scrolling box."""

    def run(self, root: Element) -> None:
        for element in root.iter("h1"):
            element.tag = "h2"
        for element in [*root.iter("th"), *root.iter("td")]:
            alignment = element.attrib.pop("style", "").removeprefix("text-align:").strip(" ;")
            if alignment in ALIGNMENTS:
                element.set("class", ALIGNMENTS[alignment])
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "table":
                    parent[position] = _boxed(child)


def _boxed(table: Element) -> Element:
    box = Element("figure", {"class": "table-scroll", **TABLE_BOX})
    box.tail, table.tail = table.tail, None
    box.append(table)
    return box
