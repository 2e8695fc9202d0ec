"""The plain-text tab: the whole quiz as text, one text per language, with every finding at its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from empower_lms.authoring.quiz_text import read_quiz, write_quiz
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope
from empower_lms.domain.text import FALLBACK_LANGUAGE
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio.forms import FormData
from empower_xblocks.studio.page import LANGUAGE_NAMES, Desk, Notice, ShownProblem, render_page
from empower_xblocks.studio.quiz_editing import free_question_id, languages_of

MAX_TEXT = 1_000_000
"""Characters per language; a quiz of 60 questions has about 60,000."""


@dataclass(frozen=True)
class TextEdit:
    """The texts as somebody typed them, and what they say: a document, or findings."""

    texts: Mapping[str, str]
    document: QuizDocument | None
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @classmethod
    def of(cls, document: QuizDocument, locale: str) -> "TextEdit":
        """Write out a stored quiz."""
        return cls(write_quiz(document, languages_of(document)), document)


COMPUTED_CASES = _(
    "The cases of such a question are computed from the limit of a scope card. It is begun at the end of each text: "
    "say which limit, tell the situation, and save."
)
_STUB = """\
===== question =====
---
id: {id}
{settings}---
{stem} {{case}}

- [inside] {inside}
- [outside] {outside}
"""
_STUB_WORDS = {
    "en": (
        "Replace this: who you are, and what has happened.",
        "Replace this: what is right up to {limit}.",
        "Replace this: what is right beyond it.",
    ),
    "de": (
        "Ersetze dies: wer du bist und was geschehen ist.",
        "Ersetze dies: was bis {limit} richtig ist.",
        "Ersetze dies: was darüber hinaus richtig ist.",
    ),
}


def begin_boundary(document: QuizDocument, cards: Iterable[Scope], locale: str) -> TextEdit:
    """Put the beginning of a boundary question behind the text of a quiz, about the first limit of the cards."""
    limits = [limit.id for card in cards if card.is_gated for limit in card.limits]
    texts = dict(TextEdit.of(document, locale).texts)
    own_id = free_question_id(document)
    for language, leading in zip(texts, (True, *[False] * len(texts)), strict=False):
        stem, inside, outside = _STUB_WORDS.get(language, _STUB_WORDS[FALLBACK_LANGUAGE])
        clause = limits[0] if limits else "CHG-1.amount"
        settings = f"kind: boundary\nobjective: {document.objectives[0].id}\nclause: {clause}\n" if leading else ""
        stub = _STUB.format(id=own_id, settings=settings, stem=stem, inside=inside, outside=outside)
        texts[language] = f"{texts[language].rstrip()}\n\n{stub}"
    return TextEdit(texts, None)


class _ShownFinding(Value):
    line: int
    severity: str
    message: str
    hint: str
    excerpt: str


class _ShownText(Value):
    language: str
    name: str
    text: str
    findings: tuple[_ShownFinding, ...]


def read_texts(document: QuizDocument, form: FormData, cards: Iterable[Scope]) -> TextEdit:
    """Read what was typed; the id of the quiz has to stay. Cases at a limit are computed from the cards in force."""
    languages = languages_of(document)
    texts = {language: form.get(f"text.{language}", "")[:MAX_TEXT].replace("\r\n", "\n") for language in languages}
    read = read_quiz(texts, languages, expected=document, cards=cards)
    return TextEdit(texts, read.document, read.diagnostics)


def show_texts(
    desk: Desk,
    edit: TextEdit,
    base: str,
    notice: Notice | None,
    next_tab: str,
    *,
    theirs: Mapping[str, str] | None = None,
) -> Markup:
    """Show the texts with their findings; ``theirs`` is what somebody else saved meanwhile."""
    texts = tuple(
        _ShownText(
            language=language,
            name=LANGUAGE_NAMES.get(language, language),
            text=text,
            findings=_show_findings(edit.diagnostics, language, desk.locale),
        )
        for language, text in edit.texts.items()
    )
    summary = tuple(
        ShownProblem(
            target=f"text.{text.language}",
            message=f"{phrases(desk.locale).gettext('Line {n}', n=finding.line)}: {finding.message}",
            place=text.name,
        )
        for text in texts
        for finding in text.findings
        if finding.severity == "error"
    )
    return render_page(
        desk,
        "text",
        "text",
        texts=texts,
        names=[text.name for text in texts],
        summary=summary,
        notice=notice,
        base=base,
        next_tab=next_tab,
        theirs=theirs or {},
    )


def _show_findings(diagnostics: tuple[Diagnostic, ...], language: str, locale: str) -> tuple[_ShownFinding, ...]:
    translate = phrases(locale).gettext
    return tuple(
        _ShownFinding(
            line=finding.place.line,
            severity=finding.severity.value,
            message=finding.message(translate),
            hint=finding.hint(translate),
            excerpt=finding.place.excerpt.strip()[:120],
        )
        for finding in diagnostics
        if finding.place.file == language
    )
