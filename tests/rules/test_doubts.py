import pytest

from tracker.rules.doubts import Doubt, Said, doubts

LAST = Said(40, "已新增托位 120 个。", 1)


@pytest.mark.parametrize(
    ("said", "before", "expected"),
    [
        pytest.param(Said(50, "又新增托位 30 个。", 1), LAST, (), id="nothing to doubt"),
        pytest.param(Said(50, "已新增托位\n120个。", 1), LAST, (Doubt.COPIED,), id="last report's text, spaced anew"),
        pytest.param(Said(30, "有托位停用。", 1), LAST, (Doubt.BACKWARDS,), id="fewer per cent than before"),
        pytest.param(Said(100, "全部完成。", 0), LAST, (Doubt.COMPLETE_WITHOUT_EVIDENCE,), id="complete, no file"),
        pytest.param(Said(100, "全部完成。", 1), None, (), id="complete with a file, first report"),
        pytest.param(Said(40, "", 0), Said(40, "", 0), (), id="nothing said twice is no copy"),
    ],
)
def test_doubts_about_a_report(said, before, expected):
    assert doubts(said, before) == expected
