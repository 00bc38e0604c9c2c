"""The message catalogue, read from its source: what people edit is what runs, and nothing compiled needs to be kept in step."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

import tracker

FOLDER = Path(tracker.__file__).with_name("translations")


class Catalogue(Domain):
    """Flask-Babel's domain over `tracker/translations/<locale>.po`; without a file, texts stay as they are in the code."""

    def get_translations(self) -> NullTranslations:
        return translations(str(get_locale()))


@cache
def translations(locale: str) -> NullTranslations:
    """The translations of a locale, such as en; read once in a process (a third of a second)."""
    source = FOLDER / f"{locale}.po"
    if not source.is_file():
        return NullTranslations()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(fp=compiled)
