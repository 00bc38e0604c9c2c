"""The command line as a user meets it: arguments in, text and an exit status out."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracker import cli


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `tracker` with arguments, on a data folder of the test's own, on Tuesday 2025-03-04."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TRACKER_TODAY", "2025-03-04")

    def call(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["tracker", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            sys.exit(cli.main())
        printed = capsys.readouterr()
        return Answer(int(ended.value.code or 0), printed.out, printed.err)

    return call


PLAN = """示例县托育服务实施方案

为发展普惠托育，结合我县实际，制定本方案。
一、重点任务
（一）增加普惠托位。新建公办托育机构，到2025年底，全县每千人口托位数达到4.5个。（牵头单位：县卫健局；责任单位：县发改局、县教育局）
（二）加强日常监管。开展联合检查。（责任单位：县卫健局、县市场监管局）
二、组织保障
（三）强化督促检查。各乡镇每年12月1日前要向县委、县政府报告工作开展情况。（责任单位：县卫健局，各乡镇人民政府）
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A small plan of the invented county as a text file."""
    path = tmp_path / "托育方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path
