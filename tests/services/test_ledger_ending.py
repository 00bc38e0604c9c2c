"""Ledgers are kept as long as somebody may bring one back."""

from datetime import timedelta

from tests.factories import NOW, Factory
from tests.ledgers.damaged_ledgers import fill
from tests.ledgers.scenes import Scene
from tests.ledgers.sheets import edited
from tracker.models import LedgerExport, LedgerImport
from tracker.services.ledger_ending import KEPT_LEDGERS, forget_ledgers


def test_a_ledger_that_nobody_took_over_ends_and_one_that_was_stays(factory: Factory) -> None:
    scene = Scene(factory)
    taken, looked_at = edited(scene.export()[0], fill), edited(scene.export()[0], fill)
    scene.export("clerk")
    with factory.database.transaction() as session:
        scene.apply(session, scene.receive(session, taken))
        scene.receive(session, looked_at)
    with factory.database.transaction() as session:
        assert forget_ledgers(session, now=NOW + KEPT_LEDGERS) == 0
        assert forget_ledgers(session, now=NOW + KEPT_LEDGERS + timedelta(days=1)) == 3
    with factory.database.reading() as session:
        (kept,) = session.query(LedgerImport).all()
        assert kept.applied
        assert [export.id for export in session.query(LedgerExport)] == [kept.export_id]
