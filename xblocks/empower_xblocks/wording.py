"""What the quiz says: why an answer was not taken, why nothing was done, when the next try is."""

from empower_lms.assessment.attempts import Refusal
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.assessment.retake import (
    AlreadyPassed,
    InProgress,
    MayStart,
    MustWait,
    NeedsRemediation,
    NoTriesLeft,
    Retired,
    TryStatus,
)
from empower_lms.certification.wording import word_duration
from empower_lms.domain.duration import format_duration
from empower_lms.domain.quantity import AmbiguousNumber, split_quantity
from empower_lms.domain.quiz import Feedback, Quiz
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.formats import format_instant, format_number
from empower_lms.rendering.translation import phrases

PROBLEMS: dict[ResponseProblem, str] = {
    ResponseProblem.EMPTY: _("Nothing was chosen or typed. Answer first, or leave the question for later."),
    ResponseProblem.UNKNOWN_OPTION: _("That option is not part of this question. Please choose again."),
    ResponseProblem.ONE_OPTION_ONLY: _("Please choose exactly one option."),
    ResponseProblem.NOT_A_NUMBER: _("“{typed}” is not a number. Write digits, such as 720 or 1.5."),
    ResponseProblem.AMBIGUOUS_NUMBER: _(
        "“{typed}” can be read in two ways. Do you mean {small} or {large}? Write it without a thousands separator."
    ),
    ResponseProblem.OTHER_UNIT: _("Please answer in {unit}. “{typed}” names another unit."),
    ResponseProblem.TOO_LONG: _("That is too long. A few words are enough: at most 60 characters."),
    ResponseProblem.INCOMPLETE: _("Something is still open. Fill in every part, then check your answer."),
    ResponseProblem.SAME_PLACE: _("Two steps have the same place. Give each step a place of its own."),
    ResponseProblem.USED_TWICE: _("One answer is used twice. Each belongs to one line only."),
    ResponseProblem.DECIDED_ALREADY: _(
        "That step was decided already, perhaps in another tab. Nothing was changed: the case stands as it is here."
    ),
    ResponseProblem.NO_STANCE: _("Please say as well how you would act on your answer."),
}

REFUSALS: dict[Refusal, str] = {
    Refusal.NOT_ALLOWED_YET: _("You can't start a new try now. Below you see when the next one opens."),
    Refusal.NO_SUCH_ATTEMPT: _("This try is not yours or no longer exists. Nothing was changed."),
    Refusal.ALREADY_HANDED_IN: _("This try is handed in already, perhaps in another tab. Nothing was changed."),
    Refusal.NO_SUCH_QUESTION: _("This try has no such question. Nothing was changed."),
    Refusal.TIME_IS_UP: _("The time was up. The try was closed with the answers that you gave before."),
    Refusal.VOIDED: _("This try was reset and counts for nothing. You can start again."),
    Refusal.CERTIFIED: _("A certificate rests on this try, so it was not reset. Nothing was changed."),
    Refusal.RETIRED: _("This quiz is no longer in use, so nobody starts it any more. Ask who certifies now."),
}

PAST_DUE = _("The due date has passed. Answers are no longer taken; a try that you began can still be handed in.")


def word_problem(problem: ResponseProblem, *, typed: str, unit: str, locale: str) -> str:
    """Say what is wrong with an answer and what to do; both readings of ``1.000`` are named."""
    readings = _readings(typed, locale) if problem is ResponseProblem.AMBIGUOUS_NUMBER else ("", "")
    return phrases(locale).gettext(PROBLEMS[problem], typed=typed, unit=unit, small=readings[0], large=readings[1])


def word_refusal(refusal: Refusal, locale: str) -> str:
    return phrases(locale).gettext(REFUSALS[refusal])


def word_next_try(status: TryStatus, locale: str, zone: str) -> str:
    """Say whether, when and how often somebody can try again."""
    text = phrases(locale)
    match status:
        case MayStart(left_in_block=None):
            return text.gettext("You can practise as often as you like.")
        case MayStart(left_in_block=1):
            return text.gettext("You have one try now. If it fails, there is a longer pause to learn.")
        case MayStart(left_in_block=left):
            return text.gettext("You have {n} tries now.", n=left)
        case InProgress():
            return text.gettext("A try is under way. You can go on where you left it.")
        case MustWait(until=until, needs_remediation=True):
            return text.gettext(
                "Your next tries open on {when}. Until then, read the lessons of the missed objectives again, "
                "or talk about them with your sponsor, who confirms it.",
                when=format_instant(until, zone, locale),
            )
        case NeedsRemediation():
            return text.gettext(
                "One thing is missing before your next tries: read the lessons of the missed objectives again, "
                "or talk about them with your sponsor, who confirms it."
            )
        case Retired():
            return text.gettext("This quiz is no longer in use, so nobody starts it any more.")
        case MustWait(until=until):
            return text.gettext("Your next try opens on {when}.", when=format_instant(until, zone, locale))
        case NoTriesLeft():
            return text.gettext(
                "All tries are used. Talk to your sponsor: together you find out what is missing, and who can help."
            )
        case AlreadyPassed():
            return text.gettext("You have passed. There is nothing left to prove until the certificate is due again.")


def word_rules(quiz: Quiz, locale: str) -> tuple[str, ...]:
    """Put a blueprint into sentences: how long, what it takes, how often, what is shown afterwards."""
    text = phrases(locale)
    rules = [text.ngettext("The quiz has {n} question.", "The quiz has {n} questions.", quiz.length)]
    if not quiz.is_certification:
        return (*rules, text.gettext("Nothing counts, and you can repeat it."), *_word_feedback(quiz, locale))
    rules.append(text.gettext("You pass with {cut} right answers.", cut=quiz.cut))
    if any(stratum.at_least for stratum in quiz.strata):
        rules.append(text.gettext("Each part has its own minimum, so that no part of the subject stays open."))
    rules.append(text.gettext("Questions without an answer count as wrong."))
    rules.extend(_word_stance(quiz, locale))
    rules.append(_word_time(quiz, locale))
    rules.append(_word_retake(quiz, locale))
    rules.extend(_word_feedback(quiz, locale))
    return tuple(rules)


_FEEDBACK: dict[Feedback, str] = {
    Feedback.AT_ONCE: _("You see after each answer what is right, and why."),
    Feedback.AT_END: _("Afterwards you see how each part went, what is right, and why."),
    Feedback.AFTER_PASS: _("Afterwards you see how each part went. Right answers are shown only after a pass."),
    Feedback.NEVER: _("Afterwards you see how each part went. Right answers are not shown."),
}


def _word_feedback(quiz: Quiz, locale: str) -> tuple[str, ...]:
    told = phrases(locale).gettext(_FEEDBACK[quiz.feedback or Feedback.NEVER])
    return (told,) if quiz.is_certification else (told, _word_time(quiz, locale))


def _word_time(quiz: Quiz, locale: str) -> str:
    text = phrases(locale)
    if quiz.time_limit is None:
        return text.gettext("There is no time limit.")
    limit = word_duration(format_duration(quiz.time_limit), text.gettext)
    return text.gettext(
        "You have {limit} from the start, even while the page is closed. When the time is up, what you have answered "
        "is handed in by itself.",
        limit=limit,
    )


def _word_stance(quiz: Quiz, locale: str) -> tuple[str, ...]:
    if quiz.stance is None:
        return ()
    text = phrases(locale)
    asked = text.gettext("With each answer you say how you would act on it: ask, decide and inform, or decide alone.")
    if quiz.stance.confident_errors is None:
        return (asked,)
    limit = text.ngettext(
        "At most {n} wrong answer may be marked “decide alone”.",
        "At most {n} wrong answers may be marked “decide alone”.",
        quiz.stance.confident_errors,
    )
    return (asked, limit)


def _word_retake(quiz: Quiz, locale: str) -> str:
    text = phrases(locale)
    # Named first: a call inside the call below would hide its plural from those who collect the messages.
    wait = word_duration(format_duration(quiz.retake.wait), text.gettext)
    pause = word_duration(format_duration(quiz.retake.next_block), text.gettext)
    return text.ngettext(
        "You have {n} try. If it fails, the next one opens after {pause}.",
        "You have {n} tries, at least {wait} apart. If they fail, the next ones open after {pause}.",
        quiz.retake.tries or 1,
        wait=wait,
        pause=pause,
    )


def _readings(typed: str, locale: str) -> tuple[str, str]:
    try:
        split_quantity(typed)
    except AmbiguousNumber as error:
        small, large = sorted(error.readings)
        # The larger one without separators: the answer to an ambiguity must not be ambiguous itself.
        return format_number(small.normalize(), locale), f"{large:f}"
    except ValueError:
        return "", ""
    return "", ""
