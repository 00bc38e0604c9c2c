"""帮助: what to do on a page, the manual in the browser, the tour of somebody new."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.web.conftest import Browser, words
from tracker.web import manual
from tracker.web.help_texts import HELP
from tracker.web.tours import TOURS

pytestmark = pytest.mark.databases("sqlite")

ClientAs = Callable[[str], Browser]


def test_every_help_leads_to_a_heading_of_the_manual(app: Flask) -> None:
    chapters = manual.chapters()
    for endpoint, help_here in HELP.items():
        assert endpoint in app.view_functions
        for chapter, part in help_here.places:
            assert chapter in chapters, (endpoint, chapter)
            assert not part or part in {one.title for one in chapters[chapter].parts}, (endpoint, part)


def test_help_is_short() -> None:
    assert {endpoint for endpoint, help_here in HELP.items() if not 2 <= len(help_here.points) <= 5} == set()


def test_every_link_from_a_page_to_the_manual_arrives(client_as: ClientAs) -> None:
    liaison = client_as("liaison")
    page = liaison.get("/mine").get_data(as_text=True)
    links = re.findall(r'href="(/help/[^"#]+)#([^"]+)"', page)
    assert len(links) == len(HELP["mine.index"].places)
    for address, anchor in links:
        assert f'id="{unquote(anchor)}"' in liaison.get(address).get_data(as_text=True)


def test_what_to_do_stands_on_the_page_in_the_readers_words(client_as: ClientAs) -> None:
    page = client_as("liaison").get("/mine").get_data(as_text=True)
    assert "怎么办" in page
    assert "急的在前" in page
    assert "不能按期完成的，时限以前在任务页点“申请延期”" in page


def test_a_refusal_shows_no_help_for_the_page_that_was_asked_for(client_as: ClientAs) -> None:
    assert "怎么办" not in client_as("liaison").get("/tasks/999").get_data(as_text=True)


def test_every_chapter_can_be_read_with_its_pictures(client_as: ClientAs) -> None:
    reader = client_as("liaison")
    contents = words(reader.get("/help"))
    for chapter in manual.chapters().values():
        assert f"{chapter.number}、{chapter.title}" in contents
        page = reader.get(f"/help/{chapter.title}").get_data(as_text=True)
        for picture in re.findall(r'<img src="([^"]+)" alt="[^"]+" width="\d+" height="\d+"', page):
            assert reader.get(picture).mimetype == "image/png"
        assert len(set(chapter.anchors)) == len(chapter.anchors), "two parts of one name: a link could lead to either"


def test_what_is_not_in_the_manual_is_not_found(client_as: ClientAs) -> None:
    reader = client_as("liaison")
    for address in ("/help/附录", "/help/pictures/none.png", "/help/pictures/../用户手册.md"):
        assert reader.get(address).status_code == 404


def test_the_first_page_of_each_post_shows_its_steps_and_all_of_them_open(client_as: ClientAs) -> None:
    for who in ("clerk", "director", "leader", "liaison", "unit_head", "system_admin", "security_admin", "auditor"):
        newcomer = client_as(who)
        page = newcomer.get(newcomer.get("/").headers["Location"]).get_data(as_text=True)
        card = re.search(r'<section class="tour".*?</section>', page, re.S)
        assert card, who
        assert 3 <= card[0].count("<li>") <= 5, who
        for address in re.findall(r'href="([^"]+)"', card[0]):
            assert newcomer.get(address).status_code == 200, (who, address)


def test_each_role_has_a_tour_and_a_chapter() -> None:
    assert {tour.chapter for tour in TOURS.values()} <= set(manual.chapters())


def test_the_tour_is_put_away_by_one_press_and_called_back_from_the_help(client_as: ClientAs) -> None:
    newcomer = client_as("liaison")
    assert "第一次使用" in words(newcomer.get("/mine"))
    newcomer.post("/help/tour", follow=True)
    assert "知道了，不再显示" not in words(newcomer.get("/mine"))
    assert "再看一次“第一次使用”" in words(newcomer.get("/help"))
    newcomer.post("/help/tour", {"show": "yes"})
    assert "知道了，不再显示" in words(newcomer.get("/mine"))


def test_the_tour_stands_on_the_first_page_only(client_as: ClientAs) -> None:
    assert "第一次使用" not in words(client_as("liaison").get("/tasks"))
