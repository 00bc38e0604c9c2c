"""The mail server: a process of its own that by turns accepts, refuses, stalls and drops, and writes down every mail it took.

Its weather changes every few dozen mails. A line of its log says which mail, whether it is marked as a possible repeat, the Date
that the sender's clock gave it, and whether the sender was told so: where not, it cannot know that the mail was taken.
"""

import asyncio
import contextlib
import json
import random
from collections import Counter
from email import message_from_bytes, policy
from multiprocessing.connection import Connection
from pathlib import Path

STALL_SECONDS = 60.0  # longer than any sender waits: it is the sender who breaks off
MARK = "可能重复"

# What becomes of a mail, with its weight, in each weather: refusals at the address and of the text, stalls and drops before and
# after the server has taken the text.
WEATHERS: dict[str, dict[str, int]] = {
    "fair": {"taken": 1},
    "showers": {
        "taken": 60, "rcpt 450": 3, "rcpt 550": 1, "data 451": 3, "data 554": 1, "stall before": 1, "stall after": 1,
        "drop before": 3, "drop after": 3, "closing 421": 2,
    },
    "refusing": {"taken": 2, "rcpt 450": 4, "data 451": 4, "data 554": 1},
    "down": {"drop at once": 3, "stall at once": 1, "taken": 1},
    "dropping": {"taken": 4, "drop before": 2, "drop after": 2, "stall after": 1},
}  # fmt: skip
_TURNS = {"fair": 120, "showers": 120, "refusing": 15, "down": 6, "dropping": 12}


class Weather:
    """What becomes of the next mail; drawn anew for each."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._left, self._name, self.is_calm = 0, "fair", False
        self.fates: Counter[str] = Counter()

    def next(self) -> str:
        """One of the fates above."""
        if self.is_calm:
            return "taken"
        if self._left <= 0:
            self._name = self._chance.choices(list(WEATHERS), weights=(6, 8, 1, 1, 2))[0]
            self._left = self._chance.randint(1, _TURNS[self._name])
        self._left -= 1
        fates = WEATHERS[self._name]
        return self._chance.choices(list(fates), weights=list(fates.values()))[0]


class Talk:
    """One connection: its mails one after the other, each with a fate of its own."""

    def __init__(self, weather: Weather, log: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._weather, self._log, self._reader, self._writer = weather, log, reader, writer
        self._fate, self._to = weather.next(), ""

    async def go(self) -> None:
        """Serve the connection to its end."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, TimeoutError):
            await self._go()
        self._writer.close()

    async def _go(self) -> None:
        if self._fate.endswith("at once"):
            if self._met().startswith("stall"):
                await self._stall()
            return
        await self._say(220)
        words = {b"MAIL": self._mail, b"RCPT": self._rcpt, b"DATA": self._data, b"QUIT": self._quit}
        while line := await self._reader.readline():
            word = words.get(line[:4].upper())
            if word is None:
                await self._say(250)
            elif not await word(line):
                return

    async def _mail(self, _line: bytes) -> bool:
        self._fate = self._fate or self._weather.next()
        is_closing = self._fate == "closing 421"
        await self._say(421 if is_closing else 250)
        if is_closing:
            self._met()
        return not is_closing

    async def _rcpt(self, line: bytes) -> bool:
        self._to = line.decode().partition("<")[2].partition(">")[0]
        await self._say(int(self._met()[-3:]) if self._fate.startswith("rcpt") else 250)
        return True

    async def _data(self, _line: bytes) -> bool:
        await self._say(354)
        text = await self._reader.readuntil(b"\r\n.\r\n")
        if self._fate.endswith("at once"):
            self._fate = "taken"
        fate = self._met()
        is_taken = fate == "taken" or fate.endswith("after")
        if is_taken:
            self._note(text, was_told=fate == "taken")
        if fate.startswith("stall"):
            await self._stall()
        if fate.startswith(("stall", "drop")):
            return False
        await self._say(250 if is_taken else int(fate[-3:]))
        return True

    async def _quit(self, _line: bytes) -> bool:
        await self._say(221)
        return False

    def _met(self) -> str:
        """The fate, which has come; the next mail has another."""
        fate, self._fate = self._fate, ""
        self._weather.fates[fate] += 1
        return fate

    async def _stall(self) -> None:
        await asyncio.wait_for(self._reader.read(), STALL_SECONDS)

    async def _say(self, code: int) -> None:
        self._writer.write(f"{code} -\r\n".encode())
        await self._writer.drain()

    def _note(self, text: bytes, *, was_told: bool) -> None:
        mail = message_from_bytes(text, policy=policy.default)
        line = {
            "id": str(mail["Message-ID"]).strip("<>").partition("@")[0], "to": self._to,
            "date": mail["Date"].datetime.isoformat(), "marked": MARK in str(mail["Subject"]), "told": was_told,
        }  # fmt: skip
        with self._log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")


def main(pipe: Connection, log: Path, seed: int) -> None:
    """Serve until the pipe is closed; it gives the port, takes "calm" and "count"."""
    asyncio.run(_serve(pipe, log, seed))


async def _serve(pipe: Connection, log: Path, seed: int) -> None:
    weather = Weather(seed)
    server = await asyncio.start_server(lambda *line: Talk(weather, log, *line).go(), "127.0.0.1", 0, limit=1 << 24)
    pipe.send(server.sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()
    while True:
        try:
            word = await loop.run_in_executor(None, pipe.recv)
        except EOFError:
            return
        if word == "count":
            pipe.send(dict(weather.fates))
        else:
            weather.is_calm = word == "calm"
