"""Amounts in one quantity unit and in another of the same kind: %, ‰, money, and counts by the ten thousand."""

from decimal import ROUND_HALF_UP, Decimal

from tracker.rules.refusals import RuleViolation

PLACES = 4  # as the columns keep them
_PREFIXES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}
_RATIOS = {"%": Decimal(1), "％": Decimal(1), "‰": Decimal("0.1")}


def converted(value: Decimal, given: str | None, wanted: str | None) -> Decimal:
    """The amount in the wanted unit, to four places: 4.5‰ is 0.45%, 12000元 is 1.2万元.

    Units are of one kind where they differ by 万 or 亿 only, or are both shares of a hundred or a thousand; what stands behind
    a stroke (元/人·月) must be the same. RuleViolation `quantity_unit_differs` for any others.
    """
    factor_given, kind_given = _kind(given)
    factor_wanted, kind_wanted = _kind(wanted)
    if kind_given != kind_wanted:
        raise RuleViolation("quantity_unit_differs", given=given or "", wanted=wanted or "")
    return half_up(value * factor_given / factor_wanted)


def half_up(value: Decimal, places: int = PLACES) -> Decimal:
    """The value to so many places, halves away from nought (四舍五入), as people round."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def choices(wanted: str | None) -> tuple[str, ...]:
    """The units in which an amount may be given, the wanted one first; nothing where it has none."""
    if not wanted:
        return ()
    factor, kind = _kind(wanted)
    base, stroke, per = kind.partition("/")
    names = ("%", "‰") if base == "%" else (base, f"万{base}", f"亿{base}") if base == "元" else (base,)
    others = [name + stroke + per for name in names]
    return tuple(dict.fromkeys([wanted, *others]))


def _kind(unit: str | None) -> tuple[Decimal, str]:
    """How many of its base one of the unit is, and the base with what stands behind the stroke."""
    name, stroke, per = (unit or "").strip().partition("/")
    if name in _RATIOS:
        return _RATIOS[name], f"%{stroke}{per}"
    factor = _PREFIXES.get(name[:1], Decimal(1)) if len(name) > 1 else Decimal(1)
    return factor, (name if factor == 1 else name[1:]) + stroke + per
