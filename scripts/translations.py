"""Collect the messages of the code into the catalogues and compile them.

python scripts/translations.py            # collect and compile
python scripts/translations.py --missing  # also list what has no translation yet
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).parent.parent
ROOTS = ("empower_lms", "xblocks/empower_xblocks")
FOLDER = REPOSITORY / "empower_lms" / "translations"
LANGUAGES = ("de",)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)

METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
OPTIONS = {"**.j2": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.i18n"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """Return every marked message with the files that use it, in a stable order."""
    catalog = Catalog(project="empower-lms", charset="utf-8")
    found: dict[object, set[str]] = {}
    for root in ROOTS:
        for name, _line, message, _comments, _context in extract_from_dir(
            REPOSITORY / root, METHODS, OPTIONS, KEYWORDS
        ):
            found.setdefault(message, set()).add(f"{root}/{name}")
    for message, files in sorted(found.items(), key=lambda entry: (sorted(entry[1]), str(entry[0]))):
        # A file without its line: an edit elsewhere in the file must not change the catalogue.
        catalog.add(message, locations=[(name, 0) for name in sorted(files)])
    return catalog


def update(language: str, template: Catalog) -> Catalog:
    """Merge the messages into a language's catalogue; obsolete ones go, nothing is guessed."""
    path = FOLDER / language / "LC_MESSAGES" / "text.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    merged = Catalog(
        locale=language,
        project="empower-lms",
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# {Locale.parse(language).english_name}. After editing run scripts/translations.py.\n#",
    )
    for message in template:
        if message.id:
            known = old.get(message.id[0] if isinstance(message.id, tuple) else message.id)
            # A message that gained or lost its plural has to be translated anew.
            string = known.string if known and known.pluralizable == message.pluralizable else None
            merged.add(message.id, string, locations=message.locations)
    return merged


def write(language: str, catalog: Catalog) -> None:
    folder = FOLDER / language / "LC_MESSAGES"
    with (folder / "text.po").open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, include_lineno=False, sort_output=False)
    text = (folder / "text.po").read_text(encoding="utf-8")
    # Dates in the header would change the file on every run.
    kept = [line for line in text.splitlines(True) if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date'))]
    (folder / "text.po").write_text("".join(kept), encoding="utf-8")
    compile_catalogue(folder / "text.po", folder / "text.mo")


def compile_catalogue(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalog = read_po(file)
    # Without dates of its own the file would get those of its compilation, and never be the same twice.
    catalog.creation_date = catalog.revision_date = UNDATED
    with target.open("wb") as file:
        write_mo(file, catalog)


def missing(catalog: Catalog) -> list[str]:
    return [str(message.id) for message in catalog if message.id and not all(_strings(message.string))]


def _strings(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def main() -> int:
    template = collect()
    untranslated: list[str] = []
    for language in LANGUAGES:
        catalog = update(language, template)
        write(language, catalog)
        untranslated += [f"{language}: {message}" for message in missing(catalog)]
    if "--missing" in sys.argv:
        print("\n".join(untranslated))
    print(f"{len(template)} messages, {len(untranslated)} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
