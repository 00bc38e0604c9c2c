"""第一次使用: what somebody new to a post does first, in a few steps, each with a page to go to."""

from dataclasses import dataclass

from tracker.marking import N_
from tracker.rules.permissions import Actor
from tracker.rules.statuses import Role


@dataclass(frozen=True)
class Step:
    """What to do, and the endpoint of the page where it is done."""

    text: str
    endpoint: str


@dataclass(frozen=True)
class Tour:
    """The steps of a post, and the chapter of the manual that is written for it."""

    steps: tuple[Step, ...]
    chapter: str


_OFFICE = (
    Step(N_("先看“等待办理”，等您审核、决定的都在这里。"), "board.index"),
    Step(N_("审核单位报来的进展，从第一份开始，一份接一份。"), "reviews.index"),
    Step(N_("在台账里找落后的任务，点开催办或者督办。"), "tasks.index"),
    Step(N_("有新方案就导入、核对，再交办。"), "plans.index"),
    Step(N_("每期截止后系统起草督查报告，核对后审定、印发。"), "reports.index"),
)

TOURS: dict[Role, Tour] = {
    Role.DIRECTOR: Tour(_OFFICE, "办公室主任"),
    Role.CLERK: Tour(_OFFICE, "办公室"),
    Role.LEADER: Tour(
        (
            Step(N_("看板上点“滞后”，看哪些任务落后、还等哪些单位。"), "board.index"),
            Step(N_("点开任务可以“作出批示”，办到哪一步在“批示”里看。"), "instructions.index"),
            Step(N_("历次督查报告在“报告”里，网页上能读，也可以下载。"), "reports.index"),
        ),
        "领导",
    ),
    Role.UNIT_HEAD: Tour(
        (
            Step(N_("联络员写好的填报在“单位审核”里，点一下同意，或者退回修改。"), "approvals.index"),
            Step(N_("本单位要办的事都在“我的任务”，急的在前。"), "mine.index"),
            Step(N_("延期、调整等申请在“申请”里审核。"), "requests.index"),
        ),
        "单位负责人",
    ),
    Role.LIAISON: Tour(
        (
            Step(N_("“待签收”的任务点“签收”，表示单位收到了。"), "mine.index"),
            Step(N_("每期截止前点“填报”，写明进展，附上材料，点“报送”。"), "mine.index"),
            Step(N_("被退回的排在最前面，改好再送。"), "mine.index"),
            Step(N_("交办、退回、提醒都在“消息”里。"), "inbox.index"),
            Step(N_("期限可以显示在手机日历里。"), "calendar_feeds.index"),
        ),
        "联络员",
    ),
    Role.SYSTEM_ADMIN: Tour(
        (
            Step(N_("给新同志建账号，初始密码当面告知本人。"), "people.index"),
            Step(N_("看提醒、报告、备份是否按时执行。"), "jobs.index"),
            Step(N_("发送渠道试发一条，看能不能收到。"), "channels.index"),
            Step(N_("体检页逐项写明哪里不正常、怎么办。"), "checkups.installation"),
        ),
        "系统管理员",
    ),
    Role.SECURITY_ADMIN: Tour(
        (
            Step(N_("打开账号，增加或者结束任职。"), "people.index"),
            Step(N_("代理、移交要两个人办，在这里看办到哪一步。"), "delegations.index"),
            Step(N_("按安全自查逐项整改。"), "checkups.security"),
        ),
        "安全管理员",
    ),
    Role.AUDITOR: Tour(
        (
            Step(N_("查谁在什么时候办了什么。"), "events.index"),
            Step(N_("看最近一次核对的结果，也可以立即核对。"), "events.verification"),
            Step(N_("看安全设置是否符合要求，只能看。"), "checkups.security"),
        ),
        "审计管理员",
    ),
}


def tour_of(actor: Actor) -> Tour | None:
    """The tour of the actor's own post, of several the one that stands first above; None without a post."""
    return next((tour for role, tour in TOURS.items() if role in actor.own.roles), None)
