"""The wording of a mail: everything that waits for one person, in one letter. No person is named in it."""

from collections.abc import Sequence
from dataclasses import dataclass

LISTED = 30  # a longer letter is not read; the rest is in the inbox


@dataclass(frozen=True)
class Line:
    """One message of a letter. `may_repeat`: an earlier try broke off, and it may have arrived."""

    title: str
    body: str
    path: str
    may_repeat: bool = False


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def letter(lines: Sequence[Line], base_url: str) -> Letter:
    """The letter that holds these messages, each with the address of its page, which asks for log-in."""
    first = lines[0].title
    subject = f"【落实台】{first}" if len(lines) == 1 else f"【落实台】{len(lines)} 项提醒：{first}"
    if any(line.may_repeat for line in lines):
        subject = f"（可能重复）{subject}"
    parts = [f"您好！您在落实台有以下 {len(lines)} 项提醒："]
    parts += [_paragraph(number, line, base_url) for number, line in enumerate(lines[:LISTED], start=1)]
    if len(lines) > LISTED:
        parts.append(f"另有 {len(lines) - LISTED} 项，请登录后在“消息”中查看。")
    parts.append(f"请登录落实台办理：{base_url}\n本邮件由系统自动发出，请勿直接回复。")
    return Letter(subject, "\n\n".join(parts) + "\n")


def _paragraph(number: int, line: Line, base_url: str) -> str:
    repeat = "（上次发送时中断，您可能已经收到过这一条）" if line.may_repeat else ""
    return f"{number}. {line.title}{repeat}\n   {line.body}\n   查看：{base_url}{line.path}"
