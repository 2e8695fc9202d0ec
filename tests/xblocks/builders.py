"""Builders: blocks in a runtime that lives in memory, and a learner who presses their buttons."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from webob import Request, Response
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.reference.user_service import XBlockUser
from xblock.scorable import Score
from xblock.test.tools import TestRuntime

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.responses import CaseResponse
from empower_lms.domain.documents import Document, LessonDocument, QuizDocument, ScopeDocument
from empower_lms.domain.question import DecisionCase
from empower_xblocks.base import FRAGMENT_TYPE
from empower_xblocks.lesson import LessonBlock
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scope import ScopeBlock
from tests.answers import form_fields, right_response, wrong_response
from tests.fakes import InMemoryRecords

PAGE = "http://localhost/course/unit?mode=learn"
CLASSES: dict[type, type[XBlock]] = {
    LessonDocument: LessonBlock,
    QuizDocument: QuizBlock,
    ScopeDocument: ScopeBlock,
}


class OneUser:
    """The user service: whoever is signed in, or nobody."""

    def __init__(self, user_id: str | None, **attributes: object) -> None:
        self.user = XBlockUser(is_current_user=user_id is not None)
        self.user.opt_attrs["edx-platform.user_id"] = user_id
        self.user.opt_attrs["edx-platform.is_authenticated"] = user_id is not None
        self.user.opt_attrs.update({f"edx-platform.{name}": value for name, value in attributes.items()})

    def get_current_user(self) -> XBlockUser:
        return self.user


class MemoryRuntime(TestRuntime):
    """A runtime without a database; ``published`` holds what blocks sent to the platform."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published: list[tuple[str, dict[str, Any]]] = []

    def handler_url(
        self, block: XBlock, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{handler_name}/{suffix}" if suffix else f"/handler/{handler_name}"

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        return f"/static/{uri}"

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        self.published.append((event_type, event_data))
        if event_type == "grade":
            # As the platform does with every score that a block publishes.
            block.set_score(Score(raw_earned=event_data["value"], raw_possible=event_data["max_value"]))

    def applicable_aside_types(self, block: XBlock) -> list[str]:
        return []


def make_runtime(
    records: InMemoryRecords, user: str | None = "7", *, fields: dict[str, object] | None = None, **attributes: object
) -> MemoryRuntime:
    services = {
        "user": OneUser(user, **attributes),
        "empower_records": records,
        "empower_csrf": lambda: "token-of-the-form",
        "field-data": DictFieldData(fields or {}),
    }
    return MemoryRuntime(services=services)


def make_block(
    document: Document | str,
    *,
    records: InMemoryRecords | None = None,
    user: str | None = "7",
    kind: type[XBlock] | None = None,
    usage: str = "usage-1",
    **fields: object,
) -> Any:
    """Build a block around a document, or around any text when ``kind`` says which block."""
    block_class = kind or CLASSES[type(document)]
    text = document if isinstance(document, str) else document.to_json()
    runtime = make_runtime(
        records if records is not None else InMemoryRecords(), user, fields={"document": text, **fields}
    )
    return block_class(runtime, scope_ids=ScopeIds(user, "empower", "definition", usage))


class Browser:
    """A learner's browser at one block. With ``script`` it asks for fragments, as our script does."""

    def __init__(self, block: Any, *, script: bool = True) -> None:
        self.block = block
        self.script = script
        self.html = ""
        self.status = 200
        self.address = PAGE

    def open(self, address: str = PAGE) -> "Browser":
        self.address = address
        query = dict(Request.blank(address).GET.items())
        self.html = self.block.render("student_view", {"empower_query": query}).content
        return self

    def press(self, handler: str, values: Mapping[str, object] | Iterable[tuple[str, object]] = ()) -> "Browser":
        """Send the form with its hidden fields and what the learner filled in."""
        pairs = list(values.items() if isinstance(values, Mapping) else values)
        named = {name for name, _value in pairs}
        hidden = [(name, value) for name, value in self.hidden(handler).items() if name not in named]
        response = self.post(handler, hidden + pairs)
        if response.status_int == 303:
            target = response.headers["Location"].removeprefix("http://localhost").partition("#")[0]
            return self.open("http://localhost" + target)
        self.status = response.status_int
        self.html = response.text
        return self

    def post(self, handler: str, pairs: list[tuple[str, object]], **headers: str) -> Response:
        request = Request.blank(f"/handler/{handler}", method="POST", POST=urlencode(pairs))
        request.headers.update({"Host": "localhost", "Referer": self.address})
        if self.script:
            request.headers["Accept"] = FRAGMENT_TYPE
        request.headers.update(headers)
        return self.block.handle(handler, request)

    def get(self, handler: str, query: str = "") -> Response:
        return self.block.handle(handler, Request.blank(f"/handler/{handler}?{query}"))

    def hidden(self, handler: str) -> dict[str, str]:
        """Return the hidden fields of the form that leads to a handler."""
        reader = _Forms()
        reader.feed(self.html)
        return dict(reader.hidden.get(f"/handler/{handler}", {}))

    @property
    def position(self) -> int:
        return int(self.hidden("answer")["q"])

    def answer_rightly(self, document: QuizDocument, *, go: str = "next", wrong: bool = False) -> "Browser":
        """Answer the question that is shown from the key of its document."""
        question = document.question_by_id[self.hidden("answer")["item"]]
        item = self.attempt(document).form.item(self.position)
        response = (wrong_response if wrong else right_response)(question, item)
        if isinstance(question, DecisionCase):
            return self._decide_all(question, item, response, go)
        return self.press("answer", [*form_fields(question, item, response), ("go", go)])

    def _decide_all(self, question: DecisionCase, item: FormItem, response: CaseResponse, go: str) -> "Browser":
        for length in range(1, len(response.path) + 1):
            self.decide(*form_fields(question, item, CaseResponse(path=response.path[:length])))
        return self if go == "check" else self.press("show", {"go": item.position + 1 if go == "next" else go})

    def decide(self, *fields: tuple[str, str]) -> "Browser":
        return self.press("answer", [*fields, ("go", "decide")])

    def attempt(self, document: QuizDocument) -> Attempt:
        """Return the newest attempt from the records behind the block."""
        latest = self.block.records.standing(self.block.learner, document, now=datetime.now(UTC)).latest
        assert latest is not None
        return latest


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, dict[str, str]] = {}
        self._action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = given["action"]
            self.hidden.setdefault(self._action, {})
        elif tag == "input" and given.get("type") == "hidden":
            self.hidden[self._action][given["name"]] = given["value"]
