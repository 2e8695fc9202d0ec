"""What Studio shows of a quiz: its rules, its settings at a glance, its draw and its pool. No key."""

from markupsafe import Markup

from empower_lms.certification.wording import word_duration
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.duration import format_duration
from empower_lms.domain.quiz import Feedback, Layout, PartialCredit, Quiz, QuizMode, Tool
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_lms.rendering.formats import format_date
from empower_lms.rendering.translation import phrases
from empower_xblocks.base import BlockFrame
from empower_xblocks.wording import word_rules

_MODES = {
    QuizMode.PRACTICE: _("Practice: nothing counts"),
    QuizMode.CERTIFICATION: _("Certification: a pass certifies knowledge"),
}
_LAYOUTS = {
    Layout.ONE: _("One question at a time, with an overview"),
    Layout.ALL: _("All questions on one page"),
}
_FEEDBACK = {
    Feedback.AT_ONCE: _("After each answer"),
    Feedback.AT_END: _("After the hand-in"),
    Feedback.AFTER_PASS: _("After a pass"),
    Feedback.NEVER: _("Never"),
}
_TOOLS = {Tool.CALCULATOR: _("Calculator"), Tool.GLOSSARY: _("Glossary")}
_CREDITS = {
    PartialCredit.NONE: _("None: all right or no point"),
    PartialCredit.PS50: _("Half a point when more than half is right"),
}


class Setting(Value):
    """One line of the settings at a glance."""

    name: str
    value: str


class Draw(Value):
    """One part of the draw beside its pool."""

    id: str
    objectives: tuple[str, ...]
    pool: int
    count: int
    at_least: int


def describe_quiz(document: QuizDocument, frame: BlockFrame) -> Markup:
    """Render what an author checks before learners see the quiz."""
    return render(
        "empower_xblocks:quiz/author.html.j2",
        frame.locale,
        frame=frame,
        settings=list_settings(document, frame.locale),
        draws=_draws(document),
        document=document,
        rules=word_rules(document.quiz, frame.locale),
    )


def list_settings(document: QuizDocument, locale: str) -> tuple[Setting, ...]:
    """Return the settings of a quiz in words, those that were left out included."""
    quiz, text = document.quiz, phrases(locale)
    none = text.gettext("none")
    tools = ", ".join(text.gettext(_TOOLS[tool]) for tool in quiz.tools)
    critical = sum(question.critical for question in document.questions)
    rows = [
        (_("Mode"), text.gettext(_MODES[quiz.mode])),
        (_("Tier"), quiz.tier.value),
        (_("Layout"), text.gettext(_LAYOUTS[quiz.layout])),
        (_("Time limit"), _word_time(quiz, locale) or none),
        (_("How would you act?"), _word_stance(quiz, locale)),
        (_("Partial credit"), text.gettext(_CREDITS[quiz.credit])),
        (_("Right answers are shown"), text.gettext(_FEEDBACK[quiz.feedback or Feedback.NEVER])),
        (_("Tools"), tools or none),
        (_("Words in the glossary"), str(len(quiz.glossary))),
        (_("Critical questions in the pool"), str(critical)),
        (_("In use"), _word_use(quiz, locale)),
        (_("Edition"), document.digest[:12]),
    ]
    return tuple(Setting(name=text.gettext(name), value=value) for name, value in rows)


def _word_time(quiz: Quiz, locale: str) -> str:
    if quiz.time_limit is None:
        return ""
    return word_duration(format_duration(quiz.time_limit), phrases(locale).gettext)


def _word_use(quiz: Quiz, locale: str) -> str:
    text = phrases(locale)
    if isinstance(quiz.retired, bool):
        return text.gettext("No: retired") if quiz.retired else text.gettext("Yes")
    return text.gettext("Until {day}", day=format_date(quiz.retired, locale))


def _word_stance(quiz: Quiz, locale: str) -> str:
    text = phrases(locale)
    if quiz.stance is None:
        return text.gettext("Not asked")
    if quiz.stance.confident_errors is None:
        return text.gettext("Asked with each answer, as feedback only")
    return text.ngettext(
        "Asked with each answer; {n} wrong answer marked “decide alone” still passes",
        "Asked with each answer; {n} wrong answers marked “decide alone” still pass",
        quiz.stance.confident_errors,
    )


def _draws(document: QuizDocument) -> tuple[Draw, ...]:
    return tuple(
        Draw(
            id=stratum.id,
            objectives=stratum.objectives,
            pool=len(document.pool_of(stratum.id)),
            count=stratum.count,
            at_least=stratum.at_least,
        )
        for stratum in document.quiz.strata
    )
