"""A gateway on loopback that answers as told: what robots, SMS gateways and other systems say, and how they fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Request:
    """What arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    """`answers(…)` sets the next answers; `how` is one of "answer", "hang", "drop", "cut"."""

    url: str = ""
    received: list[Request] = field(default_factory=list)
    status: int = 200
    body: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    how: str = "answer"
    released: threading.Event = field(default_factory=threading.Event)

    def answers(self, content: Any = None, *, status: int = 200, how: str = "answer", **headers: str) -> None:
        self.status, self.how = status, how
        self.body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    @property
    def place(self) -> str:
        """The server and port."""
        return self.url.removeprefix("http://")


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            gateway.received.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.close_connection = True
            if gateway.how == "hang":
                gateway.released.wait(20)
            elif gateway.how != "drop":
                self._answer()

        def _answer(self) -> None:
            self.send_response(gateway.status)
            # "cut": the line breaks within the body that the head has announced.
            self.send_header("Content-Length", str(len(gateway.body) + (10 if gateway.how == "cut" else 0)))
            for name, value in gateway.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(gateway.body)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them

    def handle_error(self, *_args: object) -> None:
        """A client that hangs up is part of the tests."""


@contextmanager
def running_gateway() -> Iterator[Gateway]:
    """A gateway that runs for as long as the block."""
    gateway = Gateway()
    server = _Server(("127.0.0.1", 0), _handler(gateway))
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
