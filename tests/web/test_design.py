"""The visual language: every value has its word, every component is shown, every colour can be read, no page needs inline code."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from tracker import act_labels, labels, sentences
from tracker.resources import resource_dir
from tracker.rules import lights, statuses, transitions
from tracker.rules.statuses import Light, TaskState
from tracker.web import design, formats

TEMPLATES = resource_dir("templates")
STATIC = Path(design.__file__).with_name("static")
RULES = Path(statuses.__file__).parent
INTAKE = RULES.parent / "intake"
VOCABULARIES = [
    kind for kind in vars(statuses).values() if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application with nothing but the templates: components must not need more."""
    app = Flask("tracker.web", template_folder=str(TEMPLATES))
    Babel(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai")
    formats.install(app)
    app.register_blueprint(design.bp)
    app.secret_key = "for flashed messages"
    return app


def render(app: Flask, source: str, **context: object) -> str:
    parts = {"ui": "ui", "st": "status", "tb": "table"}
    imports = "".join(f'{{% import "components/{part}.html" as {name} %}}' for name, part in parts.items())
    with app.test_request_context():
        return render_template_string(imports + source, **context).strip()


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_every_state_role_and_kind_has_a_title(vocabulary: type[StrEnum]) -> None:
    titles = [labels.label(value) for value in vocabulary]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_lights_differ_in_shape_and_word_not_only_in_colour() -> None:
    assert len({labels.glyph(light) for light in Light}) == len(Light)
    assert len({labels.label(light) for light in Light}) == len(Light)
    assert set(labels.LIGHT_NAMES) == set(Light)


def test_every_move_has_a_title_and_every_proof_a_sentence() -> None:
    assert {(move.subject, move.name) for move in transitions.MOVES} == set(act_labels.MOVES)
    assert {proof.value for proof in transitions.Proof} <= set(sentences.REFUSALS)


def test_every_code_that_the_rules_refuse_with_has_a_sentence() -> None:
    source = "".join(path.read_text("utf-8") for folder in (RULES, INTAKE) for path in folder.glob("*.py"))
    assert set(re.findall(r'RuleViolation\(\s*"(\w+)"', source)) <= set(sentences.REFUSALS)


def test_every_reason_of_a_light_has_a_sentence() -> None:
    figures = {"days_late": 12, "days_left": 3, "periods": 2, "planned": 80, "percent": 40, "behind": 40}
    assert all(sentences.light_reason(code, figures) for code in lights.REASONS)
    assert sentences.light_reason("overdue", {"days_late": 12}) == "逾期 12 天"
    assert sentences.light_reason("due_soon", {"days_left": 0}) == "今日到期"
    assert sentences.light_reason("unreported_1", {"periods": 1, "others": 1}) == "有单位 1 期未报"


def test_a_refusal_names_state_and_move_in_chinese() -> None:
    with pytest.raises(transitions.RuleViolation) as refused:
        transitions.check(transitions.move_named(transitions.Subject.TASK, "close"), TaskState.CLOSED)
    sentence = sentences.refusal_sentence(refused.value.code, refused.value.facts)
    assert "当前状态为“已销号”，不能办理“销号”；须在“申请销号”时办理" in sentence


def test_a_refusal_without_a_sentence_of_its_own_still_names_its_code() -> None:
    assert "brand_new_rule" in sentences.refusal_sentence("brand_new_rule", {"day": date(2026, 1, 1)})


def test_file_sizes_in_a_refusal_are_readable() -> None:
    facts = {"name": "现场.jpg", "size": 61_341_696, "limit": 52_428_800}
    assert "文件“现场.jpg”有 58 MB，超过 50 MB 的上限" in sentences.refusal_sentence("file_too_large", facts)


@pytest.mark.parametrize(("amount", "words"), [(812, "812 B"), (2_048, "2 KB"), (1_468_006, "1.4 MB"), (10 * 1024**4, "10 TB")])
def test_sizes(amount: int, words: str) -> None:
    assert sentences.size(amount) == words


def test_the_components_page_shows_every_macro(app: Flask) -> None:
    assert app.test_client().get("/design/components").status_code == 200
    page = (TEMPLATES / "design/components.html").read_text("utf-8")
    for path in (TEMPLATES / "components").glob("*.html"):
        for name in re.findall(r"{%-? macro ([a-z]\w*)", path.read_text("utf-8")):
            assert name in ("csrf", "kept_words") or f".{name}" in page, f"{path.name}: {name}"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_needs_inline_script_or_style(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.parent.name == "mail":  # no page of ours: programs that show mail take no style sheet
        source = re.sub(r"\sstyle=\"[^\"]*\"", "", source)
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:|<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source)


def test_a_light_says_its_colour_by_word_shape_and_reason(app: Flask) -> None:
    html = render(app, "{{ st.light(verdict) }}", verdict=lights.Verdict(Light.RED, "overdue", {"days_late": 12}))
    assert all(part in html for part in ("light-red", "◆", "滞后", "逾期 12 天"))


def test_a_deadline_that_was_put_off_shows_the_original_one(app: Flask) -> None:
    put_off = render(app, "{{ st.deadline(due, original) }}", due=date(2026, 9, 30), original=date(2026, 8, 31))
    assert "2026-09-30" in put_off
    assert "<s>2026-08-31</s>" in put_off
    assert "原定" not in render(app, "{{ st.deadline(due, due) }}", due=date(2026, 9, 30))
    assert "长期坚持" in render(app, "{{ st.deadline(none) }}")


def test_a_percentage_that_nobody_reported_is_not_nought(app: Flask) -> None:
    assert "未填报" in render(app, "{{ st.percent(none, 40) }}")
    assert "0%" in render(app, "{{ st.percent(0, 40) }}")


def test_an_error_is_tied_to_its_field_and_text_is_escaped(app: Flask) -> None:
    form = design.samples()["form"]
    form.narrative.errors = ["不要写 <b>标签</b>。"]
    html = render(app, "{{ ui.field(form.narrative, '提示') }}", form=form)
    assert 'aria-describedby="narrative-hint narrative-error"' in html
    assert 'aria-invalid="true"' in html
    assert "&lt;b&gt;" in html


def test_a_sorted_column_says_so_to_a_screen_reader(app: Flask) -> None:
    html = render(app, "{% call tb.data_table([{'label': '时限', 'url': '?sort=-due', 'direction': 'asc'}]) %}{% endcall %}")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-due"' in html


# Contrast by WCAG 2.1: 4.5 for text, 3 for the shapes of lights and the edges of controls.

HUES = ("red", "yellow", "green", "blue", "grey")
TEXT_PAIRS = (
    [(ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "surface", "sunk")]
    + [(hue, ground) for hue in HUES for ground in (f"{hue}-wash", "surface")]
    + [("accent", "accent-wash"), ("accent-hover", "surface"), ("on-accent", "accent"), ("on-accent", "accent-hover")]
    + [(hue, ground) for hue in ("violet", "teal") for ground in (f"{hue}-wash", "surface")]
    + [("ink", ground) for ground in ("grey-wash", "teal-wash", "accent-wash")]
    + [("ink-soft", "accent-wash")]
    + [("seal", "surface"), ("seal", "paper"), ("on-seal", "seal")]
)
MARK_PAIRS = [(f"{hue}-mark", ground) for hue in HUES for ground in (f"{hue}-wash", "surface")] + [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("accent", "line"),
]


def themes() -> dict[str, dict[str, str]]:
    """The colours of both themes; the dark one overrides the light one."""
    light, dark = ((STATIC / name).read_text("utf-8") for name in ("tokens.css", "dark.css"))
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[0] | colours[1]}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(theme: str) -> None:
    colours = themes()[theme]
    faint = [pair for pair in TEXT_PAIRS if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    faint += [pair for pair in MARK_PAIRS if contrast(colours[pair[0]], colours[pair[1]]) < 3]
    assert not faint


def test_stylesheets_take_their_colours_from_the_tokens() -> None:
    for path in STATIC.glob("*.css"):
        if path.name not in ("tokens.css", "dark.css", "print.css"):
            assert not re.search(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8")), path.name
