"""Settings: read once from the environment into one frozen object that refuses contradictions."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from tracker.clock import Clock
from tracker.errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """What an installation decides. Names in the environment are these in capitals behind `TRACKER_`."""

    data_dir: Path
    database_url: str
    storage_dir: Path
    base_url: str
    notify_urls: tuple[str, ...]
    fixed_today: date | None
    secret_key: str

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
    return Settings(
        data_dir=data_dir,
        database_url=env.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.db'}",
        storage_dir=_storage_dir(env.get("TRACKER_STORAGE_URL"), data_dir),
        base_url=_base_url(env.get("TRACKER_BASE_URL") or "http://127.0.0.1:8000"),
        notify_urls=_notify_urls(env.get("TRACKER_NOTIFY_URLS", "")),
        fixed_today=_day(env.get("TRACKER_TODAY")),
        secret_key=_secret_key(env, data_dir),
    )


def _storage_dir(url: str | None, data_dir: Path) -> Path:
    if not url:
        return data_dir / "files"
    parts = urlsplit(url)
    if parts.scheme not in ("", "file"):
        raise SettingsError("TRACKER_STORAGE_URL 目前只支持文件夹，请填写文件夹路径。")
    return Path(parts.path).resolve()


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError("TRACKER_BASE_URL 须以 http:// 或 https:// 开头。")
    return url.rstrip("/")


def _notify_urls(text: str) -> tuple[str, ...]:
    urls = tuple(text.split())
    for url in urls:
        if urlsplit(url).scheme not in ("smtp", "smtps", "console"):
            raise SettingsError("TRACKER_NOTIFY_URLS 目前支持 smtp://、smtps:// 和 console://，多个地址以空格分隔。")
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
