"""Measure our quiz beside the blocks that ask questions in Open edX today, in one process and without a database.

Peers: capa's multiple choice (``ProblemBlock`` of xblocks-contrib), problem-builder's MCQ and xblock-poll, in the same
in-memory runtime as ``bench_blocks``. They are not installed by ``make test``:

    pip install -e ".[local,sdk,peers]" && python -m benchmarks.bench_peers

Prints CPU per student view and per answer, both fresh and after 500 answers, and the bytes of script and style.
"""

import gzip
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings

settings.configure(
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "workbench",
        "submissions",
        "xblocks_contrib.problem.capa.apps.CapaAppConfig",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    WORKBENCH={"services": {}},
    SECRET_KEY="benchmark",
    STATIC_URL="/static/",
    STATIC_ROOT="static",
    FEATURES={},
    LANGUAGE_CODE="en",
    USE_TZ=True,
)

import django

django.setup()

import poll
import problem_builder.mcq
from fs.memoryfs import MemoryFS
from opaque_keys.edx.keys import CourseKey
from problem_builder.mcq import MCQBlock
from problem_builder.mentoring import MentoringBlock
from web_fragments.fragment import Fragment
from webob import Request
from xblock.core import XBlock
from xblocks_contrib.problem import ProblemBlock

from benchmarks import bench_blocks
from benchmarks.bench_blocks import MemoryWorkbench, large_quiz
from empower_lms.assessment.attempts import Attempt
from empower_xblocks.base import FRAGMENT_TYPE
from empower_xblocks.scenarios import sample_scope
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser

HISTORY = 500
PROBLEM = """<problem><multiplechoiceresponse><p>Which one?</p><choicegroup type="MultipleChoice">
<choice correct="true">a</choice><choice correct="false">b</choice><choice correct="false">c</choice>
<choice correct="false">d</choice></choicegroup></multiplechoiceresponse></problem>"""


# Problem-builder also writes a submission to the database, which nobody does here.
problem_builder.mcq.sub_api = None


class FullerRuntime(MemoryWorkbench):
    """The runtime of ``bench_blocks`` with the services that capa asks for."""

    resources_fs = MemoryFS()
    is_author_mode = False

    def __init__(self, records: InMemoryRecords) -> None:
        super().__init__(records)
        self.id_generator = self.ids
        self._services.update(
            {
                "cache": SimpleNamespace(get=lambda *_: None, set=lambda *_: None, get_cache=lambda *_: None),
                "sandbox": SimpleNamespace(can_execute_unsafe_code=lambda: False, get_python_lib_zip=lambda: None),
                "xqueue": SimpleNamespace(interface=None, default_queuename="", waittime=0, construct_callback=str),
                "replace_urls": SimpleNamespace(replace_urls=lambda html, **_: html),
            }
        )

    def _patch_xblock(self, block: XBlock) -> XBlock:
        """Leave blocks as they are: the workbench hangs mocks on them, which cost time."""
        return block

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        """Nobody listens."""

    def render_template(self, *_args: Any, **_kwargs: Any) -> str:
        return ""


class Problem(ProblemBlock):
    """Capa's block under a usage key, which it takes its element ids from."""

    location = CourseKey.from_string("course-v1:a+b+c").make_usage_key("problem", "native")
    display_name = "Problem"
    course_id = location.course_key
    graded, due, graceperiod, format = False, None, None, ""


def add_peers(runtime: FullerRuntime) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Return view and answer of each peer."""
    bench_blocks.BLOCKS.update(
        {"problem": Problem, "pb-mentoring": MentoringBlock, "pb-mcq": MCQBlock, "poll": poll.PollBlock}
    )
    problem = runtime.add("problem")
    block = problem()
    block.data = PROBLEM
    block.save()
    capa = [("input_native_2_1", "choice_0"), (f"input_{Problem.location.html_id()}_2_1", "choice_0")]
    asked = runtime.add("poll")
    return {
        "capa": (_view(problem), _post(runtime, problem, "xmodule_handler", form=capa, suffix="problem_check")),
        "poll": (_view(asked), _post(runtime, asked, "vote", body={"choice": "R"})),
        "problem-builder": _problem_builder(runtime),
    }


def _problem_builder(runtime: FullerRuntime) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """A mentoring block with one multiple-choice question in it, as its smallest use is."""
    source = (
        '<pb-mentoring url_name="pb" display_feedback_widget="false"><pb-mcq name="one" question="Which one?"'
        ' correct_choices=\'["a"]\'><pb-choice value="a">a</pb-choice><pb-choice value="b">b</pb-choice></pb-mcq>'
        "</pb-mentoring>"
    )
    for name in ("pb-choice", "pb-tip"):
        bench_blocks.BLOCKS[name] = XBlock.load_class(name)
    usage = runtime.parse_xml_string(source)

    def load() -> Any:
        return runtime.get_block(usage)

    return _view(load), _post(runtime, load, "submit", body={"one": {"value": "a"}})


def _view(load: Callable[[], XBlock]) -> Callable[[], Fragment]:
    return lambda: load().render("student_view", {})


def _post(
    runtime: FullerRuntime,
    load: Callable[[], XBlock],
    handler: str,
    *,
    form: list[tuple[str, object]] | None = None,
    body: object = None,
    suffix: str = "",
) -> Callable[[], object]:
    def send() -> object:
        sent: dict[str, Any] = {"POST": form} if form is not None else {"body": json.dumps(body).encode()}
        request = Request.blank(f"/handler/{handler}", method="POST", headers={"Accept": FRAGMENT_TYPE}, **sent)
        response = runtime.handle(load(), handler, request, suffix)
        if response.status_int != 200:
            raise RuntimeError(f"{handler}: {response.status_int} {response.text[:300]}")
        return response

    return send


def ours(runtime: FullerRuntime) -> tuple[Callable[[], Any], Callable[[], Any]]:
    load = runtime.add("quiz", large_quiz())
    Browser(load()).press("begin")
    attempt: Attempt = runtime.service(load(), "empower_records").attempts["7"][0]
    form: list[tuple[str, object]] = [
        ("attempt", attempt.id),
        ("q", 1),
        ("key", "k"),
        ("go", "1"),
        ("answer", "1"),
        ("item", attempt.form.item(1).question),
    ]
    return _view(load), _post(runtime, load, "answer", form=form)


def bytes_of(folder: Path, *names: str) -> int:
    return sum(len(gzip.compress((folder / name).read_bytes())) for name in names)


def main() -> None:
    runtime = FullerRuntime(InMemoryRecords(scopes=(sample_scope().scope,)))
    cases = {"ours": ours(runtime), **add_peers(runtime)}
    acts = {f"{name} view": view for name, (view, _answer) in cases.items()}
    acts |= {f"{name} answer": answer for name, (_view, answer) in cases.items()}
    fresh = bench_blocks.best_of_rounds(acts, rounds=5, calls=20)
    for _, answer in cases.values():
        for _ in range(HISTORY):
            answer()
    later = bench_blocks.best_of_rounds(acts, rounds=5, calls=20)
    print(f"{'':26}{'ms':>8}{'x ours':>9}{'after ' + str(HISTORY):>12}")
    for name, milliseconds in fresh.items():
        yardstick = fresh[f"ours {name.rsplit(' ', 1)[1]}"]
        print(f"{name:26}{milliseconds:8.2f}{milliseconds / yardstick:9.1f}{later[name] / milliseconds:11.2f}x")
    public = Path(str(files("empower_xblocks") / "public"))
    capa = Path(str(files("xblocks_contrib.problem") / "public"))
    # All that any quiz of ours can load; the editor's own files are for authors.
    own = bytes_of(public, *(path.name for path in public.iterdir() if not path.name.startswith("studio.")))
    peer = sum(len(gzip.compress(path.read_bytes())) for path in capa.rglob("ProblemBlockDisplay.*"))
    print(f"script and style, gzip: ours {own:,} bytes; capa {peer:,} bytes = {peer / own:.1f} x ours")


if __name__ == "__main__":
    main()
