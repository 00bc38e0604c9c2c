"""Serving the pages."""

from pathlib import Path

import pytest

from tracker.cli import running
from tracker.config import load_settings


@pytest.mark.parametrize(("given", "linked"), [("", "http://127.0.0.1:8077"), ("https://example.gov.cn", "https://example.gov.cn")])
def test_links_lead_to_the_port_that_is_served_unless_an_address_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str, linked: str
) -> None:
    seen: list[str] = []
    monkeypatch.setenv("TRACKER_BASE_URL", given)
    monkeypatch.setattr("tracker.web.create_app", lambda settings, debug: seen.append(settings.base_url))
    monkeypatch.setattr("waitress.serve", lambda *_, **__: None)
    monkeypatch.setattr(running, "_scheduler_beside", running._nothing)
    running.run_web(load_settings({"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_BASE_URL": given}), "127.0.0.1", 8077)
    assert seen == [linked]
