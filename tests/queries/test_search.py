"""What is found: by words of any length, as soon as it is written, by those who may read it, and by nobody else."""

import pytest
from sqlalchemy import delete, select, text, update

from tests.factories import NOW, PDF, Factory
from tracker.db import Database
from tracker.models import Evidence, Jurisdiction, Plan, SearchEntry, Task, Update
from tracker.queries.search import find, find_tasks, numbered
from tracker.rules.permissions import Actor, Post
from tracker.rules.searching import SearchKind, question_of
from tracker.rules.statuses import Role
from tracker.services import updates
from tracker.services.evidence import attach
from tracker.services.search import Mended, mend, rebuild
from tracker.services.updates import Progress


def found(factory: Factory, asked: str, kind: SearchKind = SearchKind.TASK, who: str = "clerk") -> list[int]:
    with factory.database.reading() as session:
        return find(session, getattr(factory.cast, who), kind, question_of(asked))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("托位", id="two characters"),
        pytest.param("普惠托", id="three"),
        pytest.param("每千人口托位数", id="seven"),
        pytest.param("4.5个", id="figures and a sign"),
        pytest.param("４．５个", id="full width"),
        pytest.param("年底前 托位数", id="two words"),
        pytest.param("pm2.5", id="small letters for capitals"),
        pytest.param("供给，年底", id="over a sign"),
        pytest.param("增加托位供给", id="the title"),
    ],
)
def test_a_task_is_found_by_its_words(factory: Factory, asked: str) -> None:
    task_id = factory.task(text="增加普惠托位供给，年底前每千人口托位数达到4.5个，PM2.5下降。")
    assert found(factory, asked) == [task_id]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("托位供给增加", id="the same pairs in another order"),
        pytest.param("供给年底", id="a sign between"),
        pytest.param("托位 学校", id="one of two words"),
        pytest.param("%供给", id="a wildcard of SQL"),
        pytest.param("托_", id="another"),
        pytest.param("托位*", id="one of the index"),
    ],
)
def test_what_is_not_there_is_not_found(factory: Factory, asked: str) -> None:
    factory.task(text="增加普惠托位供给，年底前每千人口托位数达到4.5个。")
    assert found(factory, asked) == []


def test_plans_reports_and_files_are_found(factory: Factory) -> None:
    task_id = factory.acknowledged()
    update_id = factory.submitted(task_id, narrative="完成选址论证三处。")
    with factory.database.reading() as session:
        file_id = session.scalars(select(Evidence.id)).one()
    assert found(factory, "托育服务实施", SearchKind.PLAN) == [factory.plan_of(task_id)]
    assert found(factory, "选址论证", SearchKind.UPDATE) == [update_id]
    assert found(factory, "验收单.pdf", SearchKind.EVIDENCE) == [file_id]


def test_what_is_corrected_is_found_by_its_new_words_only(factory: Factory) -> None:
    plan_id = factory.plan(issue_at=None)
    with factory.database.transaction() as session:
        session.get_one(Plan, plan_id).document_number = "示政办发〔2025〕18号"
    assert found(factory, "〔２０２５〕18号", SearchKind.PLAN) == [plan_id]
    with factory.database.transaction() as session:
        session.get_one(Plan, plan_id).document_number = "示政办发〔2025〕19号"
    assert found(factory, "〔2025〕18号", SearchKind.PLAN) == []


def test_a_measure_that_is_reworded_leads_to_its_task(factory: Factory) -> None:
    task_id = factory.task(issue_at=None)
    with factory.database.transaction() as session:
        session.get_one(Task, task_id).measure.text = "推进医育结合。"
    assert found(factory, "医育结合") == [task_id]
    assert found(factory, "每千人口") == []


def test_the_newest_version_of_a_report_is_found_once(factory: Factory) -> None:
    task_id = factory.acknowledged()
    first = factory.returned(task_id, narrative="完成选址论证。", evidence=True)
    second = factory.submitted(task_id, narrative="完成选址论证，已备案。")
    assert first != second
    assert found(factory, "选址论证", SearchKind.UPDATE) == [second]
    assert len(found(factory, "验收单", SearchKind.EVIDENCE)) == 1


def test_a_draft_is_found_by_its_unit_alone_and_hides_nothing_from_the_office(factory: Factory) -> None:
    task_id = factory.acknowledged()
    sent = factory.returned(task_id, narrative="完成选址论证。")
    draft = factory.draft(task_id, narrative="完成选址论证，补充说明。")
    assert found(factory, "选址论证", SearchKind.UPDATE, "liaison") == [draft]
    assert found(factory, "选址论证", SearchKind.UPDATE, "clerk") == [sent]
    assert found(factory, "补充说明", SearchKind.UPDATE, "clerk") == []


def test_a_unit_beside_the_lead_does_not_find_what_the_lead_reported(factory: Factory) -> None:
    task_id = factory.acknowledged()
    of_lead = factory.submitted(task_id, narrative="完成选址论证。")
    of_other = factory.submitted(task_id, "joint_liaison", narrative="配合选址论证。")
    assert found(factory, "选址论证", SearchKind.UPDATE, "joint_liaison") == [of_other]
    assert found(factory, "选址论证", SearchKind.UPDATE, "liaison") == [of_other, of_lead]
    assert found(factory, "选址论证", SearchKind.UPDATE, "other_liaison") == []


def test_each_finds_what_lies_in_the_own_place_or_unit(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    drafted = factory.task(issue_at=None)
    assert found(factory, "托位", who="clerk") == [drafted, here]
    assert found(factory, "托位", who="leader") == [drafted, here]
    assert found(factory, "托位", who="liaison") == [here]
    assert found(factory, "托位", who="outside_clerk") == [outside]
    assert found(factory, "托位", who="other_liaison") == []
    assert found(factory, "托位", who="auditor") == []
    assert found(factory, "实施方案", SearchKind.PLAN, "other_liaison") == []


def test_who_holds_two_posts_finds_what_either_opens(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    both = Actor(1, "两任", factory.cast.liaison.posts | factory.cast.outside_clerk.posts)
    with factory.database.reading() as session:
        assert find(session, both, SearchKind.TASK, question_of("托位")) == [outside, here]
        assert len(find(session, both, SearchKind.PLAN, question_of("托育"))) == 2


def test_the_office_of_the_city_finds_what_lies_in_its_counties(factory: Factory) -> None:
    here, outside = factory.task(), factory.task(outside=True)
    path = next(iter(factory.cast.clerk.posts)).jurisdiction_path
    city = Actor(1, "市经办", frozenset({Post(Role.CLERK, 1, f"/{path.split('/')[1]}/")}))
    with factory.database.reading() as session:
        assert find(session, city, SearchKind.TASK, question_of("托位")) == [outside, here]


def test_who_sees_a_nation_is_shown_the_newest_first(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the newest are enough or the whole index is asked, the same is found."""
    tasks = [factory.task() for _ in range(4)]
    monkeypatch.setattr("tracker.queries.search.WIDE", 0)
    for looked_through in (0, 1, 10_000):
        monkeypatch.setattr("tracker.queries.search.NEWEST", looked_through)
        with factory.database.reading() as session:
            assert find(session, factory.cast.clerk, SearchKind.TASK, question_of("托位"), 2) == tasks[:1:-1]
            assert find(session, factory.cast.clerk, SearchKind.TASK, question_of("托位")) == tasks[::-1]


def test_what_may_not_be_read_hides_nothing_behind_it(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few of the index's findings are looked at first, and however many of them are drafts of others."""
    sent = [factory.submitted(factory.acknowledged(), narrative="完成选址论证。") for _ in range(2)]
    for _ in range(3):
        factory.draft(factory.acknowledged(), narrative="完成选址论证。")
    for wide, at_first in ((20, 1), (20, 5), (0, 1)):
        monkeypatch.setattr("tracker.queries.search.WIDE", wide)
        monkeypatch.setattr("tracker.queries.search.AT_FIRST", at_first)
        with factory.database.reading() as session:
            assert find(session, factory.cast.clerk, SearchKind.UPDATE, question_of("选址论证"), 2) == sent[::-1]


def test_numbers_lead_to_tasks_within_what_is_seen(factory: Factory) -> None:
    here, other = factory.task(), factory.task(label="1.2")
    factory.task(outside=True)
    with factory.database.reading() as session:
        assert numbered(session, factory.cast.clerk, question_of("(一)"), 5) == [here]
        assert numbered(session, factory.cast.clerk, question_of("１．２"), 5) == [other]
        assert numbered(session, factory.cast.liaison, question_of("一、"), 5) == [here]
        assert numbered(session, factory.cast.other_liaison, question_of("一、"), 5) == []


def test_tasks_with_the_word_in_their_title_come_first(factory: Factory) -> None:
    titled, mentioned = factory.task(title="培训师资"), factory.task(title="其他", text="组织师资培训。")
    with factory.database.reading() as session:
        assert find_tasks(session, factory.cast.clerk, question_of("师资")) == [titled, mentioned]


def test_files_taken_out_of_a_draft_are_gone(factory: Factory) -> None:
    update_id = factory.draft(factory.acknowledged(), evidence=False)
    with factory.database.transaction() as session:
        row = session.get_one(Update, update_id)
        file = attach(session, factory.storage, row, "选址图.pdf", PDF, actor=factory.cast.liaison, now=NOW)
        file_id = file.id
    assert found(factory, "选址图", SearchKind.EVIDENCE, "liaison") == [file_id]
    with factory.database.transaction() as session:
        session.delete(session.get_one(Evidence, file_id))
    assert found(factory, "选址图", SearchKind.EVIDENCE, "liaison") == []


def test_what_is_typed_on_in_a_draft_is_found(factory: Factory) -> None:
    task_id = factory.acknowledged()
    update_id = factory.draft(task_id, narrative="初稿。")
    with factory.database.transaction() as session:
        row = session.get_one(Update, update_id)
        progress = Progress(row.kind, 50, "选址论证完成。", "缺少资金。", "申请经费。")
        updates.save_draft(session, row.assignment, row.period, progress, actor=factory.cast.liaison, now=NOW)
    for asked in ("选址论证", "缺少资金", "申请经费"):
        assert found(factory, asked, SearchKind.UPDATE, "liaison") == [update_id]


def entries(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        query = select(SearchEntry.id, SearchEntry.marks, SearchEntry.text, SearchEntry.grams).order_by(SearchEntry.id)
        return [(key, marks, words, tuple(grams)) for key, marks, words, grams in session.execute(query)]


def test_the_night_finds_nothing_to_mend_after_ordinary_work(factory: Factory) -> None:
    factory.submitted(factory.acknowledged())
    factory.closed()
    done = mend(factory.database)
    assert done.looked > 0
    assert (done.entered, done.removed) == (0, 0)


def test_the_night_mends_what_went_past_the_sessions(factory: Factory) -> None:
    kept, reworded, lost = factory.task(), factory.task(), factory.task()
    before = entries(factory.database)
    with factory.database.transaction() as session:
        session.execute(update(Task).where(Task.id == reworded).values(title="改了标题"))
        session.execute(delete(SearchEntry).where(SearchEntry.text.contains("托位"), SearchEntry.marks.contains(f"task{lost} ")))
        session.add(SearchEntry(id=before[-1][0] + 9, marks="region1", text="无主", grams=["region1", "无主"]))  # type: ignore[operator]
    done = mend(factory.database)
    assert (done.entered, done.removed) == (2, 1)
    assert found(factory, "改了标题") == [reworded]
    assert found(factory, "托位") == [lost, reworded, kept]
    assert mend(factory.database) == Mended(looked=done.looked)


def test_a_place_put_under_another_is_found_from_there(factory: Factory) -> None:
    outside = factory.task(outside=True)
    path = next(iter(factory.cast.clerk.posts)).jurisdiction_path
    with factory.database.transaction() as session:
        place = session.get_one(Jurisdiction, factory.cast.outside_place_id)
        place.path = f"{path}{place.id}/"
    mend(factory.database)
    assert found(factory, "托位") == [outside]


def test_the_index_made_anew_is_the_same(factory: Factory) -> None:
    task_id = factory.acknowledged()
    factory.submitted(task_id)
    before = entries(factory.database)
    with factory.database.transaction() as session:
        session.execute(delete(SearchEntry))
    assert rebuild(factory.database).entered == len(before)
    assert entries(factory.database) == before
    assert found(factory, "托位") == [task_id]


@pytest.mark.databases("sqlite")
def test_a_damaged_index_of_sqlite_is_made_anew(factory: Factory) -> None:
    task_id = factory.task()
    with factory.database.transaction() as session:
        session.execute(text("INSERT INTO search_text(search_text) VALUES ('delete-all')"))
    assert found(factory, "托位") == []
    rebuild(factory.database)
    assert found(factory, "托位") == [task_id]


def test_mending_takes_few_at_a_time(factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [factory.task() for _ in range(5)]
    with factory.database.transaction() as session:
        session.execute(delete(SearchEntry))
    monkeypatch.setattr("tracker.services.search.AT_ONCE", 2)
    told: list[int] = []
    done = mend(factory.database, told.append)
    assert max(told) <= 2
    assert sum(told) == done.looked == done.entered == 10
    assert found(factory, "托位") == tasks[::-1]
