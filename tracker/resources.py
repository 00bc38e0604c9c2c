"""Where templates, seeds, migrations and docs are: top-level folders of a checkout, inside the package of an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder `templates`, `seeds`, `migrations` or `docs`, wherever this copy keeps it (of `docs` a wheel has the manual)."""
    installed = _PACKAGE / "_resources" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
