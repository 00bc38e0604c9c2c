"""How a text is marked for the message catalogue, and how a sentence is put together in any language."""

from collections.abc import Callable, Mapping


def N_(message: str) -> str:
    """The message itself; the name tells `pybabel extract -k N_` to put it into the catalogue."""
    return message


def NP_(context: str, message: str) -> str:
    """The message, put into the catalogue with its context: for one that another language says differently as a state or a page."""
    return message


class Term(str):
    """A text of the catalogue that stands as a fact in a sentence, such as the word for a state: translated with it."""

    __slots__ = ()


def sentence(template: str, facts: Mapping[str, object], translated: Callable[[str], str] = str) -> str:
    """The sentence with its facts put in for `%(name)s`, in the language of `translated`; Chinese without it.

    Facts: what a person wrote and figures stay as they are, a `Term` is translated, a list is enumerated. A template without facts
    is no format, so that a per cent sign stands in it as it is.
    """
    said = translated(template)
    return said % {name: _put(value, translated) for name, value in facts.items()} if facts else said


def _put(value: object, translated: Callable[[str], str]) -> str:
    if isinstance(value, Term):
        return translated(value)
    if isinstance(value, list | tuple):
        return translated(N_("、")).join(_put(item, translated) for item in value)
    return str(value)
