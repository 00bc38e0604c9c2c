"""Pages of a list in the address: `?page=3`, every other part of the address kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from tracker.queries.sql import PAGE_SIZE, Page, Row


@dataclass(frozen=True)
class Pager:
    """What the macro `pager` shows; `argument` names the part of the address that counts, where a page has two lists; `leaves`
    those that do not go along to another page."""

    number: int
    pages: int
    total: int
    argument: str = "page"
    leaves: tuple[str, ...] = ()

    def url(self, number: int) -> str:
        """The address of another page of the list."""
        return here(**dict.fromkeys(self.leaves), **{self.argument: number if number > 1 else None})


def pager(page: Page[Any], argument: str = "page", leaves: tuple[str, ...] = ()) -> Pager:
    """The pager of a page of rows."""
    return Pager(page.number, page.pages, page.total, argument, leaves)


def asked_page(argument: str = "page") -> int:
    """The number in the address; 1 for none and for nonsense."""
    return max(1, request.args.get(argument, 1, type=int))


def asked_rows(rows: Sequence[Row], size: int = PAGE_SIZE) -> Page[Row]:
    """The page that the address asks for of a list that is at hand; the last one where there are fewer."""
    number = min(asked_page(), Page(rows, 1, len(rows), size).pages)
    return Page(rows[(number - 1) * size : number * size], number, len(rows), size)


def asked_id(name: str) -> int | None:
    """The id that the address or the form names; None for none and for nonsense. PostgreSQL refuses numbers that fit no column."""
    number = request.values.get(name, 0, type=int)
    return number if 0 < number < 2**31 else None


def here(**changes: Any) -> str:
    """The address of this page with parts of its query changed; None takes a part out."""
    kept = {name: value for name, value in request.args.items(multi=False) if value}
    return url_for(request.endpoint or "account.index", **(request.view_args or {}), **{**kept, **changes})
