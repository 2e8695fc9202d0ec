"""Risk tiers: how much can go wrong decides how strong the quiz must be."""

from enum import StrEnum


class Tier(StrEnum):
    """S0 (never gated: stop, warn, ask, raise) to S4 (irreversible, legal, safety)."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"

    @property
    def rank(self) -> int:
        return int(self.value[1:])

    def covers(self, needed: "Tier") -> bool:
        """Say whether a certificate of this tier is strong enough for a need."""
        return self.rank >= needed.rank

    @property
    def certificate_months(self) -> int:
        """Months until a certificate of this tier expires (defaults of the validity brief)."""
        return {0: 24, 1: 24, 2: 12, 3: 12, 4: 6}[self.rank]

    @property
    def probation_uses(self) -> int:
        """How many first uses of a new grant are made on probation."""
        return {0: 0, 1: 3, 2: 5, 3: 5, 4: 5}[self.rank]
