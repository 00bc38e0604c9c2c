"""Text messages through the site's gateway: `sms+https://gateway/path?token=…`, its request and its answer as the address says.

`json=` or `form=` is the body, in which `{phone}`, `{text}` and `{id}` are replaced; `ok=code:0` is what the answer must hold for a
message to count as taken, for gateways that answer HTTP 200 to everything; `token=` is sent as `Authorization: Bearer`.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tracker.notify.addresses import Address, target_of
from tracker.notify.channels import Audience, Carries, ChannelError, ChannelFacts, Kind, Message, Recipient
from tracker.notify.posting import post

DEFAULT_TEMPLATE = {"phone": "{phone}", "text": "{text}", "id": "{id}"}
_OWN = ("json", "form", "token", "ok")


@dataclass(frozen=True, kw_only=True)
class SmsGateway(ChannelFacts):
    """A gateway. `template` is a JSON value, or the pairs of a form: filled in before it is written, so that no text breaks out."""

    url: str = field(repr=False)
    template: Any = field(repr=False)
    is_form: bool = False
    token: str | None = field(default=None, repr=False)
    expected: tuple[str, str] | None = None

    def address_of(self, recipient: Recipient) -> str | None:
        return recipient.phone

    def send(self, address: str, message: Message) -> None:
        filled = _filled(self.template, {"{phone}": address, "{text}": message.short, "{id}": message.key})
        if self.is_form:
            body, kind = urlencode(filled).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = json.dumps(filled, ensure_ascii=False).encode(), "application/json"
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        answer = post(self.url, body, headers, timeout=self.timeout)
        if self.expected:
            self._check(answer.body, *self.expected)

    def _check(self, body: bytes, name: str, value: str) -> None:
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or name not in answer:
            raise ChannelError(f"短信网关的答复中没有 {name}，不能确定是否收下。", may_have_arrived=True)
        if str(answer[name]) != value:
            raise ChannelError(f"短信网关没有收下：{name} 为 {str(answer[name])[:40]}，应为 {value}。")


def _filled(template: Any, values: dict[str, str]) -> Any:
    if isinstance(template, str):
        for place, value in values.items():
            # A text that was filled in is not looked through again: a message that names a place is left as it is.
            if place in template:
                head, _, tail = template.partition(place)
                return f"{_filled(head, values)}{value}{_filled(tail, values)}"
        return template
    if isinstance(template, dict):
        return {name: _filled(part, values) for name, part in template.items()}
    if isinstance(template, list | tuple):
        return type(template)(_filled(part, values) for part in template)
    return template


def open_sms(address: Address) -> SmsGateway:
    """The gateway at the address; SettingsError for a body that is none or that leaves out whom or what."""
    options = address.options
    if "json" in options and "form" in options:
        raise address.refused("json 和 form 只能写一个")
    template = _template(address)
    written = json.dumps(template)
    if "{phone}" not in written or "{text}" not in written:
        raise address.refused("模板中须有 {phone} 和 {text}")
    name, colon, value = options.get("ok", "").partition(":")
    if options.get("ok") and not (name and colon):
        raise address.refused("ok 应写成 字段:值，例如 ok=code:0")
    return SmsGateway(
        **address.facts(), kind=Kind.SMS, audience=Audience.PERSON, carries=Carries.SMS, shown=address.shown,
        url=target_of(address, *_OWN), template=template, is_form="form" in options, token=options.get("token") or None,
        expected=(name, value) if colon else None,
    )  # fmt: skip


def _template(address: Address) -> Any:
    if "form" in address.options:
        return parse_qsl(address.options["form"], keep_blank_values=True)
    try:
        return json.loads(address.options["json"]) if "json" in address.options else DEFAULT_TEMPLATE
    except ValueError as error:
        raise address.refused("json 参数不是正确的 JSON") from error
