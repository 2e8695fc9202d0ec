"""The plain-text tab: the whole quiz as text, one text per language, with every finding at its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from empower_lms.authoring.quiz_text import read_quiz, write_quiz
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.scope import Scope
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio.forms import FormData
from empower_xblocks.studio.page import LANGUAGE_NAMES, Desk, Notice, ShownProblem, render_page
from empower_xblocks.studio.quiz_editing import languages_of

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
