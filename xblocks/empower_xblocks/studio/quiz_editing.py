"""Changing a quiz piece by piece: from what was typed to a new document, or to what is wrong with it.

Every change leads from one valid document to another. Each piece (settings, blueprint, one question) has a digest of
its own, so that two authors who edit different pieces never meet, and two who edit the same are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from empower_lms.authoring.markdown import check_markdown
from empower_lms.authoring.settings import walk_texts
from empower_lms.authoring.source import SourceFile
from empower_lms.domain.digest import digest_of
from empower_lms.domain.documents import QuizDocument, parts_of
from empower_lms.domain.objective import Objective
from empower_lms.domain.question import KINDS, AnyQuestion
from empower_lms.domain.quiz import Quiz
from empower_lms.domain.text import FALLBACK_LANGUAGE
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import LOCALES, phrases
from empower_xblocks.studio.forms import (
    Control,
    Entry,
    Rows,
    Section,
    Spec,
    Typed,
    blank,
    keep_unshown,
    make_data,
    type_out,
)
from empower_xblocks.studio.messages import WHOLE, FieldProblem, at_field, explain
from empower_xblocks.studio.question_forms import question_spec
from empower_xblocks.studio.quiz_forms import SETTINGS, blueprint_spec

Problems = tuple[FieldProblem, ...]


@dataclass(frozen=True)
class Edited:
    """What came of an edit: a new document, or what has to be corrected."""

    document: QuizDocument | None
    problems: Problems = ()


def languages_of(document: QuizDocument) -> tuple[str, ...]:
    """Return the languages that a quiz is written in, the leading one first."""
    return order_languages(document.quiz.title.languages)


def order_languages(languages: Sequence[str] | frozenset[str]) -> tuple[str, ...]:
    """Put the leading language first: English where there is English."""
    return tuple(sorted(languages, key=lambda language: (language != FALLBACK_LANGUAGE, language)))


def title_languages(document: QuizDocument) -> tuple[str, ...]:
    """Return the languages that a title can be written in; writing one adds the language to the quiz."""
    return order_languages(document.quiz.title.languages | {*LOCALES})


# Settings


def type_settings(document: QuizDocument) -> Typed:
    """Return the settings as somebody would have typed them."""
    data = document.quiz.model_dump(mode="json")
    stance = data.get("stance")
    data |= {"with_stance": stance is not None, "confident_errors": (stance or {}).get("confident_errors")}
    typed = type_out(SETTINGS, data, languages_of(document))
    return typed | {"title": dict.fromkeys(title_languages(document), "") | data["title"]}


def edit_settings(document: QuizDocument, typed: Typed, locale: str) -> Edited:
    """Change title, rules and tools of a quiz; what the form does not show stays as it is."""
    data = make_data(SETTINGS, typed)
    asks_stance = data.pop("with_stance")
    confident = data.pop("confident_errors", None)
    raw = _over(document.quiz.model_dump(mode="json"), SETTINGS, data)
    raw = {name: value for name, value in raw.items() if name not in {"with_stance", "confident_errors"}}
    raw["retake"] = raw["retake"] | {"tries": data["retake"].get("tries")}
    # Explicit nothing: what is left out gets the default of its tier.
    raw["time_limit"] = data.get("time_limit")
    raw["stance"] = {"confident_errors": confident} if asks_stance else None
    return _with_quiz(document, raw, document.objectives, locale)


def settings_digest(document: QuizDocument) -> str:
    """Identify what the settings form shows."""
    return digest_of(type_settings(document))


# Blueprint


def type_blueprint(document: QuizDocument, locale: str) -> Typed:
    """Return parts of the draw and objectives as somebody would have typed them."""
    raw = document.model_dump(mode="json", include={"quiz", "objectives"})
    data = raw["quiz"] | {"objectives": raw["objectives"]}
    return type_out(blueprint_spec(document.objectives, locale), data, languages_of(document))


def edit_blueprint(document: QuizDocument, typed: Typed, locale: str) -> Edited:
    """Change what is drawn from where, and the objectives."""
    data = make_data(blueprint_spec(document.objectives, locale), typed)
    raw = document.quiz.model_dump(mode="json") | {"cut": data.get("cut", 0), "strata": data["strata"]}
    objectives: list[Objective] = []
    problems: list[FieldProblem] = []
    for index, one in enumerate(data["objectives"]):
        try:
            objectives.append(Objective.model_validate(one))
        except ValidationError as error:
            problems += [
                problem.model_copy(update={"path": f"objectives.{index}.{problem.path}".rstrip(".")})
                for problem in explain(error, locale)
            ]
    known = [one.id for one in objectives]
    for index, name in enumerate(known):
        if name in known[:index]:
            problems.append(at_field(f"objectives.{index}.id", _("Another objective has this id already."), locale))
    if problems:
        return Edited(None, tuple(problems))
    return _with_quiz(document, raw, tuple(objectives), locale)


def blueprint_digest(document: QuizDocument) -> str:
    """Identify what the blueprint form shows."""
    return digest_of(type_blueprint(document, FALLBACK_LANGUAGE))


def _with_quiz(
    document: QuizDocument, raw: Mapping[str, Any], objectives: tuple[Objective, ...], locale: str
) -> Edited:
    try:
        quiz = Quiz.model_validate(raw)
        known = {one.id for one in objectives}
        reading = {name: lessons for name, lessons in document.reading.items() if name in known}
        edited = _remake(document, quiz=quiz, objectives=objectives, reading=reading)
    except ValidationError as error:
        return Edited(None, explain(error, locale))
    problems = check_texts(quiz, languages_of(edited), locale)
    problems += tuple(
        problem.model_copy(update={"path": f"objectives.{index}.{problem.path}"})
        for index, objective in enumerate(objectives)
        for problem in check_texts(objective, languages_of(edited), locale)
    )
    return Edited(None, problems) if problems else Edited(edited)


# Questions


def spec_of(document: QuizDocument, kind: str, locale: str) -> Spec:
    """Return the form of a question of this quiz."""
    return question_spec(kind, document.objectives, locale)


def type_question(document: QuizDocument, question: AnyQuestion, locale: str) -> Typed:
    """Return a question as somebody would have typed it."""
    data = question.model_dump(mode="json")
    return type_out(spec_of(document, data["kind"], locale), data, languages_of(document))


def blank_question(document: QuizDocument, kind: str, locale: str) -> Typed:
    """Return an empty form with a free id, the first objective, and as many rows as the kind needs."""
    spec = spec_of(document, kind, locale)
    languages = languages_of(document)
    typed = blank(spec, languages)
    typed |= {"id": free_question_id(document), "objective": document.objectives[0].id}
    if kind == "numeric":
        typed["tolerance"] = "0"
    return typed


def free_question_id(document: QuizDocument) -> str:
    """Return an id that no question of the quiz has."""
    number = len(document.questions) + 1
    while f"{document.course}.question-{number}" in document.question_by_id:
        number += 1
    return f"{document.course}.question-{number}"


def edit_question(document: QuizDocument, old_id: str, kind: str, typed: Typed, locale: str) -> Edited:
    """Change the question ``old_id``, or add one when ``old_id`` is empty."""
    spec = spec_of(document, kind, locale)
    data = make_data(spec, typed) | {"kind": kind}
    if old_id:
        before = document.question_by_id[old_id].model_dump(mode="json")
        data = keep_unshown(spec, typed, data, before) | {"id": old_id}
    try:
        question = KINDS[kind].model_validate(data)
    except ValidationError as error:
        return Edited(None, explain(error, locale))
    if not old_id and question.id in document.question_by_id:
        return Edited(None, (at_field("id", _("Another question has this id already."), locale),))
    problems = check_texts(question, languages_of(document), locale)
    if problems:
        return Edited(None, problems)
    if old_id:
        questions = tuple(question if one.id == old_id else one for one in document.questions)
    else:
        questions = (*document.questions, question)
    return with_questions(document, questions, locale)


def with_questions(document: QuizDocument, questions: Sequence[AnyQuestion], locale: str) -> Edited:
    """Put other questions into the pool; a pool that can't fill the draw is refused."""
    try:
        return Edited(_remake(document, questions=tuple(questions)))
    except ValidationError as error:
        return Edited(None, explain(error, locale))


def move_question(document: QuizDocument, question_id: str, step: int) -> QuizDocument:
    """Move a question up (-1) or down (1) in the list."""
    questions = list(document.questions)
    index = next((number for number, one in enumerate(questions) if one.id == question_id), None)
    if index is None or not 0 <= index + step < len(questions):
        return document
    questions.insert(index + step, questions.pop(index))
    return _remake(document, questions=tuple(questions))


def remove_question(document: QuizDocument, question_id: str, locale: str) -> Edited:
    """Take a question out of the pool, and out of the enemies of the others."""
    left = [
        one.model_copy(update={"enemies": tuple(enemy for enemy in one.enemies if enemy != question_id)})
        for one in document.questions
        if one.id != question_id
    ]
    if not left:
        problem = at_field(WHOLE, _("This is the only question. A quiz has at least one: add another first."), locale)
        return Edited(None, (problem,))
    return with_questions(document, left, locale)


def question_digest(document: QuizDocument, question_id: str) -> str:
    """Identify one question as it is now; a question that is not there has no digest."""
    question = document.question_by_id.get(question_id)
    return digest_of(question.model_dump(mode="json")) if question is not None else ""


# What all of them share


def check_texts(value: Any, languages: Sequence[str], locale: str) -> Problems:
    """Check every text as a build does: Markdown that must not be published, and languages that are missing."""
    translate = phrases(locale).gettext
    problems: list[FieldProblem] = []
    for path, text in walk_texts(value):
        name = ".".join(map(str, path))
        for language in languages if path[:1] not in _WORDS and path[-2:-1] != ("texts",) else ():
            if language not in text.languages:
                message = _("This text is missing in the language “{language}”.")
                problems.append(at_field(f"{name}.{language}", message, locale, language=language))
        for language, words in text.items():
            for finding in check_markdown(SourceFile(f"{name}.{language}", words), words, 1):
                message = f"{finding.message(translate)} {finding.hint(translate)}"
                problems.append(FieldProblem(path=f"{name}.{language}", message=message))
    return tuple(problems)


_WORDS = {("accepted",), ("patterns",)}
"""What learners type: each language has its own wordings, and need not have as many as another."""


def _remake(document: QuizDocument, **changes: Any) -> QuizDocument:
    """Make a document anew, so that its rules are checked; today's schema version is its own."""
    return QuizDocument.model_validate(parts_of(document) | changes)


def _over(raw: dict[str, Any], spec: Spec, data: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what a form says over what is there; what the form left empty goes back to the model's default."""
    laid = dict(raw)
    for part in spec:
        match part:
            case Section():
                laid[part.name] = _over(laid.get(part.name) or {}, part.entries, data.get(part.name, {}))
            case Rows():
                laid[part.name] = data[part.name]
            case Entry(control=Control.SEVERAL | Control.LINES):
                laid[part.name] = data.get(part.name, [])
            case _ if part.name in data:
                laid[part.name] = data[part.name]
            case _:
                laid.pop(part.name, None)
    return laid
