"""The runtime of the local LMS with many threads."""

import threading
import time

from xblock.core import XBlock
from xblock.fields import String
from xblock.internal import LazyClassProperty

from empower_lms.local.runtime import prepare_block_types, prepare_class
from tests.served import run_python


class SlowlyRead(XBlock):
    """A class of blocks whose first reader takes a while."""

    text = String(default="")

    @LazyClassProperty
    def slow(cls) -> str:  # noqa: N805 - XBlock passes the class
        time.sleep(0.2)
        return "read"


def read_from_threads(block_type: type) -> set[object]:
    found: set[object] = set()
    gate = threading.Barrier(4)

    def read() -> None:
        gate.wait(10)
        found.add(block_type.slow)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return found


def test_xblock_answers_none_while_another_thread_reads_a_class():
    """When this fails, XBlock has mended it, and ``prepare_class`` can go."""
    assert None in read_from_threads(type("Unprepared", (SlowlyRead,), {}))


def test_a_prepared_class_answers_every_thread():
    prepared = type("Prepared", (SlowlyRead,), {})
    prepare_class(prepared)
    assert read_from_threads(prepared) == {"read"}


def test_our_blocks_are_prepared_when_a_worker_starts(tmp_path):
    prepare_block_types()
    script = """
import sys
from pathlib import Path
from empower_lms.local.boot import configure
configure(Path(sys.argv[1]))
import empower_lms.local.wsgi
from xblock.core import XBlock
from xblock.runtime import Mixologist
(cache,) = [value for name, value in vars(vars(XBlock.__mro__[[
    "fields" in vars(base) for base in XBlock.__mro__].index(True)])["fields"]).items() if name.endswith("__cache")]
from empower_xblocks.quiz import QuizBlock
assert cache[Mixologist(()).mix(QuizBlock)]["document"]
"""
    done = run_python("-W", "ignore", "-c", script, str(tmp_path))
    assert done.returncode == 0, done.stderr
