"""The corpus of damaged ledgers: of every file exactly what can be trusted is taken over, and the rest is said, never guessed."""

import contextlib
import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factories import NOW, Factory
from tests.ledgers.damaged_ledgers import CELLS, CORPUS, IN_XLS, SHEETS, WORKED_OUT, Damaged
from tests.ledgers.scenes import Scene
from tracker.converting import find_converter
from tracker.errors import InvalidInput
from tracker.intake.errors import IntakeError
from tracker.rules.ledger_merge import Fate
from tracker.services.ledger_imports import compared

pytestmark = pytest.mark.databases("sqlite")

SENTENCE_LONGEST = 140


class Undone(Exception):
    """Ends a transaction of which nothing is to stay."""


def outcome(scene: Scene, session: Session, data: bytes, case: Damaged) -> str:
    """What is wrong with what became of the file; "" where it is as it should be."""
    before = scene.drafts(session)
    try:
        row = scene.receive(session, data, name=case.name)
    except IntakeError as refusal:
        is_sentence = refusal.message.endswith("。") and len(refusal.message) < SENTENCE_LONGEST
        return "" if refusal.code == case.refused and is_sentence else f"refused as {refusal.code}: {refusal.message}"
    if case.refused:
        return "was not refused"
    found = compared(session, row, actor=scene.cast.liaison, now=NOW)
    said = {cell.why or cell.fate for cell in found.cells if cell.fate not in (Fate.APPLY, Fate.DONE)}
    said |= {trouble.why for trouble in found.troubles}
    with contextlib.suppress(InvalidInput):  # where there is nothing to take over
        scene.apply(session, row)
    after = scene.drafts(session)
    new = {key: value for key, value in after.items() if before.get(key, START.get(key[1], "")) != value}
    is_right = new == case.taken and said == case.said
    return "" if is_right else f"took {new} and not {case.taken}, said {sorted(said)} and not {sorted(case.said)}"


# What a report begins with where nothing was written yet.
START = {"kind": "progress", "percent": "0"}


Change = Callable[[dict[str, bytes]], dict[str, bytes]]


def outcomes(factory: Factory, cases: Iterable[Damaged], change: Change = lambda files: files) -> dict[str, str]:
    """What is wrong, by the name of the file; each begins from the same state. `change` is what else happens to all files."""
    scene = Scene(factory)
    exported = {is_office: scene.export("clerk" if is_office else "liaison") for is_office in (False, True)}
    wrong: dict[str, str] = {}
    known = {case.name: case for case in cases}
    files = change({case.name: case.make(*exported[case.by_office]) for case in known.values()})
    for case, data in ((known[name], data) for name, data in files.items()):
        with contextlib.suppress(Undone), factory.database.transaction() as session:
            wrong[case.name] = outcome(scene, session, data, case)
            raise Undone
    return {name: said for name, said in wrong.items() if said}


def test_there_are_many() -> None:
    assert len(CORPUS) >= 60


def test_no_damaged_file_writes_what_nobody_meant(factory: Factory) -> None:
    assert outcomes(factory, CORPUS.values()) == {}


# LibreOffice takes its time: of the corpus every third file is saved anew, unless all of them are asked for.
STEP = 1 if os.environ.get("TRACKER_ALL_LEDGERS") else 3
# What becomes of a case otherwise in a form of file.
OTHERWISE: dict[str, dict[str, Damaged]] = {"xlsx": {}, "xls": {case.name: case for case in IN_XLS}, "ods": {}}


def _saved_by_office(files: dict[str, bytes], form: str, folder: Path) -> dict[str, bytes]:
    """Every file opened in LibreOffice and saved in another form; it numbers them, for names may hold anything."""
    names = dict(enumerate(files))
    (folder / "in").mkdir()
    for number, name in names.items():
        (folder / "in" / f"{number}.xlsx").write_bytes(files[name])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    paths = sorted((folder / "in").iterdir())
    command = [find_converter(), profile, "--headless", "--convert-to", form, "--outdir", str(folder / "out"), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / "out" / f"{number}.{form}").read_bytes() for number, name in names.items()}


def _has_calc() -> bool:
    """True where LibreOffice opens workbooks; its word processor may be installed without the rest."""
    program = find_converter()
    return program is not None and any(Path(program).resolve().parent.glob("libsc[fl]*"))


@pytest.mark.skipif(not _has_calc(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("form", OTHERWISE)
def test_what_libreoffice_saves_anew_is_read_the_same(factory: Factory, tmp_path: Path, form: str) -> None:
    cases = [OTHERWISE[form].get(case.name, case) for case in (*CELLS[::STEP], *SHEETS[::STEP], *WORKED_OUT)]
    assert outcomes(factory, cases, lambda files: _saved_by_office(files, form, tmp_path)) == {}
