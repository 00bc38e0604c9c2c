"""Robots of a chat group: WeCom (企业微信), DingTalk (钉钉), Feishu (飞书), at the makers' servers or at a site's own.

`wecom://KEY`, `dingtalk://TOKEN?secret=SEC…`, `feishu://TOKEN?secret=…`, each with `unit=` for the group of one unit and
`base=https://…` for a private server. What is posted, how it is signed, what is answered and how much is taken: the makers' pages
on custom robots. All three answer HTTP 200 to what they refuse, so that only the code in the body tells
(why not Apprise: docs/decisions/0028-robots-are-our-own.md).
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tracker.notify.addresses import Address, base_of
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message
from tracker.notify.posting import post

JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Maker:
    """What differs between the makers.

    `longest`: bytes of text that one message may have; `per_minute`: messages that one robot may send; `busy`: seconds to wait, by
    the codes that say "too many"; `permanent`: codes of a robot that is gone, not trusted or wrongly asked.
    """

    kind: Kind
    title: str
    base: str
    longest: int
    per_minute: int
    busy: Mapping[int, int]
    permanent: frozenset[int]


WECOM = Maker(
    Kind.WECOM, "企业微信", "https://qyapi.weixin.qq.com", longest=2048, per_minute=20,
    busy={45009: 60, 45033: 60}, permanent=frozenset({40008, 40058, 44004, 93000, 93004, 93008}),
)  # fmt: skip
# A robot that spoke too often is silenced for ten minutes.
DINGTALK = Maker(
    Kind.DINGTALK, "钉钉", "https://oapi.dingtalk.com", longest=18_000, per_minute=20, busy={130101: 600, 410100: 600},
    permanent=frozenset({300001, 300005, 310000, 400013, 400101, 400102, 400105, 400106, 430101, 430102, 430103, 430104}),
)  # fmt: skip
FEISHU = Maker(
    Kind.FEISHU, "飞书", "https://open.feishu.cn", longest=18_000, per_minute=100, busy={11232: 60, 99991400: 60},
    permanent=frozenset({9499, 19001, 19002, 19021, 19022, 19024, 19025}),
)  # fmt: skip
MAKERS = {maker.kind.value: maker for maker in (WECOM, DINGTALK, FEISHU)}


@dataclass(frozen=True, kw_only=True)
class Robot(ChannelFacts):
    """A robot of one group. `now` gives the seconds since 1970 that a signature bears; the maker compares them with its clock."""

    maker: Maker
    base: str
    key: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)

    def send(self, address: str, message: Message) -> None:
        text = fitted(message.short, self.maker.longest)
        url, content = _REQUESTS[self.maker.kind](self, text)
        body = json.dumps(content, ensure_ascii=False).encode()
        answer = post(f"{self.base}{url}", body, JSON, timeout=self.timeout)
        self._check(answer.body)

    def _check(self, body: bytes) -> None:
        code, said = _code_of(body)
        if code == 0:
            return
        if code is None:
            raise ChannelError(f"{self.maker.title}机器人的答复看不懂。", may_have_arrived=True)
        for secret in filter(None, (self.key, self.secret)):
            said = said.replace(secret, "******")
        raise ChannelError(
            f"{self.maker.title}机器人没有收下：{code} {said[:100]}".rstrip(),
            permanent=code in self.maker.permanent,
            retry_after=self.maker.busy.get(code),
        )


def _wecom(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    return f"/cgi-bin/webhook/send?{urlencode({'key': robot.key})}", {"msgtype": "text", "text": {"content": text}}


def _dingtalk(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    """The signature covers the milliseconds and the secret, keyed with the secret, and stands in the address, encoded once."""
    asked = {"access_token": robot.key}
    if robot.secret:
        asked["timestamp"] = str(round(robot.now() * 1000))
        asked["sign"] = _sealed(robot.secret, f"{asked['timestamp']}\n{robot.secret}")
    return f"/robot/send?{urlencode(asked)}", {"msgtype": "text", "text": {"content": text}}


def _feishu(robot: Robot, text: str) -> tuple[str, dict[str, Any]]:
    """Here seconds and secret are the key, and what is signed is empty; the signature stands in the body."""
    content: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        content["timestamp"] = str(int(robot.now()))
        content["sign"] = _sealed(f"{content['timestamp']}\n{robot.secret}", "")
    return f"/open-apis/bot/v2/hook/{quote(robot.key, safe='')}", content


_REQUESTS: dict[Kind, Callable[[Robot, str], tuple[str, dict[str, Any]]]] = {
    Kind.WECOM: _wecom,
    Kind.DINGTALK: _dingtalk,
    Kind.FEISHU: _feishu,
}


def _sealed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _code_of(body: bytes) -> tuple[int | None, str]:
    """The code and words of an answer, under the names that the three makers give them; no code where it cannot be read."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None, ""
    if not isinstance(answer, dict):
        return None, ""
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), None)
    said = next((answer[name] for name in ("errmsg", "msg", "StatusMessage") if name in answer), "")
    return (code if isinstance(code, int) else None), str(said)


def fitted(text: str, longest: int) -> str:
    """The text in so many bytes of UTF-8: what is too long loses its end before the last line, which holds the link."""
    if len(text.encode()) <= longest:
        return text
    head, _, link = text.rpartition("\n")
    tail = f"…\n{link}" if head and len(link.encode()) < longest // 2 else "…"
    kept = (head if head and tail != "…" else text).encode()[: longest - len(tail.encode())]
    return kept.decode(errors="ignore") + tail


def open_robot(address: Address) -> Robot:
    """The robot at the address; SettingsError where its key is missing."""
    maker = MAKERS[address.scheme]
    address.only("base", "plain", *(() if maker is WECOM else ("secret",)))
    if not address.place or address.parts.path.strip("/"):
        raise address.refused(f"应写成 {address.scheme}://机器人的密钥，只取网址中密钥那一段")
    facts = address.facts()
    return Robot(
        **{**facts, "per_minute": facts["per_minute"] or maker.per_minute},
        kind=maker.kind, audience=Audience.GROUP, carries=Carries.GROUP, shown=address.shown,
        maker=maker, base=base_of(address, maker.base), key=address.place, secret=address.options.get("secret") or None,
    )  # fmt: skip
