"""What every kind of question has in its text form: a stem, an explanation, and a reader for what is between."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.yaml_reader import Path, Tree
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.scope import Scope


@dataclass
class Body:
    """What one language's file says below its front matter."""

    page: Page
    stem: TextPart
    rationale: TextPart | None = None


BodyT = TypeVar("BodyT", bound=Body)


@dataclass(frozen=True)
class Register:
    """The scope cards of the catalogue, as far as they could be read."""

    scopes: Mapping[str, Scope] = field(default_factory=dict)
    is_complete: bool = True
    is_alone: bool = False
    """A question is read by itself and not as a file of a catalogue: its cases may be written out."""


@dataclass
class Family(Generic[BodyT]):
    """The bodies of one question in all its languages; structure and key are read from the ``first``."""

    first: str
    settings: Tree
    bodies: Mapping[str, BodyT] = field(default_factory=dict)
    register: Register = field(default_factory=Register)

    @property
    def leading(self) -> BodyT:
        return self.bodies[self.first]

    def texts(self, parts: Mapping[str, TextPart | None]) -> dict[str, str] | None:
        """Put the languages of one text together; nothing where nobody wrote it."""
        found = {language: part.text for language, part in parts.items() if part is not None and part.text}
        return found or None


class QuestionForm(ABC, Generic[BodyT]):
    """How one kind of question is written. A new kind is one module with a form, and one line in the registry.

    A form sees one language at a time while it reads and checks, two when it compares, all when it makes the data.
    """

    kind: ClassVar[str]
    model: ClassVar[type[AnyQuestion]]
    settings: ClassVar[frozenset[str]] = frozenset()
    """Fields of the model that stand in the front matter, besides those that every question has."""
    own_settings: ClassVar[frozenset[str]] = frozenset()
    """Settings that are no fields of the model: the form itself reads and checks them."""
    translated: ClassVar[frozenset[str]] = frozenset()
    """Settings that every language writes for itself."""
    root: ClassVar[Path] = ()
    """Where a broken rule about the whole question is shown."""

    @abstractmethod
    def read(self, page: Page, diagnostics: list[Diagnostic]) -> BodyT:
        """Take a body apart. Findings are added; whatever can be understood is returned."""

    @abstractmethod
    def check(self, body: BodyT) -> Iterable[Diagnostic]:
        """Check the leading language for what the model can't say with a place."""

    @abstractmethod
    def compare(self, leading: BodyT, translated: BodyT, comparison: Comparison) -> Iterable[Diagnostic]:
        """Find every difference that a translation must not make. Stem and explanation are compared already."""

    def check_family(self, family: Family[BodyT]) -> Iterable[Diagnostic]:
        """Check what takes the settings, the scope cards or all languages. Nothing else is broken at this point."""
        return ()

    @abstractmethod
    def places(self, body: BodyT) -> Iterator[tuple[Path, int, int]]:
        """Yield path, line and column of the parts, so that findings about them point there."""

    @abstractmethod
    def data(self, family: Family[BodyT]) -> dict[str, Any] | None:
        """Return the fields of the model, those for stem and explanation only where they differ from what is written.

        Nothing of the question is broken at this point; nothing is returned where the card that it needs is.
        """
