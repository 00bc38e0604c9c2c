"""Telephone numbers for text messages: how they are kept, and how they are shown to others.

A number is personal information (个人信息保护法 art. 4): whoever looks after accounts enters it and sees it whole in that form;
every other page, the history and the log show its first three and last four figures only.
"""

import re

# Mobile numbers of the mainland: eleven figures, the first of them 1, the second 3 to 9.
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BETWEEN = re.compile(r"[\s\-‐－]+")


def tidy_phone(text: str) -> str | None:
    """The bare eleven figures of a mobile number, however it was grouped, with +86 or without; None for what is no such number."""
    bare = _BETWEEN.sub("", text)
    for prefix in ("+86", "0086"):
        bare = bare.removeprefix(prefix)
    return bare if bare.isascii() and _MOBILE.fullmatch(bare) else None


def masked_phone(phone: str) -> str:
    """The number as others see it: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}"
