"""A month in the life of the three administrators: of accounts and the installation, of posts and security, of the record."""

from typing import Any

import pytest

from tests.e2e.conftest import ContextAs, Days, LogIn
from tests.e2e.story import BOTH_SIZES, Person
from tests.factories import Factory
from tests.notify.gateway import Gateway
from tests.web.test_channels import SetTo
from tests.web.test_channels import gateway as gateway
from tests.web.test_channels import set_to as set_to

pytestmark = pytest.mark.databases("sqlite")

OWN_PASSWORD = "Kuaibao-2025-own"


@BOTH_SIZES
def test_a_new_liaison_is_let_in(page_as: LogIn, context_as: ContextAs, days: Days, size: dict[str, Any]) -> None:
    days(3, 10)
    system = Person(page_as("system_admin", size), size)
    registers_a_unit(system)
    password = makes_an_account(system)
    security = Person(page_as("security_admin", size), size)
    gives_the_post(security)
    newcomer = Person(context_as(size).new_page(), size)
    newcomer.open("/login")
    newcomer.fill("登录名", "xu.lianluo")
    newcomer.page.get_by_label("密码").fill(password)
    newcomer.press("登录")
    newcomer.sees("首次登录须先修改密码。")
    newcomer.page.get_by_label("现在的密码").fill(password)
    newcomer.page.locator("input[name=new]").fill(OWN_PASSWORD)
    newcomer.page.get_by_label("再输一次新密码").fill(OWN_PASSWORD)
    newcomer.press("保存新密码")
    newcomer.sees("我的任务")


def registers_a_unit(system: Person) -> None:
    system.open("/units")
    system.press("登记单位")
    system.fill("单位名称", "县托育服务指导中心")
    system.press("登记")
    system.sees("县托育服务指导中心")


def makes_an_account(system: Person) -> str:
    system.open("/people")
    system.press("新建账号")
    system.fill("登录名", "xu.lianluo")
    system.fill("姓名", "许联络")
    system.press("新建")
    system.sees("初始密码（只显示这一次）")
    return system.page.inner_text("main code").strip()


def gives_the_post(security: Person) -> None:
    security.open("/people")
    security.press("xu.lianluo")
    security.fill("先查找单位", "托育服务")
    security.press("查找")
    security.page.get_by_label("角色").select_option("liaison")
    security.press("增加")
    security.sees("县托育服务指导中心 单位联络员")


@BOTH_SIZES
def test_a_month_of_the_system_administrator(
    page_as: LogIn, days: Days, set_to: SetTo, gateway: Gateway, size: dict[str, Any]
) -> None:
    set_to(f"wecom://k?base={gateway.url}")
    days(3, 12)
    system = Person(page_as("system_admin", size), size)
    system.turn_to("管理")
    system.turn_to("发送渠道")
    system.press("发送测试消息")
    system.sees("已收下测试消息")
    days(3, 17)
    system.turn_to("后台作业")
    system.sees("调度进程没有运行")
    system.press("立即执行", beside="安排当日提醒")
    system.sees("已安排，等待执行")
    days(3, 31)
    system.turn_to("体检和备份")
    system.press("立即备份")
    system.sees("已安排")


@BOTH_SIZES
def test_a_month_of_the_security_administrator_and_the_auditor(
    factory: Factory, page_as: LogIn, days: Days, size: dict[str, Any]
) -> None:
    factory.returned(factory.acknowledged(), reason="缺少验收单")
    days(3, 12)
    security = Person(page_as("security_admin", size), size)
    security.turn_to("管理")
    security.turn_to("权限表")
    security.sees("三员分立")
    security.turn_to("安全自查")
    security.sees("GB/T 22239")
    days(3, 31)
    auditor = Person(page_as("auditor", size), size)
    auditor.open("/events")
    auditor.sees("缺少验收单")
    auditor.press("核对")
    auditor.press("立即核对")
    auditor.sees("没有发现改动")
