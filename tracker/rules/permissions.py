"""How far a permission reaches: the actor as a frozen value, the rows that a post opens.

Which roles hold which permission, and why, is the table of `rules/grants.py`.
A unit's people act on their own unit's rows only; the office, and leaders, on the plans of their jurisdiction and below.
"""

from dataclasses import dataclass, replace

from tracker.rules.grants import GRANTS, Grant, Permission
from tracker.rules.statuses import UNIT_ROLES, Role

__all__ = ["GRANTS", "SYSTEM", "Actor", "Grant", "Permission", "Post", "Principal", "holds", "may_touch"]


@dataclass(frozen=True, order=True)
class Principal:
    """Somebody for whom another acts while he is away."""

    user_id: int
    name: str


@dataclass(frozen=True)
class Post:
    """One membership: a role, held in a unit, which stands in a jurisdiction (a path such as `/1/7/`).

    A post that is held by delegation opens the same rows; `held_for` then names whose it is.
    """

    role: Role
    unit_id: int
    jurisdiction_path: str
    held_for: Principal | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts. `trusted` is the scheduler or the operator at the command line, who answer to the machine's own access."""

    user_id: int | None
    name: str
    posts: frozenset[Post] = frozenset()
    trusted: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    @property
    def own(self) -> "Actor":
        """The actor without what is held by delegation."""
        return replace(self, posts=frozenset(post for post in self.posts if post.held_for is None))

    @property
    def stands_for(self) -> tuple["Actor", ...]:
        """The same person once for each post held by delegation, with that post alone."""
        lent = [post for post in self.posts if post.held_for is not None]
        return tuple(replace(self, posts=frozenset({post})) for post in lent)

    def units(self, permission: Permission) -> frozenset[int]:
        """The units for which the actor holds the permission through a unit role."""
        granted = GRANTS[permission].roles & UNIT_ROLES
        return frozenset(post.unit_id for post in self.posts if post.role in granted)

    def regions(self, permission: Permission) -> frozenset[str]:
        """The jurisdiction paths whose plans the actor may see or handle whole (office and leaders)."""
        granted = GRANTS[permission].roles - UNIT_ROLES
        return frozenset(post.jurisdiction_path for post in self.posts if post.role in granted)


SYSTEM = Actor(user_id=None, name="系统", trusted=True)


def holds(actor: Actor, permission: Permission) -> bool:
    """True where any post of the actor grants the permission, whatever the row."""
    return actor.trusted or bool(actor.roles & GRANTS[permission].roles)


def may_touch(actor: Actor, permission: Permission, *, region: str, unit_id: int | None = None) -> bool:
    """True where the actor holds the permission for this row.

    `region` is the path of the plan's jurisdiction, `unit_id` the unit whose row it is (None: the plan's own).
    """
    if actor.trusted:
        return True
    if any(region.startswith(path) for path in actor.regions(permission)):
        return True
    return unit_id is not None and unit_id in actor.units(permission)
