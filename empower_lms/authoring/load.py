"""Load a catalogue: read everything, collect every finding once, build what can be built."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from empower_lms.authoring.checks import run_checks
from empower_lms.authoring.clean_texts import memory_of
from empower_lms.authoring.kinds import catalogue as catalogue_kinds
from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.lessons import build_lesson
from empower_lms.authoring.pieces import gather_pieces
from empower_lms.authoring.question_forms.form import Register
from empower_lms.authoring.questions import build_question
from empower_lms.authoring.reader import read_catalogue_files
from empower_lms.authoring.settings import build_settings, check_languages
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.sources import Sources
from empower_lms.authoring.yaml_reader import read_yaml
from empower_lms.domain.course import Catalogue, Course, Pool
from empower_lms.domain.diagnostic import Diagnostic, Place, has_errors, in_reading_order
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.scope import Scope


@dataclass(frozen=True)
class Loaded:
    """What came of loading. ``catalogue`` is ``None`` when there was an error: half a catalogue misleads."""

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources


def load_catalogue(root: Path, *, cache: Path | None = None) -> Loaded:
    """Read and check a whole catalogue. A broken file hides no finding elsewhere.

    Args:
        root: the folder with ``catalogue.yaml``.
        cache: a folder for what makes the next run faster; results never depend on it.
    """
    read = read_catalogue_files(root)
    sources = Sources(files=read.files, unread=read.unread)
    if cache is not None:
        sources.clean_texts = memory_of(root, cache)
    diagnostics = list(read.diagnostics)
    catalogue = _Loader(sources, diagnostics).load()
    if catalogue is not None:
        diagnostics.extend(run_checks(catalogue, sources))
    sources.clean_texts.save()
    found = in_reading_order(diagnostics)
    return Loaded(None if has_errors(found) else catalogue, found, sources)


class _Loader:
    def __init__(self, sources: Sources, diagnostics: list[Diagnostic]) -> None:
        self.sources = sources
        self.diagnostics = diagnostics
        self.languages: tuple[str, ...] = ()
        self.claimed: dict[str, Place] = {}
        self.register = Register()

    def load(self) -> Catalogue | None:
        if "catalogue.yaml" not in self.sources.files:
            return None
        settings = self._load_settings()
        self.languages = settings.languages
        scopes = self._load_scopes()
        # Before the courses: some of their questions are computed from the cards.
        self.register = Register({scope.id: scope for scope in scopes}, not self.sources.is_register_incomplete)
        folders = groupby(
            (path for path in self.sources.files if "/" in path and not path.startswith("scopes/")),
            key=lambda path: path.split("/", 1)[0],
        )
        courses = [self._load_course(folder, list(paths)) for folder, paths in folders]
        self.sources.are_courses_incomplete = None in courses
        known = tuple(course for course in courses if course is not None)
        return settings.model_copy(update={"courses": known, "scopes": scopes})

    def _load_settings(self) -> Catalogue:
        """Read ``catalogue.yaml``; if it is broken, go on with the defaults and report the rest as well."""
        source = self.sources.files["catalogue.yaml"]
        tree = read_yaml(source, self.diagnostics)
        if tree is None:
            return Catalogue()
        self.sources.trees["catalogue",] = tree
        return build_settings(tree, Catalogue, self.diagnostics, elsewhere=("courses", "scopes")) or Catalogue()

    def _load_scopes(self) -> tuple[Scope, ...]:
        scopes: dict[str, Scope] = {}
        self.sources.is_register_incomplete = any(path.startswith("scopes/") for path in self.sources.unread)
        for path, source in self.sources.files.items():
            if not path.startswith("scopes/"):
                continue
            tree = read_yaml(source, self.diagnostics)
            scope = build_settings(tree, Scope, self.diagnostics) if tree else None
            if tree is None or scope is None:
                self.sources.is_register_incomplete = True
                if tree and isinstance(tree.data.get("id"), str):
                    self.sources.declared.setdefault(tree.data["id"], tree.place("id"))
                continue
            if self._claim(scope.id, tree.place("id")):
                self.sources.trees["scope", scope.id] = tree
                check_languages(scope, tree, self.languages, self.diagnostics)
                scopes[scope.id] = scope
        return tuple(scopes.values())

    def _load_course(self, folder: str, paths: list[str]) -> Course | None:
        files = self.sources.files
        course = self._load_course_settings(folder)
        lessons, lessons_complete = self._load_lessons(
            [files[path] for path in paths if path.startswith(f"{folder}/lessons/")]
        )
        pools: dict[str, tuple[AnyQuestion, ...]] = {}
        complete = lessons_complete and not any(path.startswith(f"{folder}/") for path in self.sources.unread)
        for pool in ("practice", "certification"):
            members = [files[path] for path in paths if path.startswith(f"{folder}/questions/{pool}/")]
            pools[pool], pool_complete = self._load_questions(members)
            complete = complete and pool_complete
        if course is None:
            return None
        if not complete:
            self.sources.incomplete_courses.add(course.id)
        return course.model_copy(update={"lessons": lessons, "questions": Pool(**pools)})

    def _load_course_settings(self, folder: str) -> Course | None:
        source = self.sources.files.get(f"{folder}/course.yaml")
        if source is None:
            place = Place(file=f"{folder}/course.yaml")
            if place.file not in self.sources.unread:
                self.diagnostics.append(report(kinds.NO_COURSE_FILE, place, folder=folder))
            return None
        tree = read_yaml(source, self.diagnostics)
        if tree is None:
            return None
        course = build_settings(tree, Course, self.diagnostics, elsewhere=("lessons", "questions"))
        if course is None or not self._claim(course.id, tree.place("id")):
            return None
        self.sources.trees["course", course.id] = tree
        for part in ("objectives", "quizzes"):
            for index, member in enumerate(getattr(course, part)):
                self._claim(member.id, tree.place(part, index, "id"))
        check_languages(course, tree, self.languages, self.diagnostics)
        return course

    def _load_lessons(self, files: list[SourceFile]) -> tuple[tuple[Lesson, ...], bool]:
        pieces, complete = gather_pieces(files, self.languages, self.sources, self.diagnostics)
        lessons: list[Lesson] = []
        for piece in pieces:
            if self.languages[0] not in piece.pages:
                continue
            lesson = build_lesson(piece, self.languages[0], self.sources, self.diagnostics)
            complete = complete and lesson is not None
            if lesson is not None and self._claim(lesson.id, piece.pages[self.languages[0]].settings.place("id")):
                lessons.append(lesson)
        return tuple(lessons), complete

    def _load_questions(self, files: list[SourceFile]) -> tuple[tuple[AnyQuestion, ...], bool]:
        pieces, complete = gather_pieces(files, self.languages, self.sources, self.diagnostics)
        questions: list[AnyQuestion] = []
        for piece in pieces:
            if self.languages[0] not in piece.pages:
                continue
            question = build_question(piece, self.languages[0], self.sources, self.diagnostics, self.register)
            complete = complete and question is not None
            place = piece.pages[self.languages[0]].settings.place("id")
            if question is not None and self._claim(question.id, place):
                questions.append(question)
        return tuple(questions), complete

    def _claim(self, member_id: str, place: Place) -> bool:
        """Take an id for the piece at this place; a second taker is a finding."""
        self.sources.declared.setdefault(member_id, place)
        first = self.claimed.setdefault(member_id, place)
        if first is place:
            return True
        other = f"{first.file}:{first.line}"
        self.diagnostics.append(report(catalogue_kinds.DUPLICATE_ID, place, id=member_id, other=other))
        return False
