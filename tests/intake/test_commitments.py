"""Figures and dates: numerals, date phrases, targets and obligations."""

import pytest

from tests.intake.helpers import plan_of
from tracker.intake.dates import find_dates, month_day
from tracker.intake.model import Obligation, Value
from tracker.intake.numerals import chinese, number
from tracker.intake.obligations import find_obligations
from tracker.intake.text import Flow


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十五", 25), ("廿", 20), ("一百零五", 105), ("三千", 3000), ("两万", 20000), ("二〇二五", 2025),
     ("１２", 12), ("12,000", 12000), ("4.5", 4.5), ("甲", None), ("", None)],
)  # fmt: skip
def test_numerals(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("value", [0, 9, 10, 12, 20, 21, 100, 105, 110, 999, 1001, 9999])
def test_chinese_numbers_read_back(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    ("text", "last_day", "begins"),
    [("到2025年", "2025-12-31", False), ("2025年底前", "2025-12-31", False), ("2024年2月底前", "2024-02-29", False),
     ("2024年3月31日前", "2024-03-31", False), ("从2024年1月起", "2024-01-31", True), ("2022年起", "2022-12-31", True),
     ("“十四五”末", "2025-12-31", False), ("2024年第二季度", "2024-06-30", False), ("2024年上半年", "2024-06-30", False)],
)  # fmt: skip
def test_date_phrases(text: str, last_day: str, begins: bool) -> None:
    (found,) = find_dates(text)
    assert (found.last_day, found.begins) == (last_day, begins)


@pytest.mark.parametrize("text", ["2024年2月30日", "“十四五”规划", "1234年", "〔2024〕8号"])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "day"), [("每年12月25日前", "12-25"), ("每年年底前", "12-31"), ("11月底前", "11-30"), ("每年", None)]
)
def test_days_of_the_year(text: str, day: str | None) -> None:
    assert month_day(text) == day


def duties(sentence: str, measure: int) -> list[Obligation]:
    return find_obligations(Flow(sentence, range(len(sentence))), measure)


def targets(body: str) -> list[tuple[Value, str | None, str | None]]:
    (measure,) = plan_of(f"（一）甲项。{body}（责任单位：县甲局）").measures
    return [(t.value, t.comparison, t.due or t.start) for t in measure.targets]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        pytest.param("到2025年，每千人口托位数达到4.5个。", [(4.5, ">=", "2025-12-31")], id="reached by a year"),
        pytest.param("到2025年底建成2～3个示范机构。", [((2, 3), "=", "2025-12-31")], id="range"),
        pytest.param("占比不低于30％。", [(30, ">=", None)], id="share at least"),
        pytest.param("单个企业补助不超过50万元。", [(50, "<=", None)], id="at most"),
        pytest.param("到2025年底，人均托位数达到4.8‰。", [(4.8, ">=", "2025-12-31")], id="per mille"),
        pytest.param("每生每月不少于200元。", [(200, ">=", None)], id="money per period"),
        pytest.param("男方享受护理假 15 日。", [(15, "=", None)], id="days of leave, spaced"),
        pytest.param("建设一个以上示范机构。", [(1, ">=", None)], id="Chinese numeral with a bound"),
        pytest.param("力争到2025年达到二级水平。", [(2, ">=", "2025-12-31")], id="grade"),
        pytest.param("到2025年，建成l个中心。", [(1, "=", "2025-12-31")], id="letter for a digit"),
        pytest.param("从2024年1月起，分别给予3000元、5000元。", [(3000, "=", "2024-01-01"), (5000, "=", "2024-01-01")], id="start"),
        pytest.param("2025年底，甲区建10个；乙区建8个。", [(10, "=", "2025-12-31"), (8, "=", None)], id="up to the semicolon"),
        pytest.param("到2025年底建成3个，每年至少建成1个。", [(3, "=", "2025-12-31"), (1, ">=", None)], id="yearly stands alone"),
        pytest.param("2023年，编制专项规划，落实保障。", [(None, None, "2023-12-31")], id="dated duty without number"),
        pytest.param("逐件核对，2025年3月底前公布清理结果。", [(None, None, "2025-03-31")], id="dated duty, last in its sentence"),
        pytest.param("2025年内开通服务热线，方便群众。", [(None, None, "2025-12-31")], id="within a year"),
        pytest.param("2025年6月30日之前建成共享平台。", [(None, None, "2025-06-30")], id="before a day"),
        pytest.param("落实五项制度，推行“5+2”服务。", [], id="names of schemes"),
        pytest.param("对3岁以下婴幼儿和年满60周岁人员优先。", [], id="ages"),
        pytest.param("参加失业保险12个月以上的人员优先。", [], id="condition"),
        pytest.param("依据《办法》（示政发〔2024〕8号）执行。", [], id="document number"),
        pytest.param("每年12月25日前总结。", [], id="day of the year"),
    ],
)
def test_targets(body: str, wanted: list[tuple[Value, str | None, str | None]]) -> None:
    assert targets(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("婴儿死亡率控制在3‰以内。", [(3, "<=", "‰")]),
        ("孕产妇死亡率下降到10/10万以下。", [(10, "<=", "/10万")]),
        ("人均预期寿命达到79岁。", [(79, ">=", "岁")]),
        ("托位使用率达到百分之七十。", [(70, ">=", "%")]),
        ("占比不低于百分之九十八点五。", [(98.5, ">=", "%")]),
        ("发病率控制在千分之三以内。", [(3, "<=", "‰")]),
        ("普惠托位占比达到八成以上。", [(80, ">=", "%")]),
        ("健康管理率≥90%。", [(90, ">=", "%")]),
        ("新增托位三千个。", [(3000, "=", "个")]),
        ("新增学位2000余个。", [(2000, ">=", "个")]),
        ("培训保育员二百人次以上。", [(200, ">=", "人次")]),
        ("每个乡镇至少建成一个托育点。", [(1, ">=", "个")]),
        ("建设不少于两个示范社区。", [(2, ">=", "个")]),
        ("达到国家二级以上标准。", [(2, ">=", "级")]),
        ("夫妻双方每年各享受十日育儿假。", [(10, "=", "日/年")]),
        ("男方享受护理假15日，累计不超过20天。", [(15, "=", "日"), (20, "<=", "天")]),
        ("每千人口拥有托位4.5—5个。", [((4.5, 5), "=", "个")]),
        ("每个托位补助3000元至5000元。", [((3000, 5000), "=", "元")]),
        ("给予1000—3000元不等的补助。", [((1000, 3000), "=", "元")]),
        ("按每平方米1000元给予建设补助。", [(1000, "=", "元/平方米")]),
        ("每班每年给予1万元运营补贴。", [(1, "=", "万元/班·年")]),
        ("发放10元/人·天的伙食补助。", [(10, "=", "元/人·天")]),
        ("每年安排资金不少于一百万元。", [(1000000, ">=", "元/年")]),
        ("办理时限由20个工作日压缩至10个工作日。", [(10, "<=", "个工作日")]),
        ("最高可贷60万元，期限最长不超过3年。", [(60, "<=", "万元"), (3, "<=", "年")]),
        ("筛查率分别达到80%、98%以上。", [(80, ">=", "%"), (98, ">=", "%")]),
        ("按不低于每千人口4.5个托位的标准规划。", [(4.5, ">=", "个")]),
        ("托位数达到1,200个。", [(1200, ">=", "个")]),
        ("每学期至少组织2次健康检查。", [(2, ">=", "次/学期")]),
        ("乳儿班每班10人以下。", [(10, "<=", "人/班")]),
        ("对生育三孩的家庭给予5000元补贴。", [(5000, "=", "元")]),
        ("育有2个以上未成年子女的家庭，额度上浮10%。", [(10, "=", "%")]),
        ("连续居住1年以上且缴纳社保6个月以上的家庭可申请。", []),
        ("从产假60天起计算，3个月以上未入托的儿童优先。", []),
        ("年满18周岁、具有5年以上工作经验的人员优先。", []),
        ("开展“十百千”行动，实施“五个一”工程，推进第三批试点。", []),
        ("按照1:3的比例配备，实行7×24小时服务，拨打12345热线。", []),
        ("按《示例县托育服务2024年工作要点（建设10个中心）》执行。", []),
    ],
)
def test_figures(body: str, wanted: list[tuple[Value, str, str]]) -> None:
    (measure,) = plan_of(f"（一）甲项。{body}（责任单位：县甲局）").measures
    assert [(t.value, t.comparison, t.unit) for t in measure.targets] == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("2025年、2026年分别新增托位100个、200个。", [(100, "=", "2025-12-31"), (200, "=", "2026-12-31")]),
        ("到2025年和2027年，托位数分别达到4.5个和5个。", [(4.5, ">=", "2025-12-31"), (5, ">=", "2027-12-31")]),
        ("2025—2027年新建3个中心。", [(3, "=", "2027-12-31")]),
        ("2026年底前完成80%，2027年建成2个中心。", [(80, "=", "2026-12-31"), (2, "=", "2027-12-31")]),
        ("2024年起，每年建成2个以上示范点。", [(2, ">=", "2024-01-01")]),
    ],
)
def test_which_year_governs(body: str, wanted: list[tuple[Value, str | None, str | None]]) -> None:
    assert targets(body) == wanted


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("分别给予2万元、1万元奖励。", ["分别给予奖励", "分别给予奖励"]),
        ("给予新建托位1万元建设补助，最高不超过100万元。", ["给予新建托位建设补助", "给予新建托位1万元建设补助"]),
        ("办理时限由20个工作日压缩至10个工作日。", ["办理时限"]),
        ("确保3年内实现全覆盖。", ["实现全覆盖"]),
        ("按照《甲办法》给予500元补助。", ["按照《甲办法》给予补助"]),
    ],
)
def test_what_is_counted(body: str, names: list[str]) -> None:
    (measure,) = plan_of(f"（一）甲项。{body}（责任单位：县甲局）").measures
    assert [t.indicator for t in measure.targets] == names


def test_a_commitment_stands_where_it_is_printed() -> None:
    plan = plan_of("（一）甲项。按《甲办法》（2024年修订）给 予500元补助，到2025年建成3个中心。（责任单位：县甲局）")
    for target in plan.measures[0].targets:
        assert target.span is not None
        assert "".join(plan.source[slice(*target.span)].split()) == target.quote
    assert [t.quote for t in plan.measures[0].targets][0] == "按《甲办法》（2024年修订）给予500元补助"


def test_what_is_counted_may_stand_in_the_clause_before() -> None:
    (measure,) = plan_of("（一）甲项。举办岗位培训，每年不少于2次。（责任单位：县甲局）").measures
    assert [t.indicator for t in measure.targets] == ["举办岗位培训"]


def test_bases_go_into_the_unit_and_the_quote_is_printed() -> None:
    (measure,) = plan_of("（一）甲项。听课当天每人每天补40元饭费。（责任单位：县甲局）").measures
    (target,) = measure.targets
    assert (target.unit, target.quote) == ("元/人·天", "听课当天每人每天补40元饭费")


@pytest.mark.parametrize(
    ("sentence", "who", "recurs", "day"),
    [
        pytest.param("各乡镇党委、政府每年11月20日前要向县委报送总结。", ["各乡镇党委、政府"], "yearly", "11-20", id="one party"),
        pytest.param(
            "各乡镇、街道和县直有关单位每年12月1日前要报告情况，由县卫健局汇总后报县委、县政府。",
            ["各乡镇", "街道", "县直有关单位"], "yearly", "12-01", id="three classes",
        ),
        pytest.param("各乡镇每年年底前应向县委报送总结。", ["各乡镇"], "yearly", "12-31", id="end of the year"),
        pytest.param("市(州)党委和政府每年要向省委报告情况。", ["市(州)党委和政府"], "yearly", None, id="no day"),
        pytest.param("各乡镇每季度向县政府报送进展。", ["各乡镇"], "quarterly", None, id="quarterly"),
        pytest.param("各有关单位于2024年3月底前将方案报送县卫健局。", ["各有关单位"], "none", "03-31", id="once"),
        pytest.param("指导托育机构制定预案，每半年至少开展1次演练。", ["托育机构"], "half-yearly", None, id="supervised"),
        pytest.param("督促托育机构每季度开展1次演练。", ["托育机构"], "quarterly", None, id="supervised, at once"),
        pytest.param("托育机构每半年至少开展1次演练。", ["托育机构"], "half-yearly", None, id="subject of the sentence"),
    ],
)  # fmt: skip
def test_obligations(sentence: str, who: list[str], recurs: str, day: str | None) -> None:
    (found,) = duties(sentence, 1)
    assert (list(found.who), found.recurs, found.month_day) == (who, recurs, day)


@pytest.mark.parametrize(
    "sentence",
    ["每年对职工开展不少于2次服务。", "父母每年各享受10天假期。", "遇到新情况要及时向县委报告。", "每年至少建成1个机构。"],
)
def test_what_is_no_obligation(sentence: str) -> None:
    assert duties(sentence, 1) == []


def test_addressees_and_copies_of_a_report() -> None:
    (found,) = duties("各乡镇每年年底前应向县委、县政府报送工作总结，并抄送县卫健局。", 3)
    assert (found.to, found.cc, found.measure) == (("县委", "县政府"), ("县卫健局",), 3)


@pytest.mark.parametrize(
    ("sentence", "what", "to"),
    [
        ("各责任单位每年12月1日前将落实情况报县卫健局。", "落实情况", ("县卫健局",)),
        ("各乡镇每季度将工作进展书面报送县政府、县卫健局。", "工作进展", ("县政府", "县卫健局")),
        ("各乡镇每月向县卫健局报送进展。", "报送进展", ("县卫健局",)),
        ("各乡镇每月5日前报送上月进展。", "报送上月进展", ()),
    ],
)
def test_what_is_reported_and_to_whom(sentence: str, what: str, to: tuple[str, ...]) -> None:
    (found,) = duties(sentence, 1)
    assert (found.what, found.to) == (what, to)


def test_a_duty_stands_where_it_is_printed() -> None:
    plan = plan_of("（一）甲项。做甲。各乡镇每月5 日前报送进展。（责任单位：县甲局）")
    (found,) = plan.obligations
    assert found.span is not None
    assert "".join(plan.source[slice(*found.span)].split()) == found.quote == "各乡镇每月5日前报送进展"
