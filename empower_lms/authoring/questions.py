"""From the files of a question family to one ``Question``."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.pieces import Piece, check_translation_settings
from empower_lms.authoring.question_forms import DEFAULT_KIND, FORMS
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.form import Body, Family, QuestionForm, Register
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.authoring.validation import explain_invalid
from empower_lms.authoring.yaml_reader import Tree
from empower_lms.domain.diagnostic import Diagnostic, has_errors
from empower_lms.domain.question import AnyQuestion, Question
from empower_lms.domain.questions.base import QuestionBase

_QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(Question)
_IN_TRANSLATIONS = frozenset({"id"})
_COMMON_SETTINGS = frozenset(QuestionBase.model_fields) - {"stem", "rationale"} | {"kind"}


def build_question(
    piece: Piece, first: str, sources: Sources, diagnostics: list[Diagnostic], register: Register | None = None
) -> AnyQuestion | None:
    """Merge the languages of a question. Findings are added; a broken question is ``None``.

    ``register`` are the scope cards, which some questions are computed from.
    """
    settings = piece.pages[first].settings
    kind = str(settings.data.get("kind", DEFAULT_KIND))
    form = FORMS.get(kind, FORMS[DEFAULT_KIND])
    check_translation_settings(piece, first, _IN_TRANSLATIONS | form.translated, diagnostics)
    own: list[Diagnostic] = []
    family = _read_family(form, piece, first, sources, own)
    family.register = register or Register(is_alone=True)
    own.extend(form.check(family.leading))
    path = family.leading.page.source.path
    if not any(finding.place.file == path for finding in own):
        for language, body in family.bodies.items():
            if language != first:
                own.extend(_compare(form, family.leading, body, first, language))
    if not has_errors(own):
        own.extend(form.check_family(family))
    _refuse_body_fields(form, settings, own)
    if not has_errors(own):
        own.extend(form.check_family(family))
    diagnostics.extend(own)
    if has_errors(own):
        diagnostics.extend(_check_settings_alone(form, kind, settings))
        return None
    written = {name: value for name, value in settings.data.items() if name not in form.own_settings}
    special = form.data(family)
    if special is None:
        return None
    data = {**written, "kind": kind, **_common_data(family), **special}
    try:
        return _QUESTION.validate_python(data)
    except ValidationError as error:
        diagnostics.extend(explain_invalid(error, settings, form.model, root=form.root))
        return None


def _read_family(
    form: QuestionForm[Any], piece: Piece, first: str, sources: Sources, diagnostics: list[Diagnostic]
) -> Family[Any]:
    bodies: dict[str, Body] = {}
    for language, page in piece.pages.items():
        bodies[language] = body = form.read(page, diagnostics)
        sources.trees["question", piece.id, language] = page.settings
        _index_places(form, page.settings, body)
    return Family(first, piece.pages[first].settings, bodies)


def _index_places(form: QuestionForm[Any], tree: Tree, body: Body) -> None:
    """Let findings about parts of the question point at their lines."""
    tree.places["stem",] = (body.stem.line, 1)
    if body.rationale is not None:
        tree.places["rationale",] = (body.rationale.line - 1, 1)
    for path, line, column in form.places(body):
        tree.places[path] = (line, column)


def _compare(form: QuestionForm[Any], ours: Body, theirs: Body, first: str, language: str) -> list[Diagnostic]:
    comparison = Comparison(first, language, ours.page.source, theirs.page.source)
    return [
        *comparison.numbers(ours.stem, theirs.stem),
        *form.compare(ours, theirs, comparison),
        *comparison.presence("explanation", ours.rationale, theirs.rationale),
    ]


def _refuse_body_fields(form: QuestionForm[Any], settings: Tree, diagnostics: list[Diagnostic]) -> None:
    """The model has these fields, but people write them below the front matter."""
    known = _COMMON_SETTINGS | form.settings | form.own_settings
    for name in settings.data:
        if name in form.model.model_fields and name not in known:
            nearest = ", ".join(["objective, kind, clause, practice", *sorted(form.settings | form.own_settings)])
            diagnostics.append(report(kinds.UNKNOWN_FIELD, settings.place(name), field=name, nearest=nearest))


def _check_settings_alone(form: QuestionForm[Any], kind: str, settings: Tree) -> list[Diagnostic]:
    """Check the front matter even though the body is broken, so that both are told at once."""
    findings: list[Diagnostic] = []
    passed_over = {*form.model.model_fields, *form.own_settings} - _COMMON_SETTINGS | {"kind"}
    data = {name: value for name, value in settings.data.items() if name not in passed_over}
    try:
        QuestionBase.model_validate({**data, "stem": {"en": "-"}})
    except ValidationError as error:
        findings.extend(explain_invalid(error, settings, form.model))
    if kind not in FORMS:
        allowed = ", ".join(f"'{name}'" for name in FORMS)
        findings.append(report(kinds.UNKNOWN_VALUE, settings.place("kind"), value=kind, field="kind", allowed=allowed))
    return findings


def _common_data(family: Family[Any]) -> dict[str, Any]:
    stem = family.texts({language: body.stem for language, body in family.bodies.items()})
    rationale = family.texts({language: body.rationale for language, body in family.bodies.items()})
    return {"stem": stem} | ({"rationale": rationale} if rationale else {})
