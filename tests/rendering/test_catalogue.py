"""The catalogue of translations."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("translations", REPOSITORY / "scripts" / "translations.py")
assert spec is not None
assert spec.loader is not None
translations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(translations)

PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(params=translations.LANGUAGES)
def language(request):
    return request.param


def catalogue(language: str):
    with (translations.FOLDER / language / "LC_MESSAGES" / "text.po").open("rb") as file:
        return read_po(file, locale=language)


def test_every_message_of_the_code_is_translated(language):
    known = {message.id for message in catalogue(language) if message.id}
    assert {message.id for message in translations.collect() if message.id} == known, "run scripts/translations.py"
    assert translations.missing(catalogue(language)) == []


def test_the_compiled_catalogue_is_that_of_the_text(language, tmp_path):
    folder = translations.FOLDER / language / "LC_MESSAGES"
    translations.compile_catalogue(folder / "text.po", tmp_path / "text.mo")
    assert (tmp_path / "text.mo").read_bytes() == (folder / "text.mo").read_bytes(), "run scripts/translations.py"


def test_a_translation_uses_the_places_of_its_message(language):
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = set().union(*(PLACE.findall(text) for text in ids))
        wrong += [text for text in strings if not set(PLACE.findall(text)) <= allowed]
        wrong += [text for text in strings if len(ids) == 1 and set(PLACE.findall(text)) != allowed]
    assert wrong == []
