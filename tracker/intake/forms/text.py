"""Plain text and Markdown."""

from __future__ import annotations

import re


def read(data: bytes) -> str:
    t = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    t = re.sub(r"(?m)^[ \t]*#{1,6}[ \t]+", "", t)
    return t.replace("**", "")
