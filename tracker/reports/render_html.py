"""A paper as HTML: a fragment for the product's pages, and a file that stands alone and prints like the paper."""

from html import escape

from tracker.reports.gbt9704 import GBT9704, Profile
from tracker.reports.html_body import Body, Sources
from tracker.reports.markdown import printable
from tracker.reports.paper import Annex, Masthead, Paper, annex_label, chinese_date


def to_html_body(paper: Paper, sources: Sources | None = None, *, title: str = "h1") -> str:
    """Return the paper as one `<article class="paper">` without style, script or outside link.

    Classes: paper-head with paper-mark and paper-ends, paper-number, paper-title, paper-subtitle, paper-addressee, paper-body,
    paper-annex-list, paper-signature, paper-annex (with `wide` if landscape), paper-colophon. The page's style sheet gives them
    their look.
    `title` is the element of the title: no heading where the page around it has one.
    `sources` tells where each figure leads, and the figure bears the id of its place to come back to; without it they are plain.
    """
    body = Body({str(chart["key"]): chart for chart in paper.charts}, sources)
    head = [_masthead(paper), _line(title, "paper-title", paper.title)]
    head.append(_line("p", "paper-subtitle", paper.subtitle))
    addressee = f"{paper.addressee.rstrip('：:')}：" if paper.addressee else None
    annexes = [_annex(paper, number, annex, body.html(annex.body, told=False)) for number, annex in enumerate(paper.annexes, 1)]
    parts = [
        f"<header>{''.join(head)}</header>",
        _line("p", "paper-addressee", addressee),
        f'<div class="paper-body">{body.html(paper.body)}</div>',
        _annex_list(paper),
        f'<p class="paper-signature">{_text(paper.issuer)}<br>'
        f'<time datetime="{paper.issued_on.isoformat()}">{chinese_date(paper.issued_on)}</time></p>',
        *annexes,
        _colophon(paper),
    ]
    return f'<article class="paper">\n{chr(10).join(part for part in parts if part)}\n</article>\n'


def to_html(paper: Paper, profile: Profile = GBT9704) -> str:
    """Return the paper as a whole HTML file with its style inside and nothing fetched from anywhere."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(paper.title)}</title>\n<style>\n{_style(profile)}</style>\n</head>\n<body>\n"
        f"{to_html_body(paper)}</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(printable(text))


def _line(tag: str, name: str, text: str | None) -> str:
    return f'<{tag} class="{name}">{_text(text)}</{tag}>' if text else ""


def _masthead(paper: Paper) -> str:
    """The mark in red and what stands over the red line; without a mark the number alone."""
    masthead = paper.masthead
    if masthead is None:
        return _line("p", "paper-number", paper.number)
    letter = " paper-letter" if masthead.is_letter else ""
    lines = "".join(_beside_mark(paper, masthead))
    return f'<div class="paper-head{letter}">{_line("p", "paper-mark", masthead.mark)}{lines}</div>'


def _beside_mark(paper: Paper, masthead: Masthead) -> list[str]:
    if masthead.issue:
        ends = f"<span>{_text(paper.issuer)}</span><span>{chinese_date(paper.issued_on)}</span>"
        return [_line("p", "paper-number", masthead.issue), f'<p class="paper-ends">{ends}</p>']
    if masthead.signer:
        ends = f"<span>{_text(paper.number or '')}</span><span>签发人：{_text(masthead.signer)}</span>"
        return [f'<p class="paper-ends">{ends}</p>']
    return [_line("p", "paper-number", paper.number)]


def _annex_list(paper: Paper) -> str:
    items = (
        f'<li><a href="#annex-{number}">{annex_label(paper, number)}：{_text(annex.title)}</a></li>'
        for number, annex in enumerate(paper.annexes, 1)
    )
    return f'<ul class="paper-annex-list">{"".join(items)}</ul>' if paper.annexes else ""


def _annex(paper: Paper, number: int, annex: Annex, body: str) -> str:
    wide = " wide" if annex.landscape else ""
    label = f'<span class="paper-annex-label">{annex_label(paper, number)}</span>'
    title = f'<h2 id="annex-{number}">{label} {_text(annex.title)}</h2>'
    return f'<section class="paper-annex{wide}" aria-labelledby="annex-{number}">{title}{body}</section>'


def _colophon(paper: Paper) -> str:
    lines = "".join(f"<p>{_text(line)}</p>" for line in paper.colophon)
    return f'<footer class="paper-colophon">{lines}</footer>' if lines else ""


_FIGURES = """.cite { color: inherit; text-decoration: none; }
.chart { margin: 1em 0; }
.chart-scroll { overflow-x: auto; }
.chart svg { display: block; width: 100%; min-width: 26rem; max-width: 44rem; margin: 0 auto; }
.chart summary { font-size: .85em; }
"""
_PRINT = """@media print {
  body { background: none; font-size: 16pt; }
  .paper { max-width: none; padding: 0; }
  .paper-annex { margin: 0; break-before: page; }
  .paper-annex.wide { page: wide; }
  .wide table { font-size: 10.5pt; }
  .table-scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, .paper-signature { break-inside: avoid; }
}
"""


def _style(profile: Profile) -> str:
    """The screen reads, the printer sets: A4 and the margins of the profile; wide annexes lie across."""
    body = f'"{profile.text.font}", 仿宋, FangSong, "Noto Serif SC", serif'
    heads = ['黑体, SimHei, "Noto Sans SC", sans-serif', f'"{profile.subtitle.font}", 楷体, KaiTi, serif']
    title = f'"{profile.title.font}", 宋体, SimSun, "Noto Serif SC", serif'
    portrait = f"{profile.top}mm {profile.right}mm {profile.bottom}mm {profile.left}mm"
    landscape = f"{profile.left}mm {profile.top}mm {profile.right}mm {profile.bottom}mm"
    return f"""@page {{ size: A4; margin: {portrait}; }}
@page wide {{ size: A4 landscape; margin: {landscape}; }}
body {{ margin: 0; background: #f3f4f6; color: #000; font: 1.125rem/1.8 {body}; }}
.paper {{ box-sizing: border-box; max-width: 56rem; margin: 0 auto; padding: 3rem min(3.5rem, 5vw); background: #fff; }}
.paper-number, .paper-subtitle, .paper-title {{ margin: 0 0 .5em; text-align: center; }}
.paper-title {{ font: 1.6rem/1.5 {title}; text-wrap: balance; }}
{_head_style(title)}.paper-body p {{ margin: 0; text-indent: 2em; text-align: justify; }}
h2, h3, h4, h5 {{ margin: .6em 0 .2em; font-size: 1em; font-weight: normal; text-indent: 2em; break-after: avoid; }}
h2 {{ font-family: {heads[0]}; }}
h3 {{ font-family: {heads[1]}; }}
.paper-annex h2 {{ font: 1.3rem/1.6 {title}; text-align: center; text-indent: 0; }}
.paper-annex-label {{ display: block; text-align: left; font: 1.125rem {heads[0]}; }}
.paper-annex {{ margin-top: 3rem; }}
.paper-annex-list {{ margin: 1.5em 0 0; padding-left: 2em; list-style: none; }}
.paper-annex-list a {{ color: inherit; }}
.paper-signature {{ margin: 2.5em 2em 0 auto; width: fit-content; text-align: center; }}
.paper-colophon {{ margin-top: 3rem; border-top: 2px solid; border-bottom: 2px solid; font-size: .9em; }}
.paper-colophon p {{ margin: 0; padding: .2em 1em; white-space: pre-wrap; }}
.paper-colophon p + p {{ border-top: 1px solid; }}
.table-scroll {{ margin: .6em 0; overflow-x: auto; }}
table {{ width: 100%; border-collapse: collapse; font-size: .85em; line-height: 1.5; }}
th, td {{ border: 1px solid #333; padding: .25em .5em; vertical-align: middle; min-width: 2.5em; }}
th {{ font-family: {heads[0]}; font-weight: normal; text-align: center; }}
.align-center {{ text-align: center; }}
.align-right {{ text-align: right; }}
em {{ font-style: normal; font-family: {heads[1]}; }}
blockquote {{ margin: .5em 2em; font-family: {heads[1]}; }}
{_FIGURES}{_PRINT}"""


def _head_style(title: str) -> str:
    return f""".paper-head {{ margin-bottom: 2.5em; border-bottom: 2px solid #f00; }}
.paper-mark {{ margin: 0 0 .8em; color: #f00; font: clamp(1.5rem, 7vw, 3rem)/1.3 {title}; text-align: center; }}
.paper-letter {{ border-bottom: 0; }}
.paper-letter .paper-mark {{ border-bottom: 4px double #f00; }}
.paper-letter .paper-number {{ text-align: right; }}
.paper-ends {{ display: flex; flex-wrap: wrap; justify-content: space-between; margin: 0 1em .3em; }}
"""
