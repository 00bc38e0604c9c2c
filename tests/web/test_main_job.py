"""The main job, from the document to the report, through the pages that people use.

The real plans lie beside the project and are skipped where they are absent; nothing of what happens here is stored anywhere.
The invented plan always runs, and on both databases.
"""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.factories import NOW, PASSWORD, PDF
from tests.intake.helpers import SHARED
from tests.web.conftest import Browser, words
from tests.web.test_tasks import CLOSING, VERIFICATION
from tracker import intake
from tracker.db import Database
from tracker.models import Assignment, Opinion, Plan, Task, Unit, Update
from tracker.rules.permissions import SYSTEM
from tracker.rules.statuses import AssignmentRole, Role
from tracker.services import accounts
from tracker.services.audit import verify
from tracker.services.registry import Registry, place

REAL = {"luzhai": 22, "tianjiaan": 25, "xiangning": 23, "guizhou": 20, "luanchuan": 19}
INVENTED = """示例县托育服务实施方案

为发展普惠托育服务，制定本方案。

一、增加供给
（一）增加托位。年底前每千人口托位数达到4.5个。（牵头单位：县卫健局；责任单位：县民政局、县财政局）
（二）培训人员。全年培训保育人员200人次。（责任单位：县人社局、县卫健局）
二、加强保障
（三）落实补贴。按规定发放运营补贴。（责任单位：县财政局）

示例县人民政府
2025年2月10日
"""
RETURNED = "缺少验收单，请补充。"


@dataclass
class Walk:
    """The people of one plan's place at their browsers."""

    app: Flask
    database: Database
    made: dict[int, str] = field(default_factory=dict)

    def browser(self, login: str) -> Browser:
        browser = Browser(self.app)
        assert browser.log_in(login).status_code == 302
        return browser

    def enter(self, login: str, role: Role, unit_id: int) -> None:
        with self.database.transaction() as session:
            user = accounts.create_user(session, login, login, PASSWORD, actor=SYSTEM, now=NOW, must_change=False)
            unit = session.get_one(Unit, unit_id)
            accounts.add_membership(session, user, unit, role, actor=SYSTEM, now=NOW, from_on=date(2025, 1, 1))

    def office(self, name: str, level: str) -> Browser:
        """A clerk of the leading group's office of the place."""
        with self.database.transaction() as session:
            unit_id = Registry(session, place(session, name, level)).enter("领导小组办公室").id
        self.enter("clerk", Role.CLERK, unit_id)
        return self.browser("clerk")

    def liaison(self, unit_id: int) -> Browser:
        """The liaison of the unit, entered at first use."""
        if unit_id not in self.made:
            self.made[unit_id] = f"liaison{unit_id}"
            self.enter(self.made[unit_id], Role.LIAISON, unit_id)
        return self.browser(self.made[unit_id])

    def shares(self, task_id: int) -> list[tuple[int, int]]:
        """Assignment and unit of each share of the task, who answers for the whole first."""
        roles = list(AssignmentRole)
        with self.database.reading() as session:
            rows = session.scalars(select(Assignment).where(Assignment.task_id == task_id).order_by(Assignment.id)).all()
            return [(row.id, row.unit_id) for row in sorted(rows, key=lambda row: roles.index(row.role))]

    def update_of(self, share_id: int) -> int:
        with self.database.reading() as session:
            query = select(Update.id).where(Update.assignment_id == share_id).order_by(Update.version.desc())
            return session.scalars(query).first() or 0

    def joint_task(self, plan_id: int) -> int:
        """The first task of the plan that several units share."""
        with self.database.reading() as session:
            units = func.count(Assignment.unit_id.distinct())
            query = (
                select(Task.id)
                .join(Assignment, Assignment.task_id == Task.id)
                .where(Task.plan_id == plan_id)
                .group_by(Task.id)
                .having(units > 1)
                .order_by(units, Task.id)
            )
            return session.scalars(query).first() or 0


@pytest.fixture
def walk(app: Flask, database: Database) -> Walk:
    return Walk(app, database)


@pytest.mark.databases("sqlite")
@pytest.mark.skipif(not (SHARED / "plans").is_dir(), reason="the shared folder with the real plans is absent (TRACKER_SHARED)")
@pytest.mark.parametrize("name", REAL)
def test_a_real_plan_goes_from_document_to_report(walk: Walk, name: str) -> None:
    path = SHARED / "plans" / f"{name}.txt"
    go_through(walk, path.name, path.read_bytes(), REAL[name])


def test_an_invented_plan_goes_from_document_to_report(walk: Walk) -> None:
    go_through(walk, "示例.txt", INVENTED.encode(), 3)


def go_through(walk: Walk, filename: str, data: bytes, measures: int) -> None:
    header = intake.parse(data, filename).plan
    office = walk.office(header.jurisdiction or "示例县", header.level or "county")
    plan_id = load_and_issue(walk, office, filename, data, measures)
    task_id = walk.joint_task(plan_id)
    shares = walk.shares(task_id)
    assert len({unit_id for _, unit_id in shares}) > 1
    for share_id, unit_id in shares:
        sign_and_report(walk, share_id, unit_id)
    be_returned_and_report_again(walk, office, *shares[0])
    for share_id, _ in shares:
        assert "已采信" in words(office.post(f"/reviews/{walk.update_of(share_id)}/accept", {"note": ""}, follow=True))
    strike_off(walk, office, task_id, shares[0][1], {unit_id for _, unit_id in shares[1:]})
    draw_report(office, plan_id, header.title or "")
    with walk.database.reading() as session:
        assert verify(session)[1] == []


def load_and_issue(walk: Walk, office: Browser, filename: str, data: bytes, measures: int) -> int:
    """The office uploads the document, looks at what was read, and issues it: every measure is a task."""
    office.get("/plans/new")
    answer = office.post("/plans/new", {"document": (io.BytesIO(data), filename)})
    assert answer.status_code == 302, words(answer)
    assert f"已读出 {measures} 条措施" in words(office.get(answer.headers["Location"]))
    with walk.database.reading() as session:
        plan_id = session.scalars(select(Plan.id)).one()
    office.get(f"/plans/{plan_id}/issue")
    assert "已交办" in words(office.post(f"/plans/{plan_id}/issue", follow=True))
    with walk.database.reading() as session:
        states = session.scalars(select(Task.state).where(Task.plan_id == plan_id)).all()
    assert states == ["issued"] * measures
    return plan_id


def sign_and_report(walk: Walk, share_id: int, unit_id: int) -> None:
    liaison = walk.liaison(unit_id)
    assert "待签收" in words(liaison.get("/mine"))
    liaison.post(f"/assignments/{share_id}/acknowledge", {"then": "mine"})
    seen = words(report(liaison, share_id))
    assert "已报送领导小组办公室" in seen
    assert "验收单.pdf" in seen


def report(liaison: Browser, share_id: int) -> TestResponse:
    form = {
        "kind": "progress", "percent": "100", "narrative": "本单位承担的事项已全部完成。", "do": "send",
        "files": [(io.BytesIO(PDF), "验收单.pdf")],
    }  # fmt: skip
    return liaison.post(f"/assignments/{share_id}/updates/2025-03", form, follow=True)


def be_returned_and_report_again(walk: Walk, office: Browser, share_id: int, unit_id: int) -> None:
    """The unit now has a head, who signs off; the office returns the report; the liaison sees why and reports anew."""
    walk.enter("head", Role.UNIT_HEAD, unit_id)
    office.post(f"/reviews/{walk.update_of(share_id)}/return", {"reason": RETURNED, "mend_by": "2025-03-13"})
    liaison = walk.liaison(unit_id)
    seen = words(liaison.get("/mine"))
    assert RETURNED in seen
    assert "请于 2025-03-13 前补正重报" in seen
    assert "已送单位负责人审核" in words(report(liaison, share_id))
    head = walk.browser("head")
    assert "本单位承担的事项已全部完成。" in words(head.get("/approvals"))
    assert "已同意" in words(head.post(f"/updates/{walk.update_of(share_id)}/approve", follow=True))


def strike_off(walk: Walk, office: Browser, task_id: int, unit_id: int, others: set[int]) -> None:
    """The lead asks, the units beside it agree, the office verifies and closes."""
    asked = walk.liaison(unit_id).post(f"/tasks/{task_id}/request_closure", {"reason": "已全部完成并通过验收。"}, follow=True)
    assert "已申请销号" in words(asked)
    with walk.database.reading() as session:
        asked_of = {row.unit_id: row.id for row in session.scalars(select(Opinion).where(Opinion.task_id == task_id))}
    assert set(asked_of) <= others
    for other, opinion_id in asked_of.items():
        said = walk.liaison(other).post(f"/opinions/{opinion_id}/state", {"stance": "agree"}, follow=True)
        assert "已记录本单位意见" in words(said)
    office.post(f"/tasks/{task_id}/verifications/new", VERIFICATION)
    assert "已销号" in words(office.post(f"/tasks/{task_id}/close", CLOSING, follow=True))
    with walk.database.reading() as session:
        task = session.get_one(Task, task_id)
        assert (task.state, task.percent) == ("closed", 100)


def draw_report(office: Browser, plan_id: int, title: str) -> None:
    answer = office.post(f"/plans/{plan_id}/reports/new", {"as_of": "2025-03-10"})
    assert answer.status_code == 302, words(answer)
    path = answer.headers["Location"]
    assert title in words(office.get(path))
    with zipfile.ZipFile(io.BytesIO(office.get(f"{path}/docx").data)) as document:
        assert "总体情况" in document.read("word/document.xml").decode()
