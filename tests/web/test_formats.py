"""Words for values that every page shows."""

import pytest

from tracker.labels import period_title
from tracker.web.formats import truncate


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2025-03", "2025年3月"),
        ("2025-Q4", "2025年第4季度"),
        ("2025-H1", "2025年上半年"),
        ("2025-H2", "2025年下半年"),
        ("2025", "2025年度"),
    ],
)
def test_a_period_is_called_as_people_call_it(key: str, expected: str) -> None:
    assert period_title(key) == expected


def test_a_long_text_is_cut_with_a_chinese_ellipsis() -> None:
    assert truncate("每周提供 5 天课后服务", 8) == "每周提供 5 …"
    assert truncate("课后服务", 4) == "课后服务"
