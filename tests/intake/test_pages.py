"""Web pages as saved from the sites of governments: encodings, what frames a page, text in any elements, one-file pages."""

import quopri
from email.message import EmailMessage

import pytest

from tests.intake.helpers import DATA
from tracker.intake import IntakeError, ParsedPlan, parse

PLAN = (DATA / "shili.txt").read_text(encoding="utf-8")
ITEMS = ("（一）甲项。做好工作。（责任单位：县甲局、县乙局）", "（二）乙项。做好工作。（责任单位：县丙局）")
TEXT = "".join(f"<p>{line}</p>" for line in ("示例县托育服务实施方案", "一、主要任务", *ITEMS))


def page(content: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>示例县人民政府</title></head><body>{content}</body></html>"


def read(content: str) -> ParsedPlan:
    return parse(page(content).encode(), "a.html")


def found(plan: ParsedPlan) -> list[tuple[str, tuple[str, ...]]]:
    return [(measure.title, measure.responsible) for measure in plan.measures]


WANTED = [("甲项", ("县甲局", "县乙局")), ("乙项", ("县丙局",))]


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "head",
    ["", '<meta charset="gb2312">', '<META http-equiv="Content-Type" content="text/html; charset=GBK">', "<meta charset=utf-8>"],
    ids=["none", "gb2312", "gbk", "utf-8"],
)
def test_a_page_is_read_whatever_it_declares(encoding: str, head: str) -> None:
    assert found(parse(page(TEXT, head).encode(encoding), "a.html")) == WANTED


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("".join(f"<div><span>{line}</span></div>" for line in ("一、主要任务", *ITEMS)), id="div and span"),
        pytest.param("<br>".join(f"&nbsp;&emsp;　{line}" for line in ("一、主要任务", *ITEMS)), id="br and blanks"),
        pytest.param(
            f"<p>一、主要任务</p><p>（一）<b>甲项。</b>做好<st1:chsdate>工作</st1:chsdate>。<o:p></o:p>（责任<font>单位：县甲</font>局、"
            f"<u>县乙局</u>）</p><p>{ITEMS[1]}</p>",
            id="marks inside words",
        ),
        pytest.param(f"<table><tr><td>左</td><td>{TEXT}{'<p>说明</p>' * 900}</td></tr><tr></tr></table>", id="layout"),
        pytest.param(f"<form id='aspnetForm'>{TEXT}</form>", id="all in a form"),
        pytest.param(f"<div class='header'>{TEXT}</div>", id="a plan in what is called a head"),
        pytest.param(f"<body class='nav-open'><div id='content-bottom'>{TEXT}</div></body>", id="a body with the name of its menu"),
        pytest.param("".join(f"<p>\n{line[:6]}\n{line[6:]}\n</p>" for line in ("一、主要任务", *ITEMS)), id="line ends"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_whatever_elements_it_stands(content: str) -> None:
    assert found(read(content))[:2] == WANTED


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><a>政务公开</a></nav>",
        "<script>var 牵头单位 = '县丁局'; // 政务公开</script>",
        "<style>.政务公开 {}</style>",
        "<footer>政务公开</footer>",
        "<div class='crumbs'>当前位置：<a>首页</a> &gt; 政务公开</div>",
        "<div class='main-nav'>政务公开</div>",
        "<div id='share-box'>政务公开 分享到微信</div>",
        "<div class='copyright'>版权所有：示例县人民政府 政务公开</div>",
        "<ul><li><a>政务公开</a></li><li><a>机构</a></li><li><a>新闻</a></li><li><a>服务</a></li></ul>",
        "<ul><li><a>政务公开</a></li><li><a>甲方案</a></li><li><a>乙县实施方案</a></li><li><a>丙县工作方案解读</a></li></ul>",
        "<div style='display: none'>政务公开</div>",
        "<select><option>政务公开</option></select>",
        "<!-- 政务公开 -->",
    ],
)
def test_what_frames_a_page_is_no_text(frame: str) -> None:
    plan = read(frame + TEXT + frame)
    assert found(plan) == WANTED
    assert "政务公开" not in plan.source


def test_a_table_with_cells_over_rows_and_columns() -> None:
    rows = (
        "<tr><th>序号</th><th>任务</th><th colspan=2>分工</th></tr><tr><td colspan=4>一、增加供给</td></tr>"
        "<tr><th>序号</th><th>任务</th><th>牵头单位</th><th>责任单位</th></tr>"
        "<tr><td>1</td><td>新建中心3个</td><td rowspan=2>县甲局</td><td>县乙局<br>县丙局</td></tr>"
        "<tr><td>2</td><td>加强监管</td><td>县丁局</td></tr><tr></tr>"
    )
    plan = read(f"<h1>示例县托育任务分解表</h1><table>{rows}</table>")
    assert [(m.label, m.title, m.lead, m.responsible) for m in plan.measures] == [
        ("1", "新建中心3个", ("县甲局",), ("县乙局", "县丙局")),
        ("2", "加强监管", ("县甲局",), ("县丁局",)),
    ]


def saved(html: bytes, kind: str = 'text/html; charset="gb2312"', encoding: str = "quoted-printable") -> bytes:
    """A page as Internet Explorer and its heirs save it as a single file."""
    body = quopri.encodestring(html) if encoding == "quoted-printable" else html
    return (
        b"From: <Saved by WebKit>\r\nSubject: plan\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----=_Part"\r\n\r\n------=_Part\r\n'
        + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + body.replace(b"\n", b"\r\n")
        + b"\r\n------=_Part\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw="
        + b"\r\n------=_Part--\r\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(saved(page(TEXT).encode("gb2312")), id="charset of the part"),
        pytest.param(saved(page(TEXT, "<meta charset=gbk>").encode("gbk"), "text/html"), id="charset of the page"),
        pytest.param(saved(page(TEXT).encode(), "text/html", "8bit"), id="UTF-8"),
    ],
)
def test_a_page_saved_as_a_single_file(data: bytes) -> None:
    assert found(parse(data, "方案.mht")) == WANTED


def test_a_single_file_without_a_page_is_refused() -> None:
    message = EmailMessage()
    message.set_content("只有文字。")
    message.add_attachment(b"x", maintype="image", subtype="gif")
    with pytest.raises(IntakeError, match="浏览器") as refused:
        parse(bytes(message), "方案.mht")
    assert refused.value.code == "damaged"


def test_a_long_page_reads_as_its_text_does() -> None:
    content = "".join(f"<p>{line}</p>" for line in PLAN.split("\n"))
    wanted = parse(PLAN.encode(), "a.txt")
    plan = read(f"<div class='crumb'>首页</div><div class='TRS_Editor'>{content}</div><div class='footer'>网站地图</div>")
    assert [(m.title, m.text, m.responsible) for m in plan.measures] == [(m.title, m.text, m.responsible) for m in wanted.measures]
