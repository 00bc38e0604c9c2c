"""One round of the minute: compose what has become due, then send what waits (the job `deliver`; `tracker remind`)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.fencing import Fence
from tracker.models.scheduling import JobRun, RunState
from tracker.notify.deliver import Now, deliver
from tracker.notify.parcels import Reader
from tracker.notify.registry import open_channels
from tracker.queries.digests import still_to_say, tally_of
from tracker.rules.days import official_day
from tracker.rules.sending import JITTER_MINUTES, SendingHours, Window
from tracker.services.calendars import work_calendar
from tracker.services.digests import compose
from tracker.services.reminder_settling import end_lately_over, settle

SWEEP = "sweep"  # the job that plans the day's reminders
MAY_COME_LATE = 240  # minutes after the digest hour
READER = Reader(still_to_say, tally_of, settle)


class SendingSettings(Protocol):
    """What a round needs of the settings."""

    @property
    def notify_urls(self) -> tuple[str, ...]: ...
    @property
    def base_url(self) -> str: ...
    @property
    def sending_hours(self) -> SendingHours: ...


@dataclass(frozen=True)
class Sent:
    """The counts of one round: what was dealt with before it was sent; digests; deliveries sent, given up, and still waiting."""

    settled: int
    digests: int
    sent: int
    failed: int
    pending: int


def send_round(fence: Fence, settings: SendingSettings, now_fn: Now, *, is_swept: bool | None = None) -> Sent:
    """Compose and send; nothing of either while the house is closed. Call it outside any transaction.

    The day's digests wait for the day's sweep. `is_swept` None: the records of jobs tell whether it has ended.
    Raises SettingsError for channels that cannot be used, LeaseLost where another scheduler is at work.
    """
    channels = open_channels(settings.notify_urls)
    with fence.transaction() as session:
        now = now_fn()
        window = Window(work_calendar(session), settings.sending_hours)
        swept = sweep_has_ended(session, window, now=now) if is_swept is None else is_swept
        settled = settle(session, official_day(now)) if window.is_open(now) else 0
        end_lately_over(session, official_day(now), now=now)
        composed = compose(session, channels, window, now=now, is_swept=swept)
    delivered = deliver(fence, channels, READER, settings.base_url, now_fn, window)
    return Sent(settled, composed.digests, delivered.sent, delivered.failed, delivered.pending)


def sweep_has_ended(session: Session, window: Window, *, now: datetime) -> bool:
    """True where today's reminders are planned, or are not to be waited for any longer.

    A sweep that failed is waited for until the time of digests is over, one that has not begun for MAY_COME_LATE: a scheduler that
    was down this morning plans and sends at the same time, and makes up the missed days first.
    """
    state = _state_of_sweep(session, official_day(now))
    if state is None or state is RunState.FAILED:
        return window.minutes_past_digest(now) >= (JITTER_MINUTES if state else MAY_COME_LATE)
    return state is not RunState.RUNNING


def _state_of_sweep(session: Session, today: date) -> RunState | None:
    query = select(JobRun.state).where(JobRun.job == SWEEP, JobRun.due == today).order_by(JobRun.round.desc())
    return session.scalars(query).first()
