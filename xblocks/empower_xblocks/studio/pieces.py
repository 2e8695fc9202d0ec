"""The pieces of a quiz that an author edits one at a time: a form, what is stored, and how it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from empower_lms.domain.digest import digest_of
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio import quiz_editing as editing
from empower_xblocks.studio.forms import Spec, Typed, change_rows
from empower_xblocks.studio.question_forms import KIND_HINTS, KIND_NAMES
from empower_xblocks.studio.quiz_forms import SETTINGS, block_spec, blueprint_spec


@dataclass(frozen=True)
class BlockSettings:
    """What belongs to the block and not to its document."""

    display_name: str
    weight: float | None = None


@dataclass(frozen=True)
class Piece:
    """One form and how it is saved."""

    tab: str
    spec: Spec
    languages: tuple[str, ...]
    stored: Typed
    digest: str
    save: Callable[[Typed], editing.Edited]
    hidden: Mapping[str, str] = field(default_factory=dict)
    more_languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    lead: str = ""


def settings_piece(document: QuizDocument, block: BlockSettings, locale: str) -> Piece:
    """Return the settings of the quiz and of its block."""
    own = block_spec(is_graded=block.weight is not None)
    stored = {"display_name": block.display_name} | editing.type_settings(document)
    if block.weight is not None:
        stored["weight"] = f"{block.weight:g}"
    return Piece(
        tab="settings",
        spec=(*own, *SETTINGS),
        languages=editing.languages_of(document),
        stored=stored,
        digest=digest_of(stored),
        save=lambda typed: editing.edit_settings(document, typed, locale),
        more_languages={"title": editing.title_languages(document)},
        lead=phrases(locale).gettext(
            _("Quiz {id} of the course {course}. Tries and certificates hang on these two names, so they stay."),
            id=document.quiz.id,
            course=document.course,
        ),
    )


def blueprint_piece(document: QuizDocument, locale: str) -> Piece:
    """Return how forms are drawn and judged."""
    return Piece(
        tab="blueprint",
        spec=blueprint_spec(document.objectives, locale),
        languages=editing.languages_of(document),
        stored=editing.type_blueprint(document, locale),
        digest=editing.blueprint_digest(document),
        save=lambda typed: editing.edit_blueprint(document, typed, locale),
    )


def question_piece(document: QuizDocument, question_id: str, kind: str, locale: str) -> Piece:
    """Return one question, or a blank one of a kind where there is none with this id."""
    say = phrases(locale).gettext
    question = document.question_by_id.get(question_id)
    if question is not None:
        kind = question.kind
        stored = editing.type_question(document, question, locale)
    else:
        stored = editing.blank_question(document, kind, locale)
    return Piece(
        tab="question",
        spec=editing.spec_of(document, kind, locale),
        languages=editing.languages_of(document),
        stored=stored,
        digest=editing.question_digest(document, question_id),
        save=lambda typed: editing.edit_question(
            document, question_id if question is not None else "", kind, typed, locale
        ),
        hidden={"question": question_id, "kind": kind},
        locked=frozenset({"id"}) if question is not None else frozenset(),
        lead=f"{say(KIND_NAMES[kind])}: {say(KIND_HINTS[kind])}",
    )


def with_first_rows(piece: Piece) -> Typed:
    """Open the rows that every question of a kind has, so that nobody begins with an empty page."""
    typed = piece.stored
    for part in piece.spec:
        if hasattr(part, "row") and part.name != "misconceptions":
            for _row in range({"accepted": 1, "prompts": 2, "groups": 2, "options": 3}.get(part.name, 3)):
                typed, _focus = change_rows(piece.spec, typed, f"add:{part.name}", piece.languages)
    return typed
