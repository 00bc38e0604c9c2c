"""Days that are due as an iCalendar file (.ics), which Outlook, Apple, WPS and other calendars subscribe to.

RFC 5545, written by the icalendar library. What these calendars need beside it: whole days (`DTSTART;VALUE=DATE`) with the day
after as the end, which does not count (3.6.1), and so no time zone; a time of change that stays the same as long as nothing
changed, for they compare; X-WR-CALNAME for the name, and how often to come again (RFC 7986, and X-PUBLISHED-TTL for Outlook). No
alarms: the reminders are the tracker's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from tracker.feed_labels import DESCRIPTION, summary
from tracker.rules.calendar_feeds import DueDay, Revision

PRODUCER = "-//Luoshitai//Tracker//ZH"
COME_AGAIN = timedelta(hours=4)


def calendar_file(
    name: str, days: Sequence[DueDay], stand: Mapping[tuple[str, int], Revision], base_url: str, made_at: datetime
) -> bytes:
    """The file: one event for each day that is due, the same bytes for the same record.

    A matter keeps its UID whatever its day; what is no longer due is not there, and so goes from the reader's calendar too.
    `stand`: how the records of the days stand; `made_at` is the time of change of one that the history says nothing about.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", COME_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    host = urlsplit(base_url).hostname or "localhost"
    for day in days:
        calendar.add_component(_event(day, stand.get(day.record, Revision(0, made_at)), base_url, host))
    return calendar.to_ical()


def _event(day: DueDay, revision: Revision, base_url: str, host: str) -> Event:
    url = f"{base_url}{day.path}"
    changed_at = revision.at.replace(microsecond=0)
    event = Event()
    event.add("uid", f"{day.key}@{host}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", revision.times)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", summary(day))
    event.add("description", DESCRIPTION.format(plan=day.plan, url=url))
    event.add("url", url)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a limit does not make its reader busy for the day
    return event
