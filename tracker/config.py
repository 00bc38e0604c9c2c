"""Settings: read once from the environment into one frozen object that refuses contradictions."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path
from urllib.parse import urlsplit

from tracker.clock import Clock
from tracker.errors import SettingsError
from tracker.intake.limits import Limits
from tracker.rules.giving_out import ACKNOWLEDGE_DAYS, LONGEST_ACKNOWLEDGE_DAYS, is_acknowledge_limit
from tracker.rules.sending import JITTER_MINUTES, SendingHours

_MIB = 1024 * 1024
# An update may carry several files of evidence.
_UPLOAD_MIB = 220
# Beside each setting: the limit of the reader that it sets, and how many of the limit's units one of the setting's makes.
_LIMITS = {
    "TRACKER_INTAKE_MAX_MB": ("max_bytes", _MIB),
    "TRACKER_INTAKE_MAX_UNPACKED_MB": ("max_unpacked", _MIB),
    "TRACKER_INTAKE_MAX_RATIO": ("max_ratio", 1),
    "TRACKER_INTAKE_MAX_CHARACTERS": ("max_characters", 1),
    "TRACKER_INTAKE_MAX_LINES": ("max_lines", 1),
    "TRACKER_INTAKE_MAX_PAGES": ("max_pages", 1),
    "TRACKER_INTAKE_MAX_DRAWING_MB": ("max_drawing", _MIB),
    "TRACKER_INTAKE_MAX_CELLS": ("max_cells", 1),
    "TRACKER_INTAKE_CONVERT_SECONDS": ("convert_seconds", 1),
}


@dataclass(frozen=True)
class Settings:
    """What an installation decides. Names in the environment are these in capitals behind `TRACKER_`.

    `intake` bounds the documents that are read (`TRACKER_INTAKE_…`); `upload_max` bounds a request in bytes, and is above the
    largest document, so that a file too large is refused with a sentence of its own. `issue_needs_second`: a second person of the
    office agrees before a plan is given out; `acknowledge_days`: the working days in which units sign, where the office says
    nothing else; `sending_hours`: when digests leave, and when nothing does.
    """

    data_dir: Path
    database_url: str
    storage_dir: Path
    base_url: str
    notify_urls: tuple[str, ...]
    fixed_today: date | None
    secret_key: str
    intake: Limits = Limits()
    upload_max: int = _UPLOAD_MIB * _MIB
    issue_needs_second: bool = False
    acknowledge_days: int = ACKNOWLEDGE_DAYS
    metrics_token: str = ""  # what a program shows to read `/metrics`; empty: only this machine reads it
    sending_hours: SendingHours = SendingHours()
    font_dir: Path | None = None  # a folder with fonts of the site, for PDF and charts

    @property
    def clock(self) -> Clock:
        return Clock(self.fixed_today)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises SettingsError with one sentence for a value that cannot be used."""
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("TRACKER_DATA_DIR") or "data").resolve()
    limits = load_limits(env)
    return Settings(
        data_dir=data_dir,
        database_url=env.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.db'}",
        storage_dir=_storage_dir(env.get("TRACKER_STORAGE_URL"), data_dir),
        base_url=_base_url(env.get("TRACKER_BASE_URL") or "http://127.0.0.1:8000"),
        notify_urls=_notify_urls(env.get("TRACKER_NOTIFY_URLS", "")),
        fixed_today=_day(env.get("TRACKER_TODAY")),
        secret_key=_secret_key(env, data_dir),
        intake=limits,
        upload_max=_upload_max(env, limits),
        issue_needs_second=_switch(env, "TRACKER_ISSUE_NEEDS_SECOND"),
        acknowledge_days=_acknowledge_days(env),
        metrics_token=env.get("TRACKER_METRICS_TOKEN", ""),
        sending_hours=_sending_hours(env),
        font_dir=_font_dir(env.get("TRACKER_FONT_DIR")),
    )


def load_limits(environ: Mapping[str, str] | None = None) -> Limits:
    """How large the documents may be that this process reads; raises SettingsError as `load_settings` does."""
    env = os.environ if environ is None else environ
    given = {limit: _whole(env, name) * size for name, (limit, size) in _LIMITS.items() if env.get(name)}
    limits = replace(Limits(), **given)
    if limits.max_unpacked < limits.max_bytes:
        raise SettingsError("TRACKER_INTAKE_MAX_UNPACKED_MB 不能小于 TRACKER_INTAKE_MAX_MB，否则文件还没解压就已超限。")
    return limits


def _upload_max(env: Mapping[str, str], limits: Limits) -> int:
    most = _whole(env, "TRACKER_UPLOAD_MAX_MB") * _MIB if env.get("TRACKER_UPLOAD_MAX_MB") else _UPLOAD_MIB * _MIB
    if most <= limits.max_bytes:
        raise SettingsError("TRACKER_UPLOAD_MAX_MB 须大于 TRACKER_INTAKE_MAX_MB，否则网页收不下允许读取的文件。")
    return most


def _switch(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name) or "0"
    if text not in ("0", "1"):
        raise SettingsError(f"{name} 须是 1（启用）或 0（不启用），现在是“{text[:20]}”。")
    return text == "1"


def _acknowledge_days(env: Mapping[str, str]) -> int:
    days = _whole(env, "TRACKER_ACKNOWLEDGE_DAYS") if env.get("TRACKER_ACKNOWLEDGE_DAYS") else ACKNOWLEDGE_DAYS
    if not is_acknowledge_limit(days):
        raise SettingsError(f"TRACKER_ACKNOWLEDGE_DAYS 须在 1 到 {LONGEST_ACKNOWLEDGE_DAYS} 个工作日之间，现在是 {days}。")
    return days


def _sending_hours(env: Mapping[str, str]) -> SendingHours:
    """TRACKER_DIGEST_AT=08:40 and TRACKER_QUIET_HOURS=18:00-08:30, each by itself or both."""
    hours = SendingHours()
    if text := env.get("TRACKER_DIGEST_AT"):
        hours = replace(hours, digest_at=_time_of_day(text, "TRACKER_DIGEST_AT 须写成 08:40 的形式。"))
    if text := env.get("TRACKER_QUIET_HOURS"):
        said = "TRACKER_QUIET_HOURS 须写成 18:00-08:30 的形式，即从几点到第二天几点不发消息。"
        closes, _, opens = text.partition("-")
        hours = replace(hours, closes=_time_of_day(closes, said), opens=_time_of_day(opens, said))
    if not hours.are_possible:
        raise SettingsError(
            f"每日汇总从 TRACKER_DIGEST_AT 起分 {JITTER_MINUTES} 分钟发完，须全部落在 TRACKER_QUIET_HOURS 以外，请调整其中一个。"
        )
    return hours


def _time_of_day(text: str, refusal: str) -> time:
    try:
        hour, _, minute = text.strip().partition(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise SettingsError(refusal) from error


def _whole(env: Mapping[str, str], name: str) -> int:
    text = env[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > 0):
        raise SettingsError(f"{name} 须是大于 0 的整数，现在是“{text[:20]}”。")
    return int(text)


def _storage_dir(url: str | None, data_dir: Path) -> Path:
    if not url:
        return data_dir / "files"
    parts = urlsplit(url)
    if parts.scheme not in ("", "file"):
        raise SettingsError("TRACKER_STORAGE_URL 目前只支持文件夹，请填写文件夹路径。")
    return Path(parts.path).resolve()


def _font_dir(text: str | None) -> Path | None:
    if not text:
        return None
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise SettingsError(f"TRACKER_FONT_DIR 指定的文件夹“{folder}”不存在，请填写存放字体文件的文件夹路径，或者不设这一项。")
    return folder


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError("TRACKER_BASE_URL 须以 http:// 或 https:// 开头。")
    return url.rstrip("/")


def _notify_urls(text: str) -> tuple[str, ...]:
    from tracker.notify.registry import open_channels  # only where they are set: reading a plan needs no mail

    urls = tuple(text.split())
    if urls:
        open_channels(urls)
    return urls


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError("TRACKER_TODAY 须写成 2025-11-30 的形式。") from error


def _secret_key(env: Mapping[str, str], data_dir: Path) -> str:
    """The given key, or one made once and kept in the data folder, readable by its owner only."""
    key, file = env.get("TRACKER_SECRET_KEY"), env.get("TRACKER_SECRET_KEY_FILE")
    if key and file:
        raise SettingsError("TRACKER_SECRET_KEY 与 TRACKER_SECRET_KEY_FILE 只能设置一个。")
    if file:
        return _key_in(Path(file))
    return key or _kept_key(data_dir)


def _key_in(file: Path) -> str:
    try:
        key = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"TRACKER_SECRET_KEY_FILE 指定的文件“{file}”不能读取，请检查路径和权限。") from error
    if not key:
        raise SettingsError(f"TRACKER_SECRET_KEY_FILE 指定的文件“{file}”是空的，请写入密钥。")
    return key


def _kept_key(data_dir: Path) -> str:
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    if not path.exists():
        descriptor, fresh = tempfile.mkstemp(dir=data_dir)  # for its owner's eyes only
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(32))
        # Linked when it is whole: of two processes that start at once, one keeps its key and the other reads that.
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
        os.unlink(fresh)
    return path.read_text(encoding="utf-8")
