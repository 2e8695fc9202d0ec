"""What every page of a quiz is made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from empower_lms.assessment.attempts import QuizStanding
from empower_lms.domain.documents import QuizDocument
from empower_lms.rendering.environment import render
from empower_xblocks.base import BlockFrame, Notice
from empower_xblocks.place import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class QuizView:
    """Everything that a page of a quiz is made from, each part checked already. ``document`` is today's version.

    ``ask_zone`` gives the time zone to show instants in; most pages show none. ``page_url`` is the address of another unit of the course by its id, with ``{name}`` for the id, or empty.
    """

    document: QuizDocument
    standing: QuizStanding
    place: Place
    frame: BlockFrame
    ask_zone: Callable[[], str]
    now: datetime
    flagged: frozenset[int] = frozenset()
    page_url: str = ""
    notice: Notice | None = None

    @property
    def zone(self) -> str:
        return self.ask_zone()

    @property
    def retired(self) -> bool:
        """Whether today's version of the quiz is given up."""
        retired = self.document.quiz.retired
        if isinstance(retired, bool):
            return retired
        return self.document.quiz.is_retired_on(self.now.astimezone(ZoneInfo(self.zone)).date())


def render_page(view: QuizView, page: str, **context: object) -> Markup:
    """Render one template of ``quiz/`` around what every page knows."""
    template = f"empower_xblocks:quiz/{page}.html.j2"
    locale = view.frame.locale
    words = _script_words(locale, "attempt" in context)
    return render(template, locale, frame=view.frame, notice=view.notice, words=words, **context)


@lru_cache(maxsize=8)
def _script_words(locale: str, is_running: bool) -> Markup:
    """Render what the script says while a try runs, or once it is over."""
    return render("empower_xblocks:quiz/words.html.j2", locale, is_running=is_running)
