"""A step of a sweep: one chunk of work, and where the next one begins."""

from empower_lms.domain.base import Value

CHUNK = 200
"""How many people or grants one step looks at: some seconds of work, some megabytes of memory."""


class Step(Value):
    """What one chunk did. An empty ``next`` is the end."""

    next: str = ""
    done: int = 0
    failed: int = 0
    without_address: int = 0

    def plus(self, other: "Step") -> "Step":
        """Add what the next chunk did."""
        return Step(
            next=other.next,
            done=self.done + other.done,
            failed=self.failed + other.failed,
            without_address=self.without_address + other.without_address,
        )
