"""How fast a morning's digests are composed and handed over, beside bare smtplib with the same bytes on one connection.

    python -m tests.bench.digests [--people N] [--postgres]

The server is a process of its own that says yes to everything. The two sides are measured in turn, for machines are shared: compare
the ratio. Every person has four messages of reminders; the database is the product's own, on SQLite or on the tests' PostgreSQL.
"""

import argparse
import asyncio
import multiprocessing
import resource
import smtplib
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as TimeOfDay
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update

from tests import postgres
from tests.sending import UNJUDGED
from tracker import migrate
from tracker.db import Database
from tracker.fencing import Fence
from tracker.models import Delivery, Jurisdiction, Membership, Notice, Unit, User
from tracker.models.scheduling import SchedulerLease
from tracker.notify.channels import Channel
from tracker.notify.deliver import deliver
from tracker.notify.mail import MailChannel
from tracker.notify.mime import mail_of
from tracker.notify.parcels import parcels
from tracker.notify.registry import open_channels
from tracker.rules.days import OFFICIAL_ZONE
from tracker.rules.sending import Window
from tracker.rules.statuses import Role
from tracker.rules.unit_names import UnitKind
from tracker.services.calendars import shipped_calendar
from tracker.services.digests import compose

DAY = date(2025, 3, 10)
NOW = datetime.combine(DAY, TimeOfDay(9, 30), OFFICIAL_ZONE).astimezone(UTC)
BASE_URL = "https://tracker.shili.example"
TURNS = 5
EACH = 4  # messages for each person
ROWS = 5_000  # entered at once


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description="How fast digests are composed and handed over.")
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--postgres", action="store_true")
    given = options.parse_args()
    with database(given.postgres) as opened, mail_server() as url:
        fill(opened, given.people)
        channels = open_channels([f"{url}?from=office@shili.example"])
        for line in measure(opened, channels, given.people):
            print(line)


def measure(opened: Database, channels: tuple[Channel, ...], people: int) -> Iterator[str]:
    """Lines of figures."""
    window = Window(shipped_calendar())
    before, began = peak(), time.perf_counter()
    with opened.transaction() as session:
        composed = compose(session, channels, window, now=NOW)
    took = time.perf_counter() - began
    assert composed.digests == people
    yield f"composed   {composed.digests} digests of {people * EACH} messages in {took:.2f} s ({composed.digests / took:,.0f}/s)"
    ours, bare, fence = [], [], Fence(opened, 1)
    for _ in range(TURNS):
        mails = as_sent(opened, channels[0])
        bare.append(bare_smtplib(channels[0], mails, people // TURNS))
        began = time.perf_counter()
        delivered = deliver(fence, channels, UNJUDGED, BASE_URL, lambda: NOW, window, limit=people // TURNS)
        ours.append(delivered.sent / (time.perf_counter() - began))
    size = statistics.mean(len(mail) for _, mail in mails)
    ratio = statistics.median(b / o for b, o in zip(bare, ours, strict=True))
    yield f"delivered  {statistics.median(ours):,.0f} mails/s, each claimed and recorded by itself ({size:,.0f} bytes a mail)"
    yield f"bare       {statistics.median(bare):,.0f} mails/s by smtplib, the same bytes over one line: {ratio:.1f} times as many"
    yield f"memory     {before:,.0f} MB before, {peak():,.0f} MB at the most"
    with opened.reading() as session:
        states = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
    yield f"records    {', '.join(f'{number} {state.value}' for state, number in states)}"


def as_sent(opened: Database, channel: Channel) -> list[tuple[str, bytes]]:
    """The next batch as it goes over the line."""
    assert isinstance(channel, MailChannel)
    with opened.reading() as session:
        batch = parcels(session, channel, UNJUDGED, BASE_URL, NOW)
    return [(item.address or "", mail_of(channel.sender, item.address or "", item.message)) for item in batch]


def bare_smtplib(channel: Channel, mails: list[tuple[str, bytes]], number: int) -> float:
    """Mails a second, nothing but sent."""
    assert isinstance(channel, MailChannel)
    with smtplib.SMTP(channel.host, channel.port, "bench") as server:
        began = time.perf_counter()
        for n in range(number):
            address, mail = mails[n % len(mails)]
            server.sendmail(channel.sender, [address], mail)
        return number / (time.perf_counter() - began)


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(opened: Database, people: int) -> None:
    """People in units, each with messages that wait."""
    migrate.upgrade(opened.engine)
    with opened.transaction() as session:
        session.execute(update(SchedulerLease).values(token=1))
        place = Jurisdiction(name="示例县", level="county", path="/1/")
        session.add(place)
        session.flush()
        unit = Unit(jurisdiction_id=place.id, name="县卫生健康局", kind=UnitKind.DEPARTMENT)
        session.add(unit)
        session.flush()
        for first in range(1, people + 1, ROWS):
            ids = range(first, min(first + ROWS, people + 1))
            session.execute(insert(User), [_person(n) for n in ids])
            session.execute(insert(Membership), [_post(n, unit.id) for n in ids])
            session.execute(insert(Notice), [_message(n, m, unit.id) for n in ids for m in range(EACH)])


def _person(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "login": f"p{n}",
        "name": "某人",
        "email": f"p{n}@shili.example",
        "password_hash": "-",
        "must_change_password": False,
    }


def _post(n: int, unit_id: int) -> dict[str, Any]:
    return {"user_id": n, "unit_id": unit_id, "role": Role.LIAISON, "from_on": date(2025, 1, 1)}


def _message(n: int, m: int, unit_id: int) -> dict[str, Any]:
    return {
        "key": f"due:due+0w:task:{m}:unit:{n}", "ladder": "due", "rung": "due+0w", "subject": "task", "subject_id": m,
        "unit_id": unit_id, "user_id": n, "title": f"今天到期：增加第{m}类托位供给", "path": f"/tasks/{m}", "planned_on": DAY,
        "body": "《示例县托育服务实施方案》任务今天到期。请抓紧办理，按时报送进展；已完成的，请上传佐证材料。",
        "due_on": date(2025, 3, 8 + m), "is_urgent": False, "via": "mail",
    }  # fmt: skip


@contextmanager
def database(on_postgres: bool) -> Iterator[Database]:
    """An empty database in a folder of its own."""
    if on_postgres:
        server = postgres.Server(postgres.choose())
        opened = Database(server.create("tracker_bench_digests"))
        try:
            yield opened
        finally:
            opened.dispose()
            server.drop("tracker_bench_digests")
            server.stop()
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        opened = Database(f"sqlite:///{Path(folder) / 'tracker.db'}")
        yield opened
        opened.dispose()


@contextmanager
def mail_server() -> Iterator[str]:
    """The address of a mail server in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    yield f"smtp://127.0.0.1:{ours.recv()}"
    process.terminate()
    process.join()


def serve(told: Connection) -> None:
    """Say yes to every mail, and keep none."""
    asyncio.run(_serve(told))


async def _serve(told: Connection) -> None:
    server = await asyncio.start_server(_converse, "127.0.0.1", 0, limit=1 << 20)
    told.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 bench\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go\r\n")
            await writer.drain()
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
        await writer.drain()
    writer.close()


if __name__ == "__main__":
    main()
