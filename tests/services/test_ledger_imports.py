"""A ledger goes out, is filled in and comes back: compared with what stands now, written on the unit's word, given back again."""

import pytest

from tests.factories import NOW, PERIOD, Factory, day
from tests.ledgers.damaged_ledgers import DONE, GUIDANCE, MODEL, NURSERY, TRAINING, fill
from tests.ledgers.scenes import Scene, read
from tests.ledgers.sheets import Sheet, edited
from tracker.errors import Conflict, InvalidInput, NotAllowed
from tracker.models import Event, LedgerImport, Plan, Update
from tracker.reports.ledger_book import file_name
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.ledger_merge import Fate
from tracker.rules.ledger_rows import Why
from tracker.services import ledger_imports, ledger_undoing, updates
from tracker.services.ledger_undoing import Undone


@pytest.fixture
def scene(factory: Factory) -> Scene:
    return Scene(factory)


def taken_over(scene: Scene, data: bytes) -> int:
    """The file taken over as it is offered; the import's id."""
    with scene.factory.database.transaction() as session:
        row = scene.receive(session, data)
        scene.apply(session, row)
        return row.id


def fates(scene: Scene, data: bytes, who: str = "liaison") -> dict[tuple[str, str], tuple[Fate, Why | None]]:
    """What becomes of every changed cell, by task and column."""
    with scene.factory.database.transaction() as session:
        row = scene.receive(session, data, who)
        found = ledger_imports.compared(session, row, actor=getattr(scene.cast, who), now=NOW)
        return {(scene.titles[cell.share_id], cell.column.value): (cell.fate, cell.why) for cell in found.cells}


def test_what_was_filled_in_becomes_the_units_draft(scene: Scene) -> None:
    taken_over(scene, edited(scene.export()[0], fill))
    with scene.factory.database.reading() as session:
        said = scene.drafts(session)
        assert (said[TRAINING, "percent"], said[TRAINING, "narrative"]) == ("55", DONE)
        update = session.query(Update).filter_by(assignment_id=scene.share_ids[TRAINING]).one()
        assert (update.state, update.submitted_at, update.drafted_by_id) == ("draft", None, scene.cast.liaison.user_id)


def test_the_same_file_again_changes_nothing(scene: Scene) -> None:
    data = edited(scene.export()[0], fill)
    taken_over(scene, data)
    assert set(fates(scene, data).values()) == {(Fate.DONE, None)}
    with scene.factory.database.transaction() as session, pytest.raises(InvalidInput):
        scene.apply(session, scene.receive(session, data))


def test_what_both_sides_changed_is_asked(scene: Scene) -> None:
    data = edited(scene.export()[0], lambda sheet: sheet.put(NURSERY, percent=45, narrative="台账里的说法。"))
    scene.factory.draft(scene.task_ids[NURSERY], percent=45, narrative="页面上的说法。", evidence=False)
    assert fates(scene, data) == {
        (NURSERY, "percent"): (Fate.DONE, None), (NURSERY, "narrative"): (Fate.CONFLICT, None),
    }  # fmt: skip
    with scene.factory.database.transaction() as session:
        scene.apply(session, scene.receive(session, data), [(scene.share_ids[NURSERY], "narrative")])
    with scene.factory.database.reading() as session:
        assert scene.drafts(session)[NURSERY, "narrative"] == "台账里的说法。"


def test_what_only_the_product_changed_stays(scene: Scene) -> None:
    data = edited(scene.export()[0], fill)
    scene.factory.draft(scene.task_ids[NURSERY], percent=80, narrative="后来在页面上写的。", evidence=False)
    taken_over(scene, data)
    with scene.factory.database.reading() as session:
        assert scene.drafts(session)[NURSERY, "narrative"] == "后来在页面上写的。"


def test_what_changed_between_the_look_and_the_word_stops_all(scene: Scene) -> None:
    data = edited(scene.export()[0], lambda sheet: (fill(sheet), sheet.put(NURSERY, percent=45)))
    with scene.factory.database.transaction() as session:
        row = scene.receive(session, data)
        found = ledger_imports.compared(session, row, actor=scene.cast.liaison, now=NOW)
        seen, chosen, row_id = ledger_imports.comparison_mark(found), list(found.choosable), row.id
    scene.factory.draft(scene.task_ids[NURSERY], percent=70, narrative="同事刚刚写的。", evidence=False)
    with scene.factory.database.transaction() as session:
        row = session.get_one(LedgerImport, row_id)
        with pytest.raises(Conflict):
            ledger_imports.apply_import(session, row, chosen, seen, actor=scene.cast.liaison, now=NOW)
    with scene.factory.database.reading() as session:
        said = scene.drafts(session)
        assert (TRAINING, "percent") not in said
        assert said[NURSERY, "percent"] == "70"


def test_a_report_on_its_way_is_not_written_to(scene: Scene) -> None:
    data = edited(scene.export()[0], lambda sheet: sheet.put(NURSERY, percent=45))
    scene.factory.submitted(scene.task_ids[NURSERY])
    assert fates(scene, data)[NURSERY, "percent"] == (Fate.REFUSED, Why.ON_ITS_WAY)


def test_an_unsigned_task_is_not_written_to(factory: Factory, scene: Scene) -> None:
    data = edited(scene.export("clerk")[0], lambda sheet: sheet.put(MODEL, percent=45))
    with factory.database.transaction() as session:
        share = session.get_one(ledger_imports.Assignment, scene.share_ids[MODEL])
        share.state = "pending"
    assert fates(scene, data)[MODEL, "percent"] == (Fate.REFUSED, Why.NOT_ACKNOWLEDGED)


def test_it_is_given_back_as_it_was(scene: Scene) -> None:
    with scene.factory.database.reading() as session:
        before = scene.drafts(session)
    row_id = taken_over(scene, edited(scene.export()[0], lambda sheet: (fill(sheet), sheet.put(NURSERY, percent=45))))
    with scene.factory.database.transaction() as session:
        row = session.get_one(LedgerImport, row_id)
        assert ledger_undoing.undo_import(session, row, actor=scene.cast.liaison, now=NOW) == Undone(3, 0)
    with scene.factory.database.reading() as session:
        assert scene.drafts(session) == before
    with scene.factory.database.transaction() as session, pytest.raises(Conflict):
        ledger_undoing.undo_import(session, session.get_one(LedgerImport, row_id), actor=scene.cast.liaison, now=NOW)


def undone(scene: Scene, row_id: int) -> Undone:
    with scene.factory.database.transaction() as session:
        row = session.get_one(LedgerImport, row_id)
        return ledger_undoing.undo_import(session, row, actor=scene.cast.liaison, now=NOW)


def versions(scene: Scene) -> list[tuple[int, str, int]]:
    """The versions of the first task's report: number, state, how many files bear it out."""
    with scene.factory.database.reading() as session:
        query = session.query(Update).filter_by(assignment_id=scene.share_ids[NURSERY]).order_by(Update.version)
        return [(update.version, update.state.value, len(update.evidence)) for update in query]


def test_a_correction_that_nobody_touched_goes_when_it_is_undone(scene: Scene) -> None:
    scene.factory.accepted(scene.task_ids[NURSERY])
    before = versions(scene)
    row_id = taken_over(scene, edited(scene.export()[0], lambda sheet: sheet.put(NURSERY, percent=45, problems="缺场地")))
    assert versions(scene) == [*before, (2, "draft", before[0][2])]
    assert undone(scene, row_id) == Undone(2, 0)
    assert versions(scene) == before


def test_a_correction_in_which_somebody_wrote_stays_when_it_is_undone(scene: Scene) -> None:
    scene.factory.accepted(scene.task_ids[NURSERY])
    before = versions(scene)
    row_id = taken_over(scene, edited(scene.export()[0], lambda sheet: sheet.put(NURSERY, percent=45, problems="缺场地")))
    with scene.factory.database.transaction() as session:
        draft = session.query(Update).filter_by(assignment_id=scene.share_ids[NURSERY], version=2).one()
        draft.next_step = "下月开班。"
    assert undone(scene, row_id) == Undone(2, 1)
    assert versions(scene) == [*before, (2, "draft", before[0][2])]


def test_a_draft_that_was_sent_and_taken_back_stays_when_it_is_undone(scene: Scene) -> None:
    row_id = taken_over(scene, edited(scene.export()[0], fill))
    with scene.factory.database.transaction() as session:
        draft = session.query(Update).filter_by(assignment_id=scene.share_ids[TRAINING]).one()
        updates.send(session, draft, actor=scene.cast.liaison, now=NOW)
        updates.recall(session, draft, actor=scene.cast.liaison, now=NOW)
    assert undone(scene, row_id) == Undone(2, 1)


def test_taking_over_into_an_accepted_report_is_told_as_a_correction(scene: Scene) -> None:
    scene.factory.accepted(scene.task_ids[NURSERY])
    data = edited(scene.export()[0], lambda sheet: (fill(sheet), sheet.put(NURSERY, percent=45)))
    with scene.factory.database.transaction() as session:
        found = ledger_imports.compared(session, scene.receive(session, data), actor=scene.cast.liaison, now=NOW)
    assert found.corrections == {scene.share_ids[NURSERY]}


def test_what_a_formula_gave_is_remembered_with_the_file(scene: Scene) -> None:
    data = edited(scene.export()[0], lambda sheet: sheet.put(TRAINING, narrative=DONE, percent="=20+35"))
    with scene.factory.database.transaction() as session:
        row = scene.receive(session, data)
        assert [kept["computed"] for kept in row.rows if kept["computed"]] == [["percent"]]
        assert row.notes["tells_formulas"]


def test_a_file_says_whose_ledger_it_is_of_which_period_and_day(scene: Scene) -> None:
    names = [file_name(scene.book(who)) for who in ("liaison", "liaison", "clerk")]
    assert names[0].endswith("任务台账_县卫生健康局_2025年3月填报_20250310下载")
    assert names[1] == f"{names[0]}_{NOW.astimezone(OFFICIAL_ZONE):%H%M}"
    assert names[2].endswith("任务台账_全部单位_2025年3月填报_20250310下载")


def test_what_something_was_built_on_is_not_given_back(scene: Scene) -> None:
    edit = lambda sheet: (sheet.put(NURSERY, percent=45, problems="缺场地"), sheet.put(GUIDANCE, percent=35))  # noqa: E731
    row_id = taken_over(scene, edited(scene.export()[0], edit))
    scene.factory.draft(scene.task_ids[NURSERY], percent=50, narrative="已新增托位 60 个。", evidence=False)
    with scene.factory.database.transaction() as session:
        guidance = session.query(Update).filter_by(assignment_id=scene.share_ids[GUIDANCE]).one()
        updates.send(session, guidance, actor=scene.cast.liaison, now=NOW)
    with scene.factory.database.reading() as session:
        cells = ledger_undoing.undoable(session, session.get_one(LedgerImport, row_id), actor=scene.cast.liaison)
        assert {(scene.titles[cell.share_id], cell.column.value, cell.why) for cell in cells} == {
            (NURSERY, "percent", Why.CHANGED_SINCE), (NURSERY, "problems", Why.CHANGED_SINCE),
            (GUIDANCE, "percent", Why.SENT_SINCE),
        }  # fmt: skip
    with scene.factory.database.transaction() as session, pytest.raises(Conflict):
        ledger_undoing.undo_import(session, session.get_one(LedgerImport, row_id), actor=scene.cast.liaison, now=NOW)


def test_the_history_tells_it_without_the_words(scene: Scene) -> None:
    row_id = taken_over(scene, edited(scene.export()[0], fill))
    with scene.factory.database.reading() as session:
        events = session.query(Event).filter_by(subject="ledger_import", subject_id=row_id).order_by(Event.id).all()
        assert [event.action for event in events] == ["upload", "apply"]
        assert events[1].data["cells"] == 2
        assert DONE not in str([event.data for event in events])


def test_nobody_fills_in_for_another_unit(scene: Scene) -> None:
    data = edited(scene.export("clerk")[0], fill)
    with scene.factory.database.transaction() as session:
        for who in ("clerk", "leader"):
            with pytest.raises(NotAllowed):
                scene.receive(session, data, who)
        row = scene.receive(session, data, "joint_liaison")
        found = ledger_imports.compared(session, row, actor=scene.cast.joint_liaison, now=NOW)
        assert (found.cells, {trouble.why for trouble in found.troubles}) == ((), {Why.NOT_YOURS})


def test_a_ledger_of_another_plan_is_turned_away(scene: Scene, factory: Factory) -> None:
    other = factory.plan()
    data = scene.export()[0]
    with factory.database.transaction() as session:
        plan = session.get_one(Plan, other)
        with pytest.raises(InvalidInput, match="别的方案"):
            ledger_imports.receive(session, plan, read(data), data, "台账.xlsx", actor=scene.cast.liaison, now=NOW)


def test_a_unit_takes_away_its_own_rows_only(scene: Scene) -> None:
    own, all_of_them = read(scene.export()[0]), read(scene.export("clerk")[0])
    assert (len(own.rows), len(all_of_them.rows)) == (5, 10)
    assert {row.values["unit"] for row in own.rows} == {"县卫生健康局"}
    assert all(row.values["narrative"] == "" for row in all_of_them.rows), "the office reads no draft"


def test_there_is_no_ledger_of_a_period_to_come(scene: Scene) -> None:
    for period in ("2025-04", "2025-Q1", "nonsense"):
        with pytest.raises(InvalidInput):
            scene.export(period=period)
    assert read(scene.export(period="2025-04", now=day(2025, 4, 1))[0]).rows
    assert PERIOD == "2025-03"


def test_what_begins_like_a_formula_comes_back_as_it_was(scene: Scene) -> None:
    for words in ("=1+1", "- 第一项\n- 第二项", "+86", "@各乡镇", "'=已带引号"):
        scene.factory.draft(scene.task_ids[NURSERY], percent=30, narrative=words, evidence=False)
        book, table = scene.export()
        assert fates(scene, book) == {}
        assert fates(scene, table) == {}


def test_rows_may_be_gathered_again(scene: Scene) -> None:
    """Sorted, filtered, and with lines between: only what was filled in is taken over."""

    def edit(sheet: Sheet) -> None:
        fill(sheet)
        sheet.write([row for row in reversed(sheet.rows()) if row[3] != NURSERY])

    taken_over(scene, edited(scene.export()[0], edit))
    with scene.factory.database.reading() as session:
        assert scene.drafts(session)[NURSERY, "narrative"] == "已新增托位 60 个。"
