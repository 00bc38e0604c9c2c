"""The main navigation: what each role comes for, as data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.labels import N_
from tracker.marking import NP_
from tracker.rules.permissions import Actor, Permission, holds
from tracker.web.formats import in_context


@dataclass(frozen=True)
class Entry:
    """A page of the navigation; `permission` shows it (None: everybody), `also` are further blueprints whose pages lie below it.

    `only_with`: shown to those alone who hold this permission, too; others find the page under their name.
    """

    title: str
    endpoint: str
    permission: Permission | None
    also: tuple[str, ...] = ()
    only_with: Permission | None = None


# A group stands in the top bar under its title, its entries in the row below; one entry alone stands under its own. The title leads
# to the first page on which something waits for the reader.
GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (N_("看板"), (Entry(N_("看板"), "board.index", Permission.REPORT_READ),)),
    (N_("我的任务"), (Entry(N_("我的任务"), "mine.index", Permission.ASSIGNMENT_ANSWER, ("updates",)),)),
    (N_("单位审核"), (Entry(N_("单位审核"), "approvals.index", Permission.UPDATE_APPROVE),)),
    (
        NP_("page", "任务"),
        (
            Entry(
                N_("台账"),
                "tasks.index",
                Permission.TASK_READ,
                ("ad_hoc", "assignments", "bulk", "saved_views", "suspensions", "closures", "joint", "past_days"),
            ),
            Entry(
                NP_("page", "方案"),
                "plans.index",
                Permission.PLAN_READ,
                (
                    "readings",
                    "doubts",
                    "measures",
                    "editions",
                    "issue_requests",
                    "reporting",
                    "grid",
                    "timeline",
                    "scores",
                    "ladders",
                    "ledger_imports",
                    "office_ledgers",
                ),
            ),
            Entry(NP_("page", "交办通知"), "issue_notices.index", Permission.TASK_READ),
            Entry(NP_("page", "指标"), "indicators.index", Permission.TASK_READ, ("comparison",)),
            Entry(NP_("page", "回头看"), "rechecks.index", Permission.TASK_CLOSE),
        ),
    ),
    (N_("审核"), (Entry(N_("审核"), "reviews.index", Permission.UPDATE_REVIEW, ("consolidations",)),)),
    (
        N_("督办"),
        (
            Entry(N_("督办单"), "orders.index", Permission.TASK_READ, ("rectification", "phone_urges")),
            Entry(N_("批示"), "instructions.index", Permission.TASK_READ),
            Entry(N_("提醒记录"), "messages.index", Permission.REMINDER_READ, ("reminder_preview",)),
            Entry(N_("提醒情况"), "reminder_summary.index", Permission.REMINDER_SUMMARY),
        ),
    ),
    (
        NP_("page", "申请"),
        (
            Entry(N_("延期"), "requests.index", Permission.TASK_READ, ("extensions",)),
            Entry(N_("调整"), "adjustments.index", Permission.TASK_READ, ("adjustment_drafts",)),
            Entry(N_("复核"), "objections.index", Permission.TASK_READ),
            Entry(N_("承办异议"), "disputes.index", Permission.TASK_READ),
            Entry(N_("配合意见"), "opinions.index", Permission.TASK_READ),
            Entry(N_("协调事项"), "coordination.index", Permission.TASK_READ),
        ),
    ),
    (
        NP_("page", "报告"),
        (
            Entry(N_("督查报告"), "reports.index", Permission.REPORT_READ, ("report_edits",)),
            Entry(N_("定期报告"), "obligations.index", Permission.TASK_READ),
        ),
    ),
    (
        N_("管理"),
        (
            Entry(NP_("page", "单位"), "units.index", Permission.UNIT_MANAGE, ("charges",)),
            Entry(N_("用户"), "people.index", Permission.USER_READ),
            Entry(N_("代理和移交"), "delegations.index", Permission.ROLE_GRANT, ("handovers",)),
            Entry(N_("发送渠道"), "channels.index", Permission.CHANNEL_READ),
            Entry(N_("放假安排"), "calendars.index", Permission.CALENDAR_READ, only_with=Permission.JOB_READ),
            Entry(N_("操作记录"), "events.index", Permission.EVENT_READ),
            Entry(N_("权限表"), "permissions.index", Permission.PERMISSION_READ),
            Entry(N_("安全自查"), "checkups.security", Permission.SECURITY_READ),
            Entry(N_("后台作业"), "jobs.index", Permission.JOB_READ),
            Entry(N_("体检和备份"), "checkups.installation", Permission.JOB_READ),
        ),
    ),
    (N_("消息"), (Entry(N_("消息"), "inbox.index", None, ("mutes",)),)),
)


@dataclass(frozen=True)
class Link:
    """A link of the navigation; `here` where the reader is on its page or below it, `count` what waits there."""

    title: str
    url: str
    here: bool
    count: int


def navigation(actor: Actor, endpoint: str, counts: Mapping[str, int]) -> tuple[list[Link], list[Link]]:
    """The links of the top bar that the actor may use, and those of the group that holds the page; `counts` by endpoint."""
    top, below = [], []
    for title, entries in _groups(actor):
        links = [_link(entry, endpoint, counts) for entry in entries]
        here, alone = any(link.here for link in links), len(links) == 1
        first = next((link for link in links if link.count), links[0])
        top.append(Link(first.title if alone else in_context("page", title), first.url, here, sum(link.count for link in links)))
        if here and not alone:
            below = links
    return top, below


def home(actor: Actor) -> str:
    """The endpoint of the page that the actor comes for first."""
    return next(entries[0].endpoint for _, entries in _groups(actor))


def _groups(actor: Actor) -> Iterable[tuple[str, Sequence[Entry]]]:
    for title, entries in GROUPS:
        shown = [entry for entry in entries if all(holds(actor, one) for one in (entry.permission, entry.only_with) if one)]
        if shown:
            yield title, shown


def _link(entry: Entry, endpoint: str, counts: Mapping[str, int]) -> Link:
    blueprints = (entry.endpoint.partition(".")[0], *entry.also)
    here = endpoint.partition(".")[0] in blueprints
    return Link(in_context("page", entry.title), url_for(entry.endpoint), here, counts.get(entry.endpoint, 0))
