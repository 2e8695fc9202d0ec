"""Lines of text and where they begin."""

from dataclasses import dataclass, field


@dataclass
class TextPart:
    """Some lines of text and where they begin."""

    line: int
    lines: list[str] = field(default_factory=list)
    column: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()
