"""Settings from the environment."""

from datetime import time
from pathlib import Path

import pytest

from tracker.config import load_limits, load_settings
from tracker.errors import SettingsError
from tracker.intake import Limits
from tracker.rules.sending import SendingHours


def test_the_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    given = {"TRACKER_DATA_DIR": str(tmp_path)}
    key = load_settings(given).secret_key
    assert len(key) == 64
    assert load_settings(given).secret_key == key
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_key_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("mountain\n")
    given = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert load_settings(given).secret_key == "mountain"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRACKER_SECRET_KEY_FILE", "/nowhere/key", "不能读取"),
        ("TRACKER_SECRET_KEY_FILE", "/dev/null", "空的"),
        ("TRACKER_STORAGE_URL", "s3://bucket", "文件夹"),
        ("TRACKER_BASE_URL", "example.cn", "http://"),
        ("TRACKER_FONT_DIR", "/nowhere/fonts", "文件夹“/nowhere/fonts”不存在"),
        ("TRACKER_NOTIFY_URLS", "pigeon://loft", "smtp://"),
        ("TRACKER_TODAY", "yesterday", "2025-11-30"),
        ("TRACKER_ISSUE_NEEDS_SECOND", "yes", "1（启用）或 0（不启用），现在是“yes”"),
        ("TRACKER_ACKNOWLEDGE_DAYS", "31", "在 1 到 30 个工作日之间，现在是 31"),
        ("TRACKER_DIGEST_AT", "9 o'clock", "08:40 的形式"),
        ("TRACKER_DIGEST_AT", "17:30", "须全部落在 TRACKER_QUIET_HOURS 以外"),
        ("TRACKER_QUIET_HOURS", "18:00", "18:00-08:30 的形式"),
        ("TRACKER_INTAKE_MAX_PAGES", "many", "TRACKER_INTAKE_MAX_PAGES 须是大于 0 的整数，现在是“many”"),
        ("TRACKER_INTAKE_MAX_RATIO", "0", "大于 0"),
        ("TRACKER_INTAKE_MAX_CELLS", "-5", "大于 0"),
        ("TRACKER_INTAKE_MAX_CHARACTERS", "9" * 5000, "大于 0"),
        ("TRACKER_UPLOAD_MAX_MB", "1.5", "大于 0 的整数"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_how_to_write_it(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings({"TRACKER_DATA_DIR": str(tmp_path), name: value})


def test_two_keys_at_once_are_refused(tmp_path: Path) -> None:
    given = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_SECRET_KEY": "a", "TRACKER_SECRET_KEY_FILE": "b"}
    with pytest.raises(SettingsError, match="只能设置一个"):
        load_settings(given)


def test_one_person_gives_out_and_units_have_three_days_unless_set(tmp_path: Path) -> None:
    plain = load_settings({"TRACKER_DATA_DIR": str(tmp_path)})
    assert (plain.issue_needs_second, plain.acknowledge_days) == (False, 3)
    given = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_ISSUE_NEEDS_SECOND": "1", "TRACKER_ACKNOWLEDGE_DAYS": "5"}
    asked = load_settings(given)
    assert (asked.issue_needs_second, asked.acknowledge_days) == (True, 5)


def test_a_site_may_begin_later_and_close_earlier(tmp_path: Path) -> None:
    given = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_DIGEST_AT": "09:10", "TRACKER_QUIET_HOURS": "17:30-09:00"}
    assert load_settings(given).sending_hours == SendingHours(time(9, 10), opens=time(9), closes=time(17, 30))


def test_limits_of_documents_are_safe_unless_set(tmp_path: Path) -> None:
    settings = load_settings({"TRACKER_DATA_DIR": str(tmp_path)})
    assert settings.intake == Limits()
    assert settings.upload_max > settings.intake.max_bytes


def test_limits_of_documents_can_be_set() -> None:
    given = {
        "TRACKER_INTAKE_MAX_MB": "5", "TRACKER_INTAKE_MAX_UNPACKED_MB": "40", "TRACKER_INTAKE_MAX_RATIO": "90",
        "TRACKER_INTAKE_MAX_CHARACTERS": "80000", "TRACKER_INTAKE_MAX_LINES": "700", "TRACKER_INTAKE_MAX_PAGES": "30",
        "TRACKER_INTAKE_MAX_DRAWING_MB": "2", "TRACKER_INTAKE_MAX_CELLS": "1000", "TRACKER_INTAKE_CONVERT_SECONDS": "20",
    }  # fmt: skip
    mib = 1024 * 1024
    assert load_limits(given) == Limits(5 * mib, 40 * mib, 90, 80_000, 700, 30, 2 * mib, 1000, 20)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TRACKER_UPLOAD_MAX_MB": "40"}, "网页收不下"),
        ({"TRACKER_INTAKE_MAX_MB": "50", "TRACKER_UPLOAD_MAX_MB": "50"}, "网页收不下"),
        ({"TRACKER_INTAKE_MAX_MB": "90", "TRACKER_INTAKE_MAX_UNPACKED_MB": "80"}, "TRACKER_INTAKE_MAX_UNPACKED_MB 不能小于"),
    ],
)
def test_limits_that_contradict_each_other_are_refused(tmp_path: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings({"TRACKER_DATA_DIR": str(tmp_path), **given})
