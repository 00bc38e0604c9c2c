"""Elements of Word's XML by local name: the strict and the transitional form of the format differ in namespaces only."""

from typing import Any

from lxml import etree


def name_of(element: Any) -> str:
    """The local name of an element; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    """The children of that name; none of None."""
    return [] if element is None else [child for child in element if name_of(child) == name]


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return next(iter(children(element, name)), None)


def attribute(element: Any, name: str) -> str | None:
    """The value of an attribute, or None."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def value_of(element: Any, name: str) -> str | None:
    """The `val` of the first child of that name, or None."""
    found = child(element, name)
    return None if found is None else attribute(found, "val")
