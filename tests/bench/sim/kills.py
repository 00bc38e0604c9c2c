"""Where a scheduler kills itself: hooks at each statement, before and after each COMMIT, at each word to the mail server, and
between sending a mail and recording it.

A round is armed with one way of dying, or none. What was in hand at that moment is written down first: the file outlives the
process.
"""

import json
import os
import signal
import smtplib
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tracker.notify import deliver
from tracker.notify.mail import MailSession

KINDS = ("statement", "before commit", "after commit", "smtp", "sent")
# Modules that every step goes through: what called them names the step.
_PASSED_THROUGH = {"db", "fencing"}


@dataclass(frozen=True)
class Arm:
    """Die at the `count`-th hook of the kind; or, where `known` is given, at the first step that is not among these."""

    kind: str = ""
    count: int = 0
    known: frozenset[str] | None = None


@dataclass
class Killer:
    """The hooks of one process; `in_hand` is the Message-ID's key of what is being sent, until that is recorded."""

    log: Path
    arm: Arm | None = None
    in_hand: str | None = None
    is_quiet: bool = False  # while the oracle reads, which is no part of the product
    _recorder: int | None = None  # the thread whose transaction records what is in hand
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reached(self, kind: str) -> None:
        """A point at which the process may die."""
        arm = self.arm
        if arm is None or self.is_quiet:
            return
        with self._lock:
            if arm.known is not None:
                step = f"{_step()}, {kind}"
                if step not in arm.known:
                    self._die(step, kind)
            elif kind == arm.kind:
                self.arm = Arm(kind, arm.count - 1)
                if arm.count <= 1:
                    self._die(f"{_step()}, {kind}", kind)

    def note(self, **facts: Any) -> None:
        """Write a line into the log at once."""
        line = json.dumps({"pid": os.getpid(), "in_hand": self.in_hand, **facts}, ensure_ascii=False) + "\n"
        descriptor = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, line.encode())
        os.close(descriptor)

    def _die(self, step: str, kind: str) -> None:
        self.note(what="killed", step=step, kind=kind)
        os.kill(os.getpid(), signal.SIGKILL)

    def hook_engine(self, engine: Engine) -> None:
        """Be told of every statement and every COMMIT."""
        event.listen(engine, "before_cursor_execute", lambda *_: self.reached("statement"))
        commit, rollback = engine.dialect.do_commit, engine.dialect.do_rollback

        def do_commit(connection: Any) -> None:
            self.reached("before commit")
            commit(connection)
            if self._recorder == threading.get_ident():
                self._recorder = self.in_hand = None
            self.reached("after commit")

        def do_rollback(connection: Any) -> None:
            if self._recorder == threading.get_ident():
                self._recorder = None  # nothing was recorded after all
            rollback(connection)

        engine.dialect.do_commit, engine.dialect.do_rollback = do_commit, do_rollback

    def hook_mail(self) -> None:
        """Be told of every word to the mail server, and of what has been sent and not recorded."""
        for name in ("connect", "putcmd", "getreply", "send"):
            setattr(smtplib.SMTP, name, self._told(getattr(smtplib.SMTP, name)))
        send, hand_over, record = MailSession.send, deliver._handed_over, deliver._Round._record

        def sending(session: MailSession, address: str, message: Any) -> None:
            self.in_hand = f"{message.key} {address}"
            send(session, address, message)

        def handing_over(*given: Any) -> Any:
            try:
                return hand_over(*given)
            finally:
                self.reached("sent")

        def recording(*given: Any) -> None:
            self._recorder = threading.get_ident()
            record(*given)

        MailSession.send = sending
        deliver._handed_over = handing_over
        deliver._Round._record = recording

    def _told(self, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def told(*given: Any, **named: Any) -> Any:
            self.reached("smtp")
            found = method(*given, **named)
            self.reached("smtp")
            return found

        return told


def _step() -> str:
    """The innermost function of the product on the stack, such as `digests._carry`."""
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        module = name.rpartition(".")[2]
        if name.startswith("tracker.") and module not in _PASSED_THROUGH:
            return f"{module}.{frame.f_code.co_name}"
        if frame.f_back is None:
            break
        frame = frame.f_back
    return "none"
