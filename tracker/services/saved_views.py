"""Saved views of the ledger (台账视图): keep what the ledger shows under a name, change that, take it away.

A view opens nothing by itself: whoever follows it sees the tasks that are theirs to see.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import SavedView
from tracker.models.saved_view import NAME_LENGTH, QUERY_LENGTH
from tracker.queries.saved_views import number_of_views, office_of, view_named
from tracker.rules.permissions import Actor, Permission, holds
from tracker.services.events import NO_PLAN, Entry, hold_chain, record

MOST = 20  # of one person, so that the row of links above the ledger stays one that can be read


def save(
    session: Session, name: str, query: str, *, shared: bool = False, start: bool = False, actor: Actor, now: datetime
) -> SavedView:
    """The view under that name, in place of one that the actor had under it.

    Refused to who reads no tasks, beyond `MOST` views, and for sharing without a post in an office.
    """
    if actor.user_id is None or not holds(actor, Permission.TASK_READ):
        raise NotAllowed("台账视图由查看任务的人员自己保存。")
    name = _checked(name)
    if len(query) > QUERY_LENGTH:
        raise InvalidInput("筛选条件太长，无法保存。请缩短关键词后再试。")
    hold_chain(session, NO_PLAN)  # of two clicks the second finds the first one's
    view = view_named(session, actor, name)
    if view is None:
        if number_of_views(session, actor) >= MOST:
            raise InvalidInput("每人最多保存 %(most)s 个视图。请先删除不用的，再保存新的。", most=MOST)
        view = SavedView(user_id=actor.user_id, name=name, query=query, saved_at=now)
        session.add(view)
    view.query, view.saved_at = query, now
    _settle(session, view, shared, start, actor)
    _record(session, view, "save", actor, now)
    return view


def change(
    session: Session, view: SavedView, name: str, *, shared: bool = False, start: bool = False, actor: Actor, now: datetime
) -> None:
    """Give the view this name, share it or not, open the ledger with it or not."""
    _require_owner(view, actor)
    name = _checked(name)
    hold_chain(session, NO_PLAN)
    other = view_named(session, actor, name)
    if other is not None and other.id != view.id:
        raise InvalidInput("您已有名为“%(name)s”的视图，请换一个名称。", name=name)
    view.name = name
    _settle(session, view, shared, start, actor)
    _record(session, view, "change", actor, now)


def remove(session: Session, view: SavedView, *, actor: Actor, now: datetime) -> None:
    """The view is gone, for those with whom it was shared too."""
    _require_owner(view, actor)
    _record(session, view, "remove", actor, now)
    session.delete(view)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        raise InvalidInput("请填写视图名称，不超过 %(length)s 字。", length=NAME_LENGTH)
    return name


def _settle(session: Session, view: SavedView, shared: bool, start: bool, actor: Actor) -> None:
    office = office_of(session, actor) if shared else None
    if shared and office is None:
        raise NotAllowed("只有领导小组办公室的人员可以把视图共享给本办公室。")
    view.shared_with_id = office.id if office else None
    if start:
        # The others first: two that open the ledger at once are refused by the key.
        session.execute(update(SavedView).where(SavedView.user_id == actor.user_id).values(is_start=False))
    view.is_start = start
    session.flush()


def _require_owner(view: SavedView, actor: Actor) -> None:
    if view.user_id != actor.user_id:
        raise NotAllowed("视图由保存它的人管理。")


def _record(session: Session, view: SavedView, action: str, actor: Actor, now: datetime) -> None:
    data = {"name": view.name, "shared_with": view.shared_with_id, "start": view.is_start}
    record(session, NO_PLAN, [Entry("saved_view", view.id, action, data=data)], actor=actor, now=now)
