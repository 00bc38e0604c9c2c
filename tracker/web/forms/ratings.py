"""How the work goes in one word, as a field of a form: chosen by the unit, or verified by the office; nothing by default."""

from flask_babel import gettext
from wtforms import SelectField

from tracker.labels import label
from tracker.rules.joint_statuses import Rating


def rating_choices() -> list[tuple[str, str]]:
    """What may be chosen, from the best to the worst, and not to say."""
    return [("", gettext("不评")), *((rating.value, gettext(label(rating))) for rating in Rating)]


def rating_of(field: SelectField) -> Rating | None:
    """What was chosen; None where nothing was said."""
    return Rating(field.data) if field.data else None
