"""Files are read again and held against what was noted when they came."""

from tests.factories import NOW, Factory
from tracker.models import EvidenceFile, OfficeLedger
from tracker.queries.kept_files import kept_after, kept_bytes
from tracker.services.kept_files import FileBreak, verify_files


def test_evidence_that_was_changed_on_disk_is_named(factory: Factory) -> None:
    factory.accepted(factory.acknowledged())
    with factory.database.reading() as session:
        files = kept_after(session, "")
    assert list(verify_files(files, factory.storage)) == []
    (path,) = [path for path in factory.storage.folder.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[::-1])
    seen: list[int] = []
    assert list(verify_files(files, factory.storage, seen.append)) == [FileBreak(path.name, "文件内容被改动")]
    assert sum(seen) == files[0].size


def test_files_come_a_stretch_at_a_time_and_each_once(factory: Factory) -> None:
    digests = sorted(factory.storage.put(text) for text in (b"one", b"two", b"three"))
    with factory.database.transaction() as session:
        session.add_all(EvidenceFile(sha256=digest, size=1, media_type="text/plain") for digest in digests)
    with factory.database.reading() as session:
        first = kept_after(session, "", limit=2)
        rest = kept_after(session, first[-1].sha256, limit=2)
        assert kept_after(session, rest[-1].sha256) == []
    assert [file.sha256 for file in (*first, *rest)] == digests


def test_a_file_counts_once_wherever_it_is_named(factory: Factory) -> None:
    with factory.database.transaction() as session:
        before = kept_bytes(session)
        digest = factory.storage.put(b"ledger")
        for name in ("台账.xlsx", "台账（再次上传）.xlsx"):
            place = factory.cast.place_id
            session.add(OfficeLedger(jurisdiction_id=place, filename=name, sha256=digest, size=6, grid=[], uploaded_at=NOW))
        session.flush()
        assert kept_bytes(session) - before == 6


def test_putting_the_same_bytes_again_mends_a_damaged_file(factory: Factory) -> None:
    digest = factory.storage.put(b"one")
    (path,) = [path for path in factory.storage.folder.rglob("*") if path.is_file()]
    path.write_bytes(b"two")
    assert factory.storage.put(b"one") == digest
    with factory.storage.open(digest) as kept:
        assert kept.read() == b"one"
