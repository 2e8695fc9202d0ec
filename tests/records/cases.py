"""Cases for the tests of the records: a quiz, a card, people, and the steps that they take."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import AnyResponse
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import Numeric, Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from empower_lms.domain.scope import Scope
from empower_lms.records import api
from empower_lms.records.api import records
from empower_lms.records.models import Holder
from tests.answers import raw_answer, right_response, wrong_response
from tests.certification.cards import STOP, make_scope
from tests.strategies import TEXT, objective

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
INSIDE = {"amount": "40 EUR", "waited": "yes", "topic": "service"}


def make_quiz(
    *,
    course: str = "scope",
    practice: bool = False,
    tier: str = "S1",
    stem: str = "",
    numbers: bool = True,
    **rules: object,
) -> QuizDocument:
    """Four of twelve questions; three right answers pass. Option ``a`` and 720 EUR are right.

    It is too weak for any grant; ``make_strong_quiz`` is for those who need one.
    """
    text = TEXT if not stem else TEXT.model_validate({"en": stem, "de": stem})
    pool = []
    for number in range(12):
        common = {"id": f"{course}.q{number}", "objective": f"{course}.locate", "stem": text}
        if numbers and number % 3 == 2:
            pool.append(Numeric(**common, answer="720 EUR"))
        else:
            options = tuple(Option(id=letter, text=text, correct=letter == "a") for letter in "abcd")
            pool.append(SingleChoice(**common, options=options))
    name = "practice" if practice else "certification"
    quiz = Quiz(
        id=f"{course}.{name}",
        mode=QuizMode(name),
        title=TEXT,
        tier=tier,
        strata=(Stratum(id="all", objectives=(f"{course}.locate",), count=4),),
        cut=0 if practice else 3,
        **{"retake": RetakeRule(tries=None if practice else 2), **rules},
    )
    return QuizDocument(course=course, quiz=quiz, objectives=(objective(f"{course}.locate"),), questions=tuple(pool))


def make_strong_quiz(*, course: str = "scope") -> QuizDocument:
    """Seven of eight numbers pass. Numbers are hard to guess, so that grants of S1 accept even a quiz this short."""
    questions = tuple(
        Numeric(id=f"{course}.n{number}", objective=f"{course}.locate", stem=TEXT, answer="720 EUR")
        for number in range(16)
    )
    quiz = Quiz(
        id=f"{course}.certification",
        mode=QuizMode.CERTIFICATION,
        title=TEXT,
        tier="S1",
        strata=(Stratum(id="all", objectives=(f"{course}.locate",), count=8),),
        cut=7,
        retake=RetakeRule(tries=2),
    )
    return QuizDocument(course=course, quiz=quiz, objectives=(objective(f"{course}.locate"),), questions=questions)


def make_user(name: str, **more: object) -> User:
    return get_user_model().objects.create_user(name, f"{name}@example.org", name, **more)


def uid(user: User) -> str:
    return str(user.pk)


def right_answer(document: QuizDocument, item: FormItem) -> AnyResponse:
    return right_response(document.question_by_id[item.question], item)


def wrong_answer(document: QuizDocument, item: FormItem) -> AnyResponse:
    return wrong_response(document.question_by_id[item.question], item)


def raw(attempt: Attempt, position: int, response: AnyResponse) -> RawAnswer:
    """Return what the form at a position would send for a response."""
    item = attempt.form.item(position)
    return raw_answer(records.document_of(attempt).question_by_id[item.question], item, response)


def start(user: User, document: QuizDocument, *, now: datetime = NOW) -> Attempt:
    with records.transaction():
        attempt = records.start(uid(user), document, origin="block-1", now=now)
    assert isinstance(attempt, Attempt), attempt
    return attempt


def answer(
    user: User, attempt: Attempt, position: int, response: AnyResponse, *, key: str = "k", now: datetime = NOW
) -> Attempt:
    with records.transaction():
        sent = raw(attempt, position, response)
        saved = records.save_answer(uid(user), attempt.id, position, sent, key=key, language="en", now=now)
    assert isinstance(saved, Attempt), saved
    return saved


def hand_in(user: User, attempt: Attempt, *, now: datetime = NOW) -> Attempt:
    with records.transaction():
        judged = records.hand_in(uid(user), attempt.id, now=now)
    assert isinstance(judged, Attempt), judged
    return judged


def take_quiz(user: User, document: QuizDocument, *, right: bool = True, now: datetime = NOW) -> Attempt:
    """Take a whole quiz with only right or only wrong answers."""
    attempt = start(user, document, now=now)
    for item in attempt.form.items:
        response = (right_answer if right else wrong_answer)(document, item)
        answer(user, attempt, item.position, response, key=f"k{item.position}", now=now)
    return hand_in(user, attempt, now=now)


def publish(*scopes: Scope, now: datetime = NOW) -> api.Publication:
    with records.transaction():
        return api.publish_scopes(scopes or (make_scope(), STOP), published_by="admin", now=now)


def assign(sponsor: User, person: User, *, now: datetime = NOW) -> Holder:
    """Let somebody sign for a person, as staff does, and return the person's pseudonym."""
    staff = get_user_model().objects.filter(is_staff=True).first() or make_user("staff", is_staff=True)
    with records.transaction():
        assert api.assign_sponsor(uid(staff), uid(sponsor), uid(person), now=now) is None
    return Holder.objects.get(user=person)


def certify(user: User, *courses: str, now: datetime = NOW) -> None:
    for course in courses or ("scope", "trust"):
        take_quiz(user, make_strong_quiz(course=course), now=now)


def sign(sponsor: User, holder: Holder, scope: Scope | None = None, *, now: datetime = NOW) -> api.GrantOutcome:
    card = scope or make_scope()
    with records.transaction():
        return api.sign_grant(
            uid(sponsor), str(holder.key), card.id, statement="I back you.", card=card.digest, now=now
        )


def countersign(user: User, scope: Scope | None = None, *, now: datetime = NOW) -> api.GrantOutcome:
    card = scope or make_scope()
    with records.transaction():
        return api.countersign_grant(uid(user), card.id, statement="I accept.", missing="", card=card.digest, now=now)


def give_scope(sponsor: User, user: User, *, now: datetime = NOW) -> Holder:
    """Bring somebody all the way to a grant on probation."""
    certify(user, now=now)
    holder = assign(sponsor, user, now=now)
    sign(sponsor, holder, now=now)
    countersign(user, now=now)
    return holder
