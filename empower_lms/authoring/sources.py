"""Where everything in a catalogue was written, for whoever finds something wrong with it."""

from dataclasses import dataclass, field

from empower_lms.authoring.clean_texts import CleanTexts
from empower_lms.authoring.source import SourceFile
from empower_lms.authoring.yaml_reader import Tree
from empower_lms.domain.diagnostic import Place

Key = tuple[str, ...]
"""``("course", id)``, ``("scope", id)``; with the language ``("lesson", id, "en")`` and ``("question", id, "en")``."""


@dataclass
class Sources:
    """The files, the places in them, and what is known although it is broken."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    trees: dict[Key, Tree] = field(default_factory=dict)
    declared: dict[str, Place] = field(default_factory=dict)
    """Every id that some file claims, even where the rest of the file is broken: it is not unknown."""
    incomplete_courses: set[str] = field(default_factory=set)
    """Courses with broken lessons or questions: what is missing there is not counted twice."""
    clean_texts: CleanTexts = field(default_factory=CleanTexts)
    is_register_incomplete: bool = False
    are_courses_incomplete: bool = False

    def is_there(self, path: str) -> bool:
        """Say whether a file exists, even if it could not be read."""
        return path in self.files or path in self.unread

    def place(self, key: Key, *path: str | int) -> Place:
        """Point at a value of a piece; at the nearest thing above it when it has no place of its own."""
        tree = self.trees.get(key)
        return tree.place(*path) if tree else Place(file="catalogue.yaml")
