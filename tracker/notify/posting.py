"""POST to a gateway and read its answer: one try, in bounded time, over a checked line, without following it elsewhere.

What went wrong is told apart by when it did: before anything was sent, nothing can have arrived; after that it may have.
"""

import contextlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.notify.channels import ChannelError

LONGEST_ANSWER = 64 * 1024  # gateways answer in a line; the rest is not read
WAIT_WHEN_TOLD_NOTHING = 60
# The gateway has read the request and will say the same of the next one.
_PERMANENT = frozenset({400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422})
# The gateway, or one before it, gave up after it had the request.
_DOUBTFUL = frozenset({408, 500, 502, 504})


@dataclass(frozen=True)
class Answer:
    """An answer with a status of success, as much of its body as was read, and whether that is all of it."""

    status: int
    body: bytes
    is_whole: bool


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Answer:
    """The gateway's answer. ChannelError names the server, never the path or query, in which keys stand."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout)
    try:
        try:
            connection.connect()
        except (OSError, ssl.SSLError) as error:
            raise ChannelError(f"连接不上 {parts.hostname}：{fault_of(error)}。") from error
        try:
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            connection.request("POST", path, body, {"User-Agent": "tracker", **headers})
            response = connection.getresponse()
            with contextlib.closing(response):
                answer = _read(response)
        except (OSError, http.client.HTTPException) as error:
            raise ChannelError(f"{parts.hostname} 中途断开或没有应答：{fault_of(error)}。", may_have_arrived=True) from error
    finally:
        connection.close()
    _check(parts.hostname or "", response)
    return answer


def _connection(scheme: str, host: str, port: int | None, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _read(response: http.client.HTTPResponse) -> Answer:
    body = response.read(LONGEST_ANSWER + 1)
    # Asked for a part only, the library takes a line that broke for the end.
    if response.length and len(body) <= LONGEST_ANSWER:
        raise http.client.IncompleteRead(b"", response.length)
    return Answer(response.status, body[:LONGEST_ANSWER], len(body) <= LONGEST_ANSWER)


def _check(host: str, response: http.client.HTTPResponse) -> None:
    status = response.status
    if 200 <= status < 300:
        return
    said = f"{host} 返回 HTTP {status}"
    if 300 <= status < 400:
        raise ChannelError(f"{said}，要求转到别的地址；为安全起见不跟随，请把地址改为新的。", permanent=True)
    wait = retry_after(response)
    if status == 429 or (wait is not None and status in (400, 503)):
        raise ChannelError(f"{said}，要求稍后再发。", retry_after=wait or WAIT_WHEN_TOLD_NOTHING)
    raise ChannelError(f"{said}，没有收下。", permanent=status in _PERMANENT, may_have_arrived=status in _DOUBTFUL)


def retry_after(response: http.client.HTTPResponse) -> int | None:
    """The seconds to wait that the answer's headers ask for, as the standard has it or as Feishu's gateway does."""
    for name in ("Retry-After", "x-ogw-ratelimit-reset"):
        value = (response.getheader(name) or "").strip()
        if value.isascii() and value.isdecimal() and len(value) < 7:
            return int(value)
    return None


def fault_of(error: Exception) -> str:
    """What is wrong with a line, in words; the name of the error for what nobody needs to know better."""
    if isinstance(error, TimeoutError):
        return "超时"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "证书不被信任"
    if isinstance(error, socket.gaierror):
        return "找不到这个服务器"
    if isinstance(error, ConnectionRefusedError):
        return "对方拒绝连接"
    return type(error).__name__
