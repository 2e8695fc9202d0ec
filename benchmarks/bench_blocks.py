"""Measure the blocks beside an empty XBlock, in one process and without a database.

Run with ``python -m benchmarks.bench_blocks``. The runtime is the workbench's own (``xblock-sdk``), with
fields in memory and asides off: the yardstick of the budget, where an empty XBlock takes 0.12 ms per view
and 0.17 ms per handler, and a block of ours may take 0.5 ms. Every call loads its block anew, as a request does.
"""

import gc
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

if not settings.configured:
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "workbench"],
        SECRET_KEY="benchmark",
        WORKBENCH={"services": {}},
        USE_TZ=True,
    )

import django

django.setup()

from web_fragments.fragment import Fragment
from webob import Request, Response
from workbench.runtime import WorkbenchRuntime
from xblock.core import XBlock
from xblock.runtime import DictKeyValueStore, KvsFieldData, MemoryIdManager

from empower_lms.domain.documents import Document, QuizDocument
from empower_xblocks.base import FRAGMENT_TYPE
from empower_xblocks.lesson import LessonBlock
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scenarios import sample_lesson, sample_quiz, sample_scope
from empower_xblocks.scope import ScopeBlock
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, OneUser

ROUNDS = 15
CALLS = 100
VIEW_BUDGET = 0.5 / 0.12
HANDLER_BUDGET = 0.5 / 0.17


class EmptyBlock(XBlock):
    """The yardstick: a view and a handler that do nothing."""

    def student_view(self, context: object = None) -> Fragment:
        return Fragment("<p>Nothing</p>")

    @XBlock.handler
    def answer(self, request: Request, suffix: str = "") -> Response:
        request.POST.get("answer")
        return Response("<p>Nothing</p>")


BLOCKS: dict[str, type[XBlock]] = {
    "empty": EmptyBlock,
    "lesson": LessonBlock,
    "quiz": QuizBlock,
    "scope": ScopeBlock,
}


class MemoryWorkbench(WorkbenchRuntime):
    """The workbench's runtime without its database and without looking for asides."""

    def __init__(self, records: InMemoryRecords) -> None:
        super().__init__("7")
        self.ids = self.id_reader = MemoryIdManager()
        self._services.update(
            {
                "field-data": KvsFieldData(DictKeyValueStore()),
                "user": OneUser("7"),
                "empower_records": records,
                "empower_csrf": "token-of-the-form",
            }
        )

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return BLOCKS[block_type]

    def applicable_aside_types(self, block: XBlock) -> list[str]:
        return []

    def handler_url(self, block: XBlock, handler_name: str, *args: Any, **kwargs: Any) -> str:
        return f"/handler/{handler_name}"

    def resource_url(self, resource: str) -> str:
        return f"/static/{resource}"

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        return f"/static/{uri}"

    def add(self, block_type: str, document: Document | None = None) -> Callable[[], Any]:
        """Add a block to the course and return what loads it for one request."""
        usage = self.ids.create_usage(self.ids.create_definition(block_type))
        if document is not None:
            block = self.get_block(usage)
            block.document = document.to_json()
            block.save()
        return lambda: self.get_block(usage)


def large_quiz() -> QuizDocument:
    """Return a quiz of the usual size: 20 questions drawn from a pool of 40, about 170 KB."""
    raw = sample_quiz("certification").model_dump(mode="json")
    choice = next(question for question in raw["questions"] if question["kind"] == "single")
    padding = {"en": "Because the card says so. " * 30, "de": "Weil es so auf der Karte steht. " * 30}
    options = [
        {"id": letter, "text": {"en": "An option"}, "correct": letter == "a", "feedback": padding} for letter in "abcd"
    ]
    raw["questions"] = [
        choice | {"id": f"sample.q{number}", "rationale": padding, "options": options} for number in range(40)
    ]
    raw["quiz"] |= {"strata": [raw["quiz"]["strata"][0] | {"count": 20, "at_least": 0}], "cut": 17}
    return QuizDocument.model_validate(raw)


def measure() -> dict[str, float]:
    """Return milliseconds per call, the best round of several: noise only ever adds."""
    runtime = MemoryWorkbench(InMemoryRecords(scopes=(sample_scope().scope,)))
    empty = runtime.add("empty")
    quiz = runtime.add("quiz", large_quiz())
    Browser(quiz()).press("begin")
    attempt = runtime.service(quiz(), "empower_records").attempts["7"][0]
    form = [("attempt", attempt.id), ("q", 1), ("key", "k"), ("go", "1"), ("answer", "1")]
    form.append(("item", attempt.form.item(1).question))
    cases: dict[str, Callable[[], object]] = {
        "empty view": _view(empty),
        "lesson view": _view(runtime.add("lesson", sample_lesson())),
        "scope view": _view(runtime.add("scope", sample_scope())),
        "quiz view": _view(quiz),
        "empty handler": _post(runtime, empty, form),
        "quiz answer": _post(runtime, quiz, form),
    }
    return best_of_rounds(cases)


def _view(load: Callable[[], XBlock]) -> Callable[[], object]:
    return lambda: load().render("student_view", {"empower_query": {}})


def _post(
    runtime: WorkbenchRuntime, load: Callable[[], XBlock], form: list[tuple[str, object]]
) -> Callable[[], object]:
    def send() -> object:
        request = Request.blank("/handler/answer", POST=form, headers={"Accept": FRAGMENT_TYPE})
        response = runtime.handle(load(), "answer", request)
        if response.status_int != 200:
            raise RuntimeError(response.text)
        return response

    return send


def best_of_rounds(
    cases: dict[str, Callable[[], object]], *, rounds: int = ROUNDS, calls: int = CALLS
) -> dict[str, float]:
    """Take turns, so that a busy moment of the machine meets all of them."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, call in cases.items():
            gc.collect()
            start = time.process_time()
            for _ in range(calls):
                call()
            best[name] = min((time.process_time() - start) / calls * 1000, best.get(name, 1e9))
    return best


def main() -> None:
    measured = measure()
    for name, milliseconds in measured.items():
        kind = "view" if name.endswith("view") else "handler"
        ratio = milliseconds / measured[f"empty {kind}"]
        budget = VIEW_BUDGET if kind == "view" else HANDLER_BUDGET
        print(f"{name:14}{milliseconds:7.3f} ms {ratio:5.2f} x empty {kind} (budget {budget:.1f} x)")


if __name__ == "__main__":
    main()
