"""Addresses of people as others see them: enough to tell that it is the right one, too little to write to.

A mail address is personal information (个人信息保护法 art. 4), as a telephone number is (`rules/phones.py`).
"""


def masked_email(email: str) -> str:
    """The address with its name's middle left out: z***g@shili.example."""
    name, _, place = email.partition("@")
    return f"{name[:1]}***{name[-1:] if len(name) > 2 else ''}@{place}"
