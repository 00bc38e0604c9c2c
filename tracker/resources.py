"""Where templates, seeds, migrations and the manual are: top-level folders of a checkout, inside the package of an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder `templates`, `seeds`, `migrations` or `docs` (the manual and its pictures), wherever this copy of the product keeps it."""
    installed = _PACKAGE / "_resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
