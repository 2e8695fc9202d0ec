"""What a quiz block can do in Studio beyond every other block: be copied, and tell when it is not alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from webob import Request

from empower_lms.domain.documents import QuizDocument
from empower_xblocks import compat
from empower_xblocks.store import read_cards
from empower_xblocks.studio.block import StudioBlock

if TYPE_CHECKING:
    from empower_xblocks.studio.identity import Twin


class StudioQuiz(StudioBlock):
    """The quiz block's side of Studio. The editor is imported where it is used: learners' processes never load it."""

    display_name: str
    weight: float
    records: Any
    store_document: Any
    document: Any
    read: Any
    runtime: Any
    scope_ids: Any

    def start_document(self) -> QuizDocument:
        from empower_xblocks.studio.starters import course_word, start_quiz

        return start_quiz(compat.stable_name(self), course_word(compat.course_name(self)))

    def studio_tabs(self) -> tuple[Any, ...]:
        from empower_xblocks.studio.quiz_editor import TABS

        return TABS

    def make_editor(self, content: QuizDocument, desk: Any) -> Any:
        from empower_xblocks.studio.identity import Identity
        from empower_xblocks.studio.pieces import BlockSettings
        from empower_xblocks.studio.quiz_editor import QuizEditor

        identity = Identity(
            name=compat.stable_name(self),
            is_from_library=compat.is_synchronised(self),
            twins=self.twins,
            tries=lambda: self._count_tries(content),
        )
        settings = BlockSettings(self.display_name, self.weight)
        return QuizEditor(content, settings, desk, identity, read_cards)

    def preview_in_studio(self, request: Request, handler: str, desk: Any) -> Markup:
        from empower_xblocks.studio.preview import answer_preview

        content, _problems = self.read()
        return answer_preview(content, desk, handler, request.POST) if content is not None else Markup("")

    def studio_post_duplicate(self, store: Any, source: Any) -> bool:
        """Make a duplicate a quiz of its own: tries of the one are not tries of the other."""
        return self._become_a_copy(store)

    def studio_post_paste(self, store: Any, source: Any) -> bool:
        """Make a pasted quiz one of its own, unless it stays linked to a library, which is then its source."""
        return False if compat.is_from_library(self) else self._become_a_copy(store)

    def warn_authors(self, locale: str) -> Iterator[str]:
        """Tell which other blocks of the course run hold the same quiz."""
        from empower_xblocks.studio.identity import word_twins

        content, _problems = self.read()
        twins = self.twins() if content is not None else ()
        if content is not None and twins:
            yield word_twins(content.quiz.id, twins, locale)

    def twins(self) -> "tuple[Twin, ...]":
        """Find the blocks of this course run that hold the same quiz: one query, asked for authors only."""
        from empower_xblocks.studio.identity import find_twins

        content, _problems = self.read()
        # The id of a block that was never saved is made from its own name, so nobody else has it.
        if content is None or not self.document:
            return ()
        return find_twins(content.quiz.id, compat.blocks_beside(self), compat.unit_title)

    def _count_tries(self, content: QuizDocument) -> int | None:
        """Count the tries that began in this block; nothing where Studio can't see the learners' records."""
        try:
            return int(self.records.count_tries(content.quiz.id, origin=compat.stable_name(self)))
        except (compat.DatabaseError, compat.ImproperlyConfigured):
            return None

    def _become_a_copy(self, store: Any) -> bool:
        from empower_xblocks.studio.identity import copy_quiz

        content, _problems = self.read()
        # A block that was never saved makes its id from its own name, so its copy has another id already.
        if content is not None and self.document:
            self.store_document(copy_quiz(content, compat.stable_name(self)))
            store.update_item(self, compat.author_id(self))
        return False
