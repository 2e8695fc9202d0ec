"""Pieces: one lesson or question family with the files of all its languages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from empower_lms.authoring.front_matter import Page, read_page
from empower_lms.authoring.kinds import catalogue as catalogue_kinds
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.markdown import check_markdown
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.sources import Sources
from empower_lms.domain.diagnostic import Diagnostic, Place


@dataclass
class Piece:
    """The pages of one id, by language."""

    id: str
    pages: dict[str, Page] = field(default_factory=dict)


def language_of(path: str) -> str:
    """Read the language from ``anatomy.en.md``."""
    return path.rsplit(".", 2)[-2]


def path_in(path: str, language: str) -> str:
    """Name the sister file in another language."""
    return f"{path.rsplit('.', 2)[0]}.{language}.md"


def gather_pieces(
    files: Iterable[SourceFile], languages: tuple[str, ...], sources: Sources, diagnostics: list[Diagnostic]
) -> tuple[list[Piece], bool]:
    """Read pages and put those with the same id together; also say whether every page could be read."""
    pieces: dict[str, Piece] = {}
    complete = True
    for source in files:
        language = language_of(source.path)
        if language not in languages:
            diagnostics.append(report(kinds.UNKNOWN_LANGUAGE, source.place(), language=language))
            continue
        page = read_page(source, diagnostics)
        piece_id = page.settings.data.get("id") if page else None
        if page is None or not isinstance(piece_id, str):
            complete = False
            if page is not None:
                diagnostics.append(report(kinds.MISSING_FIELD, page.settings.place("id"), field="id"))
            continue
        sources.declared.setdefault(piece_id, page.settings.place("id"))
        diagnostics.extend(_check_body(page, sources))
        piece = pieces.setdefault(piece_id, Piece(piece_id))
        if language in piece.pages:
            other = _show(piece.pages[language].settings.place("id"))
            place = page.settings.place("id")
            diagnostics.append(report(catalogue_kinds.DUPLICATE_ID, place, id=piece_id, other=other))
            continue
        piece.pages[language] = page
    for piece in pieces.values():
        complete = _check_languages(piece, languages, sources, diagnostics) and complete
    return list(pieces.values()), complete


def _check_body(page: Page, sources: Sources) -> list[Diagnostic]:
    if sources.clean_texts.has(page.body):
        return []
    findings = check_markdown(page.source, page.body, page.body_line)
    if not findings:
        sources.clean_texts.add(page.body)
    return findings


def _check_languages(piece: Piece, languages: tuple[str, ...], sources: Sources, diagnostics: list[Diagnostic]) -> bool:
    """Name missing languages, except where the file is there and only could not be read."""
    first = languages[0]
    some_page = next(iter(piece.pages.values()))
    place = some_page.settings.place("id")
    if first not in piece.pages:
        wanted = path_in(some_page.source.path, first)
        is_only_broken = sources.is_there(wanted) and not any(
            place.file == wanted for place in sources.declared.values()
        )
        if not is_only_broken:
            language = language_of(some_page.source.path)
            params = {"id": piece.id, "language": language, "first": first, "file": wanted}
            diagnostics.append(report(kinds.ORPHAN_LANGUAGE_FILE, place, **params))
        return False
    for language in languages:
        wanted = path_in(piece.pages[first].source.path, language)
        if language not in piece.pages and not sources.is_there(wanted):
            place = piece.pages[first].settings.place("id")
            diagnostics.append(report(kinds.MISSING_LANGUAGE_FILE, place, id=piece.id, language=language, file=wanted))
    return True


def _show(place: Place) -> str:
    return f"{place.file}:{place.line}"


def check_translation_settings(
    piece: Piece, first: str, allowed: frozenset[str], diagnostics: list[Diagnostic]
) -> None:
    """Refuse settings in translations: they stand in the first language's file only."""
    for language, page in piece.pages.items():
        if language == first:
            continue
        for name in page.settings.data:
            if name not in allowed:
                place = page.settings.place(name)
                diagnostics.append(report(kinds.SETTING_IN_TRANSLATION, place, field=name, first=first))
