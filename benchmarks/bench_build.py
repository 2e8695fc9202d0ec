"""What checking and building cost, against the Markdown library alone and an empty Python, in one run.

python benchmarks/bench_build.py
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).parent.parent
COURSES = REPOSITORY / "courses"
CLI = [str(Path(sys.executable).parent / "empower-lms")]
REPEATS = 5


def cpu_of(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of several runs: the machine's other work only ever adds."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def wall_of(command: list[str]) -> float:
    best = float("inf")
    for _ in range(2 * REPEATS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def markdown_alone(texts: list[str]) -> None:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for text in texts:
        parser.render(text)


def copies(folder: Path, count: int) -> Path:
    """Write a catalogue with many copies of the scope course, each with its own ids."""
    root = folder / f"copies-{count}"
    root.mkdir()
    shutil.copy(COURSES / "catalogue.yaml", root)
    for number in range(count):
        name = f"scope{number}"
        shutil.copytree(COURSES / "scope", root / name)
        for path in (root / name).rglob("*"):
            if path.is_file():
                text = path.read_text(encoding="utf-8")
                text = text.replace("scope.", f"{name}.").replace("id: scope\n", f"id: {name}\n")
                lines = [
                    line
                    for line in text.splitlines(True)
                    if "kind: scope" not in line and not line.startswith("clause:")
                ]
                path.write_text("".join(lines), encoding="utf-8")
    return root


def main() -> None:
    from empower_lms.authoring.build import write_packages
    from empower_lms.authoring.load import load_catalogue

    texts = [path.read_text(encoding="utf-8") for path in sorted(COURSES.rglob("*.md"))]
    print(f"catalogue: {len(texts)} Markdown files, {sum(map(len, texts)) / 1000:.0f} thousand characters")

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)

        def build(root: Path, out: str) -> None:
            loaded = load_catalogue(root)
            assert loaded.catalogue is not None, [d.message() for d in loaded.diagnostics][:3]
            write_packages(loaded.catalogue, folder / out)

        alone = cpu_of(lambda: markdown_alone(texts))
        ours = cpu_of(lambda: build(COURSES, "out"))
        print(
            f"build, CPU:     {1000 * ours:7.0f} ms = {ours / alone:.2f} × "
            f"the Markdown library alone ({1000 * alone:.0f} ms); limit 2"
        )

        empty = wall_of([sys.executable, "-c", "pass"])
        version = wall_of([*CLI, "--version"])
        print(
            f"start-up:       {1000 * (version - empty):7.0f} ms beyond "
            f"an empty Python ({1000 * empty:.0f} ms); limit 150"
        )

        minimal = folder / "minimal"
        subprocess.run([*CLI, "new", str(minimal)], check=True, stdout=subprocess.DEVNULL)
        least = wall_of([*CLI, "build", str(minimal), "-o", str(folder / "minimal-out")])
        edited = folder / "edited"
        shutil.copytree(COURSES, edited)
        command = [*CLI, "build", str(edited), "-o", str(folder / "edited-out")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        lesson = edited / "scope" / "lessons" / "anatomy.en.md"
        best = float("inf")
        for number in range(REPEATS):
            lesson.write_text(lesson.read_text(encoding="utf-8") + f"\nEdit {number}.\n", encoding="utf-8")
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            best = min(best, time.perf_counter() - start)
        print(f"after one edit: {1000 * (best - least):7.0f} ms beyond building a minimal catalogue; limit 150")
        print(f"                {1000 * (best - version):7.0f} ms beyond --version, which imports nothing")

        one, hundred = copies(folder, 1), copies(folder, 100)
        single = cpu_of(lambda: build(one, "one"))
        start = time.process_time()
        build(hundred, "hundred")
        many = time.process_time() - start
        print(f"100 courses:    {1000 * many:7.0f} ms = {many / single:.0f} × one ({1000 * single:.0f} ms); limit 110")


if __name__ == "__main__":
    main()
