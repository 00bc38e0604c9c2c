"""A file that the product itself has written, as an answer that is saved to disk."""

from io import BytesIO
from urllib.parse import quote

from flask import Response, send_file


def written_file(data: bytes, media_type: str, name: str, plain_name: str) -> Response:
    """The file under its Chinese name (RFC 6266, RFC 5987: `filename*`), and under a plain one for what reads no other.

    Text is UTF-8, which the answer says of itself: `media_type` names no charset.
    """
    answer: Response = send_file(BytesIO(data), media_type)
    starred = {"filename*": f"UTF-8''{quote(name, safe='')}"}
    answer.headers.set("Content-Disposition", "attachment", filename=plain_name, **starred)
    return answer
