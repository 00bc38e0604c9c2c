"""One address of TRACKER_NOTIFY_URLS, taken apart: `scheme://place?name=…&unit=…`, and what may be shown of it.

An address is an installation's secret (passwords, keys of robots), so no sentence here repeats any of its values.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from tracker.errors import SettingsError

SETTING = "TRACKER_NOTIFY_URLS"
# Every channel may have these.
COMMON = ("name", "unit", "per_minute", "timeout")
TIMEOUT_SECONDS = 20.0
LONGEST_TIMEOUT = 120.0
NAME_LENGTH = 40
# Where the key of a robot or service stands in the place of the server.
_HIDDEN_PLACES = ("wecom", "dingtalk", "feishu", "apprise")


@dataclass(frozen=True)
class Address:
    """The parts of an address; `options` are the query's, `shown` is what pages and logs may say of it."""

    parts: SplitResult
    options: dict[str, str]
    shown: str = ""

    @property
    def scheme(self) -> str:
        return self.parts.scheme

    @property
    def place(self) -> str:
        """What stands behind `://`, letters as they were written: keys of robots tell capitals from small letters."""
        return unquote(self.parts.netloc.rpartition("@")[2])

    @property
    def path(self) -> str:
        return unquote(self.parts.path)

    def facts(self, *, timeout: float = TIMEOUT_SECONDS) -> dict[str, Any]:
        """What `ChannelFacts` takes from the common options."""
        return {
            "name": self._name(),
            "scope": self.options.get("unit") or None,
            "per_minute": int(self._number("per_minute", 100_000)) if "per_minute" in self.options else None,
            "timeout": self._number("timeout", LONGEST_TIMEOUT) if "timeout" in self.options else timeout,
        }

    def _name(self) -> str:
        name = self.options.get("name") or self.scheme
        if len(name) > NAME_LENGTH or not name.isprintable() or "/" in name:
            raise self.refused(f"name 须在 {NAME_LENGTH} 个字以内，且不含斜杠和换行")
        return name

    def _number(self, option: str, most: float) -> float:
        try:
            number = float(self.options[option])
        except ValueError as error:
            raise self.refused(f"{option} 须是数字") from error
        if not 0 < number <= most:
            raise self.refused(f"{option} 须大于 0，且不超过 {most:g}")
        return number

    def only(self, *options: str) -> None:
        """Refuse an option that the channel does not know: a slip of the pen would otherwise go unnoticed."""
        unknown = sorted(set(self.options) - set(options) - set(COMMON))
        if unknown:
            raise self.refused(f"不认识参数 {unknown[0][:30]}")

    def chosen(self, option: str, *choices: str) -> str:
        """The option's value, the first choice where it is not given."""
        value = self.options.get(option) or choices[0]
        if value not in choices:
            raise self.refused(f"{option} 只能是 {' 或 '.join(choices)}")
        return value

    def refused(self, why: str) -> SettingsError:
        """The error that says what is wrong with the address, which it names by its scheme only."""
        return SettingsError(f"{SETTING} 中的 {self.scheme}:// 地址不能使用：{why}。")


def take_apart(url: str) -> Address:
    """The parts of an address; SettingsError, without the address, for one that has none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SettingsError(f"{SETTING} 中有一个地址写法不对，服务器或端口不能识别。") from error
    if not parts.scheme:
        raise SettingsError(f"{SETTING} 中有一个地址缺少开头的方式，应写成 smtp://… 等形式。")
    if parts.fragment:
        raise SettingsError(f"{SETTING} 中有一个地址含有 #，其后的内容会丢失，请把 # 写成 %23。")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Address(parts, options, _shown(parts, options))


def target_of(address: Address, *own: str) -> str:
    """The web address behind `webhook+https://…`, without the options that are ours; the rest of its query is the gateway's.

    Refused where it would go over an open line: http only within the machine or a private network, or where `plain=1` says so.
    """
    parts, scheme = address.parts, address.scheme.rpartition("+")[2]
    if parts.username or parts.password:
        raise address.refused("地址中不要写用户名和密码，请用 token 参数")
    _check_line(address, scheme, parts.hostname)
    ours = {*COMMON, *own, "plain"}
    rest = urlencode([(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in ours])
    return f"{scheme}://{parts.netloc}{parts.path or '/'}{'?' if rest else ''}{rest}"


def base_of(address: Address, default: str) -> str:
    """The server of a robot: the maker's own, or the site's that `base=https://…` names (a private 政务微信)."""
    base = address.options.get("base", default).rstrip("/")
    try:
        parts = urlsplit(base)
        _ = parts.port
    except ValueError as error:
        raise address.refused("base 写法不对") from error
    if parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise address.refused("base 应写成 https://服务器")
    _check_line(address, parts.scheme, parts.hostname)
    return base


def _check_line(address: Address, scheme: str, host: str | None) -> None:
    if not host:
        raise address.refused("缺少服务器")
    if scheme == "http" and address.options.get("plain") != "1" and not _is_near(host):
        raise address.refused("明文 http 只能用于本机或内网地址，请改用 https，确需明文时加 plain=1")


def _is_near(host: str) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return host == "localhost"
    return found.is_loopback or found.is_private


def redacted(url: str) -> str:
    """The address for pages and logs: how and to which server, without user, password, key, path or query."""
    return take_apart(url).shown


def _shown(parts: SplitResult, options: dict[str, str]) -> str:
    scheme = parts.scheme
    if scheme == "relay":
        return f"relay://{parts.path}"
    if scheme.startswith(_HIDDEN_PLACES):
        base = options.get("base", "").rpartition("//")[2].partition("/")[0].rpartition("@")[2]
        return f"{scheme}://******" + (f"（{base}）" if base else "")
    port = f":{parts.port}" if parts.port else ""
    tail = "/******" if "+" in scheme and parts.path.strip("/") else ""
    return f"{scheme}://{parts.hostname or ''}{port}{tail}"
