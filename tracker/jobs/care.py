"""The jobs that look after the installation itself: history, backups, the calendar, old records."""

import logging
from dataclasses import asdict
from datetime import date

from tracker.backups import ROTATED, NoTool, back_up, clear_scratch, prune
from tracker.config import Settings
from tracker.connecting import witness_of
from tracker.fencing import Fence
from tracker.jobs.work import Counts
from tracker.models import Report
from tracker.rules.permissions import SYSTEM
from tracker.services.audit_runs import keep_run, verify_all
from tracker.services.job_runs import forget_rounds
from tracker.services.ledger_ending import forget_ledgers
from tracker.services.report_verification import due_tonight, note_verification, verify_report
from tracker.services.search import mend
from tracker.storage import Storage

logger = logging.getLogger(__name__)


class Skipped(Exception):
    """There is nothing to do the job with on this machine; the text, for the administrator, says what is missing."""


def verify_history(fence: Fence, settings: Settings, day: date) -> Counts:
    """Verify the history, the rows and every file; what is found stands in the history and in the log."""
    # Reading every file may take hours: the lease may be lost, or the process be asked to end, meanwhile.
    outcome = verify_all(fence.database, witness_of(settings), Storage(settings.storage_dir), lambda _: fence.check())
    with fence.transaction() as session:
        keep_run(session, outcome, actor=SYSTEM, now=settings.clock.now())
    for item in (*outcome.breaks, *outcome.spoilt):
        logger.error("verification: %s", item)
    return {"events": outcome.events, "found": len(outcome.breaks) + len(outcome.spoilt)}


def verify_reports(fence: Fence, settings: Settings, day: date) -> Counts:
    """Draw the reports of the day before again, and a thirtieth of all others, and compare; what differs stands in the history."""
    with fence.reading() as session:
        due = due_tonight(session, day)
    differ = 0
    for report_id in due:
        fence.check()
        with fence.reading() as session:
            found = verify_report(session, session.get_one(Report, report_id))
        if not found.is_whole:
            differ += 1
            logger.error("report %d differs: %s", report_id, found.differences[0])
            with fence.transaction() as session:
                note_verification(session, session.get_one(Report, report_id), actor=SYSTEM, now=settings.clock.now())
    return {"verified": len(due), "differ": differ}


def back_up_night(fence: Fence, settings: Settings, day: date) -> Counts:
    """Copy the database beside the data, with a list of the files it refers to; older copies are thinned out."""
    folder, now = settings.data_dir / "backups", settings.clock.now()
    clear_scratch(folder, now=now)
    try:
        made = back_up(settings, folder / ROTATED.format(day=day.isoformat()), now=now, with_files=False)
    except NoTool as error:
        raise Skipped(str(error)) from error
    return {"megabytes": -(-made.size // 1_000_000), "files_listed": made.files, "removed": prune(folder)}


def mend_search(fence: Fence, settings: Settings, day: date) -> Counts:
    """Compare the index of search with what it tells of, and set right what differs; that anything did stands in the log."""

    def go_on(_looked: int) -> None:
        fence.check()

    done = mend(fence, go_on)
    if done.entered or done.removed:
        logger.warning("the index of search lacked or misstated %d entries, and held %d of nothing", done.entered, done.removed)
    return asdict(done)


def tidy_up(fence: Fence, settings: Settings, day: date) -> Counts:
    """Remove the records of rounds of mail that are older than 90 days, and ledgers that nobody can want back any more."""
    now = settings.clock.now()
    with fence.transaction() as session:
        return {"removed": forget_rounds(session, now=now) + forget_ledgers(session, now=now)}
