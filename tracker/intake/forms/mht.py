"""Web pages saved as a single file (.mht, .mhtml): a message whose largest part of HTML is the page."""

import email
import email.policy
from email.message import EmailMessage

from tracker.intake.errors import IntakeError
from tracker.intake.forms import html
from tracker.intake.limits import Limits
from tracker.marking import N_

_BROKEN = N_("这个网页文件（.mht）已损坏或里面没有网页，无法读取。请在浏览器中打开，把正文复制到 Word 里，另存为 .docx 后再上传。")


def read(data: bytes, limits: Limits) -> str:
    """The text of the page, a block to a line; the pages of advertisements in frames are smaller and left out."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [_page(part) for part in message.walk() if part.get_content_type() == "text/html"]
    except Exception as broken:  # on forged headers and layers the library raises whatever Python does
        raise IntakeError("damaged", _BROKEN) from broken
    if not pages:
        raise IntakeError("damaged", _BROKEN)
    return html.read_page(max(pages, key=len), limits)


def _page(part: EmailMessage) -> str:
    """A part as text: by the charset in its own heading where that works, else as any page."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return html.decode_page(content, part.get_content_charset())
