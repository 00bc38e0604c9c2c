import pytest

from tracker.rules.phones import masked_phone, tidy_phone


@pytest.mark.parametrize("text", ["13800001234", " 138 0000 1234 ", "138-0000-1234", "+86 13800001234", "008613800001234"])
def test_a_mobile_number_is_kept_in_bare_figures(text):
    assert tidy_phone(text) == "13800001234"


@pytest.mark.parametrize(
    "text", ["", "0855-1234567", "12800001234", "1380000123", "138000012345", "１３８００００１２３４", "138000o1234"]
)
def test_what_is_no_mobile_number_is_none(text):
    assert tidy_phone(text) is None


def test_others_see_its_ends_only():
    assert masked_phone("13800001234") == "138****1234"
