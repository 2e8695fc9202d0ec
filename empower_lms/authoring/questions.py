"""From the files of a question family to one ``Question``."""

from string import ascii_lowercase
from typing import Any

from pydantic import TypeAdapter, ValidationError

from empower_lms.authoring.amounts import read_amount, read_answer
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.pieces import Piece, check_translation_settings
from empower_lms.authoring.question_text import AnswerText, QuestionText, read_question_text
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.authoring.translations import compare_translation
from empower_lms.authoring.validation import explain_invalid
from empower_lms.authoring.yaml_reader import Tree
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import MAX_OPTIONS, AnyQuestion, Numeric, Question, SingleChoice

_QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(Question)
_IN_TRANSLATIONS = frozenset({"id"})
_WRITTEN_IN_THE_BODY = ("stem", "options", "rationale", "answer", "tolerance", "misconceptions", "feedback")
_OPTION_IDS = ascii_lowercase[:MAX_OPTIONS]


def build_question(piece: Piece, first: str, sources: Sources, diagnostics: list[Diagnostic]) -> AnyQuestion | None:
    """Merge the languages of a question. Findings are added; a broken question is ``None``."""
    check_translation_settings(piece, first, _IN_TRANSLATIONS, diagnostics)
    own: list[Diagnostic] = []
    settings = piece.pages[first].settings
    kind = str(settings.data.get("kind", "single"))
    texts: dict[str, QuestionText] = {}
    for language, page in piece.pages.items():
        texts[language] = read_question_text(page, kind, own)
        sources.trees["question", piece.id, language] = page.settings
        _index_places(page.settings, texts[language])
    leading = texts[first]
    _check_answers(leading, kind, own)
    is_leading_clean = not any(finding.place.file == leading.page.source.path for finding in own)
    for language, text in texts.items():
        if language != first and is_leading_clean:
            own.extend(compare_translation(leading, text, first, language))
    _refuse_body_fields(settings, own)
    diagnostics.extend(own)
    if any(finding.severity == "error" for finding in own):
        _check_settings_alone(settings, kind, diagnostics)
        return None
    data = {**settings.data, "kind": kind, **_body_data(leading, texts, kind)}
    try:
        return _QUESTION.validate_python(data)
    except ValidationError as error:
        root = ("answer",) if kind == "numeric" else ("options",)
        model = Numeric if kind == "numeric" else SingleChoice
        diagnostics.extend(explain_invalid(error, settings, model, root=root))
        return None


def _index_places(tree: Tree, text: QuestionText) -> None:
    """Let findings about parts of the question point at their lines."""
    tree.places["stem",] = (text.stem.line, 1)
    if text.rationale is not None:
        tree.places["rationale",] = (text.rationale.line - 1, 1)
    wrong = 0
    for index, answer in enumerate(text.answers):
        if answer.mark == "=":
            path: tuple[str | int, ...] = ("answer",)
        elif answer.mark == "-":
            path, wrong = ("misconceptions", wrong), wrong + 1
        else:
            path = ("options", index)
        if len(path) > 1:
            tree.places.setdefault(path[:1], (answer.line, 1))
        tree.places[path] = (answer.line, 1)
        if answer.feedback is not None:
            tree.places[*path, "feedback"] = (answer.feedback.line, 3)


def _check_answers(text: QuestionText, kind: str, diagnostics: list[Diagnostic]) -> None:
    """Check that the answers belong to the kind and that amounts can be read."""
    source = text.page.source
    if not text.answers and kind != "numeric":
        diagnostics.append(report(kinds.NO_OPTIONS, source.place(text.stem.line)))
    if kind != "numeric" and len(text.answers) > MAX_OPTIONS:
        place = source.place(text.answers[MAX_OPTIONS].line)
        diagnostics.append(report(kinds.TOO_MANY_OPTIONS, place, count=len(text.answers), limit=MAX_OPTIONS))
    for answer in text.answers:
        place = source.place(answer.line)
        if answer.is_amount != (kind == "numeric"):
            found = "numeric" if answer.is_amount else "choice"
            diagnostics.append(report(kinds.OTHER_KIND, place, found=found, kind=kind))
        elif answer.is_amount:
            try:
                _ = read_answer(answer.text.text) if answer.is_right else read_amount(answer.text.text)
            except ValueError as error:
                diagnostics.append(report(kinds.UNCLEAR_AMOUNT, place, text=answer.text.text, problem=error))
        elif not answer.text.text:
            diagnostics.append(report(kinds.EMPTY_OPTION, place))
    if kind == "numeric":
        _check_amounts(text, diagnostics)


def _check_amounts(text: QuestionText, diagnostics: list[Diagnostic]) -> None:
    source = text.page.source
    right = [answer for answer in text.answers if answer.mark == "="]
    if len(right) != 1:
        line = right[1].line if right else text.stem.line
        diagnostics.append(report(kinds.ANSWER_COUNT, source.place(line), count=len(right)))
    seen: set[str] = set()
    for answer in text.answers:
        if answer.mark != "-":
            continue
        if answer.text.text in seen:
            diagnostics.append(report(kinds.SAME_AMOUNT, source.place(answer.line), amount=answer.text.text))
        seen.add(answer.text.text)
        if answer.feedback is None:
            place = source.place(answer.line)
            diagnostics.append(report(kinds.MISSING_FIELD, place, field="> feedback"))


def _refuse_body_fields(settings: Tree, diagnostics: list[Diagnostic]) -> None:
    """The model has these fields, but people write them below the front matter."""
    for name in _WRITTEN_IN_THE_BODY:
        if name in settings.data:
            nearest = "objective, kind, clause, practice"
            diagnostics.append(report(kinds.UNKNOWN_FIELD, settings.place(name), field=name, nearest=nearest))


def _check_settings_alone(settings: Tree, kind: str, diagnostics: list[Diagnostic]) -> None:
    """Check the front matter even though the body is broken, so that both are told at once."""
    text = {"en": "-"}
    body = {"stem": text, "options": [{"id": "a", "text": text, "correct": True}, {"id": "b", "text": text}]}
    data = {name: value for name, value in settings.data.items() if name not in _WRITTEN_IN_THE_BODY}
    try:
        SingleChoice.model_validate({**data, **body, "kind": "single"})
    except ValidationError as error:
        diagnostics.extend(explain_invalid(error, settings, SingleChoice))
    if kind not in {"single", "multi", "numeric"}:
        allowed = "'single', 'multi', 'numeric'"
        place = settings.place("kind")
        diagnostics.append(report(kinds.UNKNOWN_VALUE, place, value=kind, field="kind", allowed=allowed))


def _body_data(leading: QuestionText, texts: dict[str, QuestionText], kind: str) -> dict[str, Any]:
    data: dict[str, Any] = {"stem": {language: text.stem.text for language, text in texts.items()}}
    if leading.rationale is not None and leading.rationale.text:
        data["rationale"] = {
            language: text.rationale.text for language, text in texts.items() if text.rationale is not None
        }
    if kind == "numeric":
        return data | _amounts_data(texts, leading)
    data["options"] = [
        {
            "id": _OPTION_IDS[index],
            "text": {language: text.answers[index].text.text for language, text in texts.items()},
            "correct": answer.is_right,
            "role": answer.role,
            "feedback": _feedback(texts, index),
        }
        for index, answer in enumerate(leading.answers)
    ]
    return data


def _amounts_data(texts: dict[str, QuestionText], leading: QuestionText) -> dict[str, Any]:
    data: dict[str, Any] = {"misconceptions": []}
    for index, answer in enumerate(leading.answers):
        feedback = _feedback(texts, index)
        if answer.is_right:
            number, unit, tolerance = read_answer(answer.text.text)
            data |= {"answer": {"amount": number, "unit": unit}, "tolerance": tolerance, "feedback": feedback}
        else:
            data["misconceptions"].append(_misconception(answer, feedback))
    return data


def _misconception(answer: AnswerText, feedback: dict[str, str] | None) -> dict[str, Any]:
    number, unit = read_amount(answer.text.text)
    return {"answer": {"amount": number, "unit": unit}, "role": answer.role, "feedback": feedback}


def _feedback(texts: dict[str, QuestionText], index: int) -> dict[str, str] | None:
    found = {
        language: feedback.text
        for language, text in texts.items()
        if (feedback := text.answers[index].feedback) is not None and feedback.text
    }
    return found or None
