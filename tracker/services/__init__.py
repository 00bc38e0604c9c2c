"""One verb, one function `(session, …, actor, now)`. Services never commit and know no request.

The edge opens `transaction()`, calls one of them, and answers; what they refuse they raise (see `tracker/errors.py`).
"""
