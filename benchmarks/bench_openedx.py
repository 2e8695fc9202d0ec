"""Our quiz against a native multiple-choice problem, in the same course of a real LMS, in one process.

Run inside Open edX, as the suite does: ``tests/openedx/run.sh PYTHON --bench``. Prints the time and the statements of
answering one question and of handing in twenty, and the bytes that a learner loads. It is no test: the platform's own
test set-up is the only way to have a course, a grade book and learners without a running installation, which is why
pytest starts it.
"""

import gzip
import statistics
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from platform_course import COURSE, OnThePlatform, republish, usage
from xmodule.capa.tests.response_xml_factory import MultipleChoiceResponseXMLFactory
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory

from empower_lms.assessment.reading import write_values
from tests.answers import right_response

ROUNDS = 15
QUESTIONS = 20
UNIT = usage("vertical", "page_scope-certification")


class Measured:
    """Seconds and statements of one kind of request."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.statements = 0

    def run(self, act: Callable[[], object]) -> None:
        with CaptureQueriesContext(connection) as queries:
            begin = time.perf_counter()
            act()
            self.seconds.append(time.perf_counter() - begin)
        self.statements = len(queries)

    @property
    def middle(self) -> float:
        return statistics.median(self.seconds) * 1000


class BenchNativeProblem(OnThePlatform):
    """One course with our quiz and native problems in the same unit."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        quiz = modulestore().get_item(usage("empower_quiz", "scope-certification"))
        cls.problems = []
        for parts in (1, QUESTIONS):
            xml = MultipleChoiceResponseXMLFactory().build_xml(
                num_inputs=1, choices=[True, False, False, False], choice_names=["a", "b", "c", "d"]
            )
            if parts > 1:
                inner = xml.decode() if isinstance(xml, bytes) else xml
                body = inner[inner.index(">") + 1 : inner.rindex("</problem>")]
                xml = "<problem>" + body * parts + "</problem>"
            made = BlockFactory.create(
                parent_location=quiz.parent, category="problem", data=xml, display_name=f"native {parts}"
            )
            cls.problems.append(made.location)
        republish(COURSE)

    def check(self, learner: object, problem: object, parts: int) -> object:
        inputs = {f"input_{problem.block_id}_{part}_1": "choice_a" for part in range(2, parts + 2)}
        address = f"/courses/{COURSE}/xblock/{problem}/handler/xmodule_handler/problem_check"
        answer = learner.client.post(address, inputs)
        assert answer.status_code == 200, answer.content
        assert b'"success": "correct"' in answer.content, answer.content[:300]
        return answer

    def test_print_figures(self) -> None:
        answers, hand_ins, natives, native_sets = Measured(), Measured(), Measured(), Measured()
        for number in range(ROUNDS):
            learner = self.learner(f"learner{number}")
            self.take(learner, answers, hand_ins)
            natives.run(lambda learner=learner: self.check(learner, self.problems[0], 1))
            native_sets.run(lambda learner=learner: self.check(learner, self.problems[1], QUESTIONS))
        out = sys.__stdout__
        print(f"\n\n{'':34}{'ms':>9}{'statements':>12}", file=out)
        for name, measured in (
            ("answer one question, ours", answers),
            ("answer one question, native", natives),
            ("hand in 20, ours", hand_ins),
            ("hand in 20, native", native_sets),
        ):
            print(f"{name:34}{measured.middle:9.1f}{measured.statements:12}", file=out)
        print(f"answer: {answers.middle / natives.middle:.2f} x the native problem (target: at most 1)", file=out)
        print(f"hand in: {hand_ins.middle / native_sets.middle:.2f} x the native problem (target: at most 1)", file=out)
        ours, native = bytes_of_block(), bytes_of_capa()
        print(f"JS and CSS, gzip: {ours:,} bytes, {ours / native:.2f} x capa's own script ({native:,} bytes)", file=out)

    def take(self, learner: object, answers: Measured, hand_ins: Measured) -> None:
        learner.start()
        document, attempt = learner.quiz(), learner.attempt()
        for item in attempt.form.items:
            question = document.question_by_id[item.question]
            page = learner.post("show", {"go": str(item.position)})
            values = list(write_values(question, item, right_response(question, item)))
            fields = {**page.fields("answer"), "answer": values, "go": "next"}
            answers.run(lambda fields=fields: learner.post("answer", fields))
        hand_ins.run(learner.hand_in)
        assert learner.attempt().result.passed


def bytes_of_block() -> int:
    public = files("empower_xblocks") / "public"
    files_of_learners = (one for one in public.iterdir() if one.name.endswith((".js", ".css")))
    return sum(len(gzip.compress(one.read_bytes())) for one in files_of_learners if not one.name.startswith("studio."))


def bytes_of_capa() -> int:
    """Capa's display script alone, without the libraries that it needs."""
    import xmodule

    script = Path(next(iter(xmodule.__path__))) / "js" / "src" / "capa" / "display.js"
    return len(gzip.compress(script.read_bytes()))
