"""A whole quiz as text: its settings as in ``course.yaml``, then its questions as in their files, one after the other.

There is one text per language. The leading one has settings and keys; the others repeat the structure of each
question. A question that the source format can't write stands there as data, with all its languages inside.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from empower_lms.authoring.kinds import quiz_text as kinds
from empower_lms.authoring.question_forms.form import Register
from empower_lms.authoring.question_source import read_question
from empower_lms.authoring.question_writers import write_question
from empower_lms.authoring.settings import build_settings, check_languages
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.validation import explain_invalid
from empower_lms.authoring.yaml_reader import Tree, read_yaml
from empower_lms.authoring.yaml_writer import write_yaml
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic, has_errors, in_reading_order
from empower_lms.domain.documents import QuizDocument, parts_of
from empower_lms.domain.ids import CourseId
from empower_lms.domain.objective import Objective
from empower_lms.domain.question import KINDS, AnyQuestion
from empower_lms.domain.quiz import Quiz
from empower_lms.domain.scope import Scope

SETTINGS, QUESTION, DATA = "quiz", "question", "question as data"
_SECTION = re.compile(r"^===== (.+?) =====\s*$")


class QuizHead(Value):
    """What the first section says."""

    course: CourseId
    quiz: Quiz
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class ReadQuiz:
    """A quiz, or what is wrong with its text; the file of a finding is the language."""

    document: QuizDocument | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class _Section:
    name: str
    line: int
    """Of its first line of text, below the heading."""
    text: str


# Writing


def write_quiz(document: QuizDocument, languages: Sequence[str]) -> dict[str, str]:
    """Write a quiz in every language, the first one leading."""
    head = document.model_dump(mode="json", exclude_defaults=True, include={"course", "objectives"})
    head["quiz"] = _lean_settings(document.quiz)
    parts: dict[str, list[str]] = {language: [] for language in languages}
    parts[languages[0]].append(_section(SETTINGS, write_yaml(_arrange(_in_order(head), languages))))
    for question in document.questions:
        texts = write_question(question, languages)
        if texts is None:
            data = question.model_dump(mode="json", exclude_defaults=True)
            parts[languages[0]].append(_section(DATA, write_yaml(_arrange({"kind": question.kind} | data, languages))))
        else:
            for language, text in texts.items():
                parts[language].append(_section(QUESTION, text))
    return {language: "\n".join(texts) for language, texts in parts.items()}


def _lean_settings(quiz: Quiz) -> dict[str, Any]:
    """Leave out what the model fills in by itself; what it would fill in otherwise stands there."""
    lean: dict[str, Any] = quiz.model_dump(mode="json", exclude_defaults=True)
    filled = Quiz.model_validate(lean)
    for name, value in quiz.model_dump(mode="json").items():
        if getattr(filled, name) != getattr(quiz, name):
            lean[name] = value
    return lean


def _in_order(head: Mapping[str, Any]) -> dict[str, Any]:
    return {name: head[name] for name in ("course", "objectives", "quiz") if name in head}


def _arrange(value: Any, languages: Sequence[str]) -> Any:
    """Put the leading language first wherever a text stands in several."""
    if isinstance(value, list):
        return [_arrange(one, languages) for one in value]
    if not isinstance(value, dict):
        return value
    first = [language for language in languages if language in value]
    return {name: _arrange(value[name], languages) for name in [*first, *(one for one in value if one not in first)]}


def _section(name: str, text: str) -> str:
    return f"===== {name} =====\n{text}"


# Reading


def read_quiz(
    texts: Mapping[str, str],
    languages: Sequence[str],
    *,
    expected: QuizDocument | None = None,
    cards: Iterable[Scope] = (),
) -> ReadQuiz:
    """Read the texts of a quiz.

    Args:
        texts: by language.
        languages: the first one leads.
        expected: the quiz whose identity the texts have to keep.
        cards: what cases at a limit are computed from, where they are not written out.
    """
    register = Register({card.id: card for card in cards}, is_alone=True)
    reader = _Reader(texts, tuple(languages), expected, register)
    document = reader.read()
    found = in_reading_order(reader.diagnostics)
    return ReadQuiz(None if has_errors(found) else document, found)


class _Reader:
    def __init__(
        self, texts: Mapping[str, str], languages: tuple[str, ...], expected: QuizDocument | None, register: Register
    ) -> None:
        self.register = register
        self.sources = {
            language: SourceFile(language, texts.get(language, "").replace("\r\n", "\n")) for language in languages
        }
        self.languages = languages
        self.first = languages[0]
        self.expected = expected
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> QuizDocument | None:
        sections = {language: self._split(language) for language in self.languages}
        tree, head = self._read_head(sections[self.first])
        questions = self._read_questions(sections)
        if tree is None or head is None or has_errors(self.diagnostics):
            return None
        check_languages(head, tree, self.languages, self.diagnostics)
        try:
            # What the text does not show stays as it is.
            unshown = parts_of(self.expected) if self.expected is not None else {}
            known = {objective.id for objective in head.objectives}
            reading = {name: lessons for name, lessons in unshown.get("reading", {}).items() if name in known}
            shown = {name: getattr(head, name) for name in type(head).model_fields}
            return QuizDocument.model_validate(unshown | shown | {"reading": reading, "questions": tuple(questions)})
        except ValidationError as error:
            self.diagnostics.extend(explain_invalid(error, tree, QuizDocument, root=("quiz", "strata")))
            return None

    def _split(self, language: str) -> list[_Section]:
        source = self.sources[language]
        allowed = (SETTINGS, QUESTION, DATA) if language == self.first else (QUESTION,)
        starts = [
            (number, found[1]) for number, line in enumerate(source.lines, start=1) if (found := _SECTION.match(line))
        ]
        if language == self.first and (not starts or starts[0][1] != SETTINGS):
            self.diagnostics.append(report(kinds.NO_SETTINGS, source.place(), line=f"===== {SETTINGS} ====="))
        first_line = starts[0][0] if starts else len(source.lines) + 1
        stray = next((n for n, line in enumerate(source.lines[: first_line - 1], start=1) if line.strip()), None)
        if stray is not None and starts:
            self._refuse_section(source, stray, source.lines[stray - 1], allowed)
        sections: list[_Section] = []
        ends = [*(number for number, _name in starts[1:]), len(source.lines) + 1][: len(starts)]
        for (number, name), end in zip(starts, ends, strict=True):
            if name not in allowed or (name == SETTINGS and sections):
                self._refuse_section(source, number, source.lines[number - 1], allowed)
                continue
            sections.append(_Section(name, number + 1, "\n".join(source.lines[number : end - 1])))
        return sections

    def _refuse_section(self, source: SourceFile, number: int, line: str, allowed: tuple[str, ...]) -> None:
        known = "  ".join(f"===== {name} =====" for name in allowed)
        self.diagnostics.append(report(kinds.UNKNOWN_SECTION, source.place(number), line=line.strip(), known=known))

    def _read_head(self, sections: list[_Section]) -> tuple[Tree | None, QuizHead | None]:
        section = next((one for one in sections if one.name == SETTINGS), None)
        if section is None:
            return None, None
        source = self.sources[self.first]
        tree = read_yaml(source, self.diagnostics, text=section.text + "\n", first_line=section.line)
        head = build_settings(tree, QuizHead, self.diagnostics) if tree is not None else None
        if tree is not None and head is not None and self.expected is not None:
            for path, found, expected in (
                (("course",), head.course, self.expected.course),
                (("quiz", "id"), head.quiz.id, self.expected.quiz.id),
            ):
                if found != expected:
                    place = tree.place(*path)
                    self.diagnostics.append(report(kinds.OTHER_IDENTITY, place, found=found, expected=expected))
        return tree, head

    def _read_questions(self, sections: Mapping[str, list[_Section]]) -> list[AnyQuestion]:
        by_id = {language: self._index(language, sections[language]) for language in self.languages[1:]}
        known: set[str] = set()
        questions: list[AnyQuestion] = []
        for section in sections[self.first]:
            if section.name == SETTINGS:
                continue
            own_id = _id_in(section)
            if own_id in known:
                place = self.sources[self.first].place(section.line)
                self.diagnostics.append(report(kinds.TWICE, place, id=own_id))
                continue
            known.add(own_id)
            question = self._read_data(section) if section.name == DATA else self._read_family(section, own_id, by_id)
            if question is not None:
                questions.append(question)
        for language, others in by_id.items():
            for other_id, section in others.items():
                if other_id and other_id not in known:
                    place = self.sources[language].place(section.line)
                    self.diagnostics.append(report(kinds.TRANSLATION_OF_NOTHING, place, id=other_id, first=self.first))
        return questions

    def _index(self, language: str, sections: list[_Section]) -> dict[str, _Section]:
        found: dict[str, _Section] = {}
        for section in sections:
            own_id = _id_in(section)
            if own_id in found:
                place = self.sources[language].place(section.line)
                self.diagnostics.append(report(kinds.TWICE, place, id=own_id))
            found.setdefault(own_id, section)
        return found

    def _read_family(
        self, section: _Section, own_id: str, by_id: Mapping[str, Mapping[str, _Section]]
    ) -> AnyQuestion | None:
        family = {self.first: section}
        for language, others in by_id.items():
            if own_id in others:
                family[language] = others[own_id]
            elif own_id:
                place = self.sources[self.first].place(section.line)
                self.diagnostics.append(report(kinds.MISSING_TRANSLATION, place, id=own_id, language=language))
        own: list[Diagnostic] = []
        family_texts = {language: one.text for language, one in family.items()}
        question = read_question(family_texts, self.first, own, self.register)
        self.diagnostics.extend(_shift(own, {language: one.line - 1 for language, one in family.items()}))
        return question

    def _read_data(self, section: _Section) -> AnyQuestion | None:
        source = self.sources[self.first]
        tree = read_yaml(source, self.diagnostics, text=section.text + "\n", first_line=section.line)
        if tree is None:
            return None
        model = KINDS.get(str(tree.data.get("kind")), KINDS["single"])
        question = build_settings(tree, model, self.diagnostics)
        if question is not None:
            check_languages(question, tree, self.languages, self.diagnostics)
        return question


def _id_in(section: _Section) -> str:
    found = re.search(r"^id:\s*[\"']?([a-z0-9.-]+)[\"']?\s*$", section.text, re.MULTILINE)
    return found[1] if found else ""


def _shift(diagnostics: list[Diagnostic], offsets: Mapping[str, int]) -> Iterator[Diagnostic]:
    for finding in diagnostics:
        line = finding.place.line + offsets.get(finding.place.file, 0)
        yield finding.model_copy(update={"place": finding.place.model_copy(update={"line": line})})
