"""What the name of a unit alone tells: how it is compared, its kind, and whether it stands for many.

Source: the printed unit lists of real plans (domain.md a13). Only what a name settles by itself; which body a short name
means is the registry's decision, not this module's.
"""

import re
import unicodedata

_COLLECTIVE = re.compile(
    r"^各|^(省|市|州|县|区|镇|乡)直(?!.*工委$)|[、（(]各|(相关|有关)(部门|单位)$|成员单位$|^(乡镇|街道|乡镇街道|乡镇[（(]街道[）)])$|等(部门|单位)$"
)
# The youth league first: 团县委 ends like a party committee.
_KINDS = (
    ("mass_organisation", re.compile(r"^(共青团|团[省市县区州]委)")),
    ("party", re.compile(r"党委|组织部|宣传部|统战部|政法委|纪委|监委|编办|委办|党政办|县委$|区委$|市委$|省委$")),
    ("court", re.compile(r"法院|检察院")),
    ("mass_organisation", re.compile(r"总工会|工会$|妇联|妇女联合会|残联|计生协|计划生育协会|红十字|工商联|科协")),
    ("government", re.compile(r"(政府|乡|镇|街道|办事处|管委会)$")),
    ("department", re.compile(r"(局|委|委员会|厅|办|办公室|中心|大队|支队|部|室|处|组|社|馆|院)$")),
)


def comparable(name: str) -> str:
    """The name without white space and with half-width forms, as two printings of it are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def is_collective(name: str) -> bool:
    """True for a name that stands for several bodies: 各乡镇人民政府, 省直各相关部门, 领导小组成员单位."""
    return bool(_COLLECTIVE.search(name))


def kind_of(name: str) -> str:
    """`collective`, `party`, `court`, `mass_organisation`, `government`, `department` or `other`, by the first that fits."""
    if is_collective(name):
        return "collective"
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), "other")
