"""Is the installation safe? The clauses of GB/T 22239-2019 (等保2.0) that an application answers for, each as things stand.

The standard gives no numbers; the limits are those of domain.md e1. What the product always does (limits on failed log-ins, typed
files, chained events) needs no line here: it cannot be switched off.
"""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from tracker.checkups.findings import Answer, Check, Finding, Health, Patient, found, made
from tracker.checkups.installation import backup, secret_key
from tracker.labels import label
from tracker.marking import N_, Term
from tracker.queries import account_checks
from tracker.queries.events import last_run
from tracker.rules.days import official_day

UNUSED_FOR = timedelta(days=90)
MANY_FAILURES, FAILURES_WITHIN = 100, timedelta(days=7)
CHECKED_WITHIN = timedelta(days=2)


def examine_security(patient: Patient) -> Iterator[Finding]:
    """Every clause in turn, in the order of the standard."""
    yield from made(_CLAUSES, patient)


def _first_passwords(patient: Patient) -> Answer:
    if patient.settings.fixed_today is not None:
        return found(Health.WARN, N_("这是演示环境，账号用的是公开的密码，不能用于实际工作"))
    with patient.database.reading() as session:
        accounts, unchanged = account_checks.open_accounts(session)
    if unchanged:
        return found(Health.WARN, N_("%(n)s 个账号还在用初始密码，请提醒本人登录并修改，不用的账号请停用"), n=unchanged)
    return found(Health.GOOD, N_("%(n)s 个账号都已改过初始密码"), n=accounts)


def _failures(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        failed = account_checks.failures_since(session, patient.now - FAILURES_WITHIN)
    if failed > MANY_FAILURES:
        return found(Health.WARN, N_("近 7 天登录失败 %(n)s 次，可能有人在试密码，请在操作记录和网关日志中查看来源"), n=failed)
    return found(Health.GOOD, N_("近 7 天登录失败 %(n)s 次；连续失败的已按规则暂停登录"), n=failed)


def _transport(patient: Patient) -> Answer:
    address = urlsplit(patient.settings.base_url)
    if address.scheme == "https":
        return found(Health.GOOD, N_("网址为 https，登录信息加密传输"))
    if address.hostname in ("localhost", "127.0.0.1", "::1"):
        return found(Health.WARN, N_("网址为本机地址，没有加密；给别的电脑使用以前，请设置 https 的 TRACKER_BASE_URL"))
    return found(Health.BAD, N_("网址不是 https，密码会明文传输；请在前面设置 https，并改正 TRACKER_BASE_URL"))


def _unused(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        unused = account_checks.unused_accounts(session, patient.now - UNUSED_FOR)
    if unused:
        return found(Health.WARN, N_("%(n)s 个账号 90 天没有登录，请核实，不用的请停用"), n=unused)
    return found(Health.GOOD, N_("没有 90 天未登录的账号"))


def _without_post(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        without = account_checks.accounts_without_post(session, patient.today)
    if without:
        return found(Health.WARN, N_("%(n)s 个启用的账号没有任职，请核实，多余的请停用"), n=without)
    return found(Health.GOOD, N_("启用的账号都有任职"))


def _apart(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        both = account_checks.in_two_hats(session, patient.today)
        held = account_checks.administrators(session, patient.today)
    if both:
        return found(Health.BAD, N_("管理员兼任了其他岗位：%(who)s；请安全管理员结束其中一个任职"), who=both)
    missing = [Term(label(role)) for role, number in held.items() if not number]
    if missing:
        return found(Health.WARN, N_("没有人担任%(roles)s，请指定专人"), roles=missing)
    return found(Health.GOOD, N_("系统、安全、审计管理员由不同的人担任"))


def _audit(patient: Patient) -> Answer:
    with patient.database.reading() as session:
        run = last_run(session)
    if run is None:
        return found(Health.WARN, N_("还没有核对过操作记录，每天凌晨自动核对一次，请确认调度进程正在运行"))
    day, broken = official_day(run.at), (run.data or {}).get("found", 0)
    if broken:
        return found(
            Health.BAD, N_("%(day)s 核对时发现 %(n)s 处问题，请在操作记录中查看，并用备份核实"), day=day.isoformat(), n=broken
        )
    if patient.today - day > CHECKED_WITHIN:
        return found(Health.WARN, N_("最近一次核对是 %(day)s，请确认调度进程正在运行"), day=day.isoformat())
    return found(Health.GOOD, N_("%(day)s 核对过全部操作记录和文件，没有问题"), day=day.isoformat())


_CLAUSES = (
    Check(N_("身份鉴别：初始密码"), _first_passwords),
    Check(N_("身份鉴别：登录失败"), _failures),
    Check(N_("身份鉴别：传输加密"), _transport),
    Check(N_("身份鉴别：会话密钥"), secret_key),
    Check(N_("访问控制：长期不用的账号"), _unused),
    Check(N_("访问控制：没有任职的账号"), _without_post),
    Check(N_("访问控制：管理员分立"), _apart),
    Check(N_("安全审计：操作记录"), _audit),
    Check(N_("数据备份恢复"), backup),
)
