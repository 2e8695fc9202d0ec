"""Scopes: one decision right each, made of clauses that can be checked, cited and taught."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.digest import digest_of
from empower_lms.domain.duration import Duration
from empower_lms.domain.facts import FactKind, FactSpec
from empower_lms.domain.ids import ClauseId, CourseId, FactId, ScopeId
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.tier import Tier


class Limit(Value):
    """How much: the fact must not exceed ``at_most`` (same unit, inclusive)."""

    id: ClauseId
    fact: FactId
    at_most: Quantity
    text: LocalizedText
    beyond: LocalizedText
    """Whom to ask above the limit."""


class Condition(Value):
    """Only if: the fact must have exactly this value."""

    id: ClauseId
    fact: FactId
    must_be: bool | str
    text: LocalizedText
    otherwise: LocalizedText
    """What to do when the condition does not hold."""


class Exclusion(Value):
    """Never, whatever the amount: the fact must not have this value."""

    id: ClauseId
    fact: FactId
    must_not_be: bool | str
    text: LocalizedText
    otherwise: LocalizedText


class Inform(Value):
    """An obligation that comes with using the scope; it is named in every Granted."""

    id: ClauseId
    whom: LocalizedText
    within: Duration
    text: LocalizedText


Clause = Limit | Condition | Exclusion | Inform


class CertificateNeed(Value):
    """A certificate that must be valid at the instant of the decision."""

    course: CourseId
    tier: Tier


class WorkedExample(Value):
    """A case with its answer. ``facts`` are run through the decision function by the checker."""

    text: LocalizedText
    why: LocalizedText
    facts: dict[FactId, str | bool | int]


class InsideExample(WorkedExample):
    """A case that the holder decides alone."""


class OutsideExample(WorkedExample):
    """A case that looks similar and is not the holder's; ``clause`` is the one that says so."""

    clause: ClauseId


class DelegationLevel(StrEnum):
    """How far a decision is handed over (seven levels of Management 3.0)."""

    TELL = "tell"
    SELL = "sell"
    CONSULT = "consult"
    AGREE = "agree"
    ADVISE = "advise"
    INQUIRE = "inquire"
    DELEGATE = "delegate"

    @property
    def number(self) -> int:
        return list(DelegationLevel).index(self) + 1


class Scope(Value):
    """A decision right, complete enough that a stranger can decide from it.

    ``version`` grows with every published change; ``effective`` is the first day it applies.
    """

    schema_version: Literal[1] = 1
    id: ScopeId
    version: int = Field(ge=1)
    effective: date
    tier: Tier
    level: DelegationLevel
    title: LocalizedText
    action: LocalizedText
    needs: tuple[CertificateNeed, ...] = ()
    facts: tuple[FactSpec, ...] = ()
    limits: tuple[Limit, ...] = ()
    conditions: tuple[Condition, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    inform: tuple[Inform, ...] = ()
    validity_months: Annotated[int, Field(ge=1, le=60)] = 12
    escalate_to: LocalizedText
    """Who decides when this card does not: named in every refusal without a better address."""
    inside: InsideExample
    outside: OutsideExample | None = None

    @property
    def is_gated(self) -> bool:
        """S0 rights (stop, warn, ask, raise) are everybody's, always."""
        return self.tier is not Tier.S0

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return (*self.checked_clauses, *self.inform)

    @property
    def checked_clauses(self) -> tuple[Limit | Condition | Exclusion, ...]:
        """The clauses that decide whether a case is inside; the others are duties."""
        return (*self.limits, *self.conditions, *self.exclusions)

    def clause(self, clause_id: str) -> Clause:
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def fact(self, fact_id: str) -> FactSpec:
        return next(fact for fact in self.facts if fact.id == fact_id)

    @cached_property
    def digest(self) -> str:
        return digest_of(self.model_dump(mode="json"))

    def clause_digests(self) -> dict[str, str]:
        """Digest of each clause, so that a new version can say what changed."""
        return {clause.id: digest_of(clause.model_dump(mode="json")) for clause in self.clauses}

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield "title", self.title
        yield "action", self.action
        yield "escalate_to", self.escalate_to
        for fact in self.facts:
            yield f"fact {fact.id}", fact.label
            for choice in fact.choices:
                yield f"fact {fact.id} {choice.value}", choice.label
        for clause in self.clauses:
            yield clause.id, clause.text
            if isinstance(clause, Limit):
                yield f"{clause.id} beyond", clause.beyond
            elif isinstance(clause, Inform):
                yield f"{clause.id} whom", clause.whom
            else:
                yield f"{clause.id} otherwise", clause.otherwise
        for example in (self.inside, self.outside):
            if example is not None:
                yield "example", example.text
                yield "example why", example.why

    @model_validator(mode="after")
    def _clauses_fit_the_scope(self) -> Self:
        ids = [clause.id for clause in self.clauses]
        if len(set(ids)) != len(ids):
            raise ValueError("two clauses have the same id")
        for clause_id in ids:
            if not clause_id.startswith(f"{self.id}."):
                raise ValueError(f"clause '{clause_id}' must start with '{self.id}.'")
        return self

    @model_validator(mode="after")
    def _clauses_use_declared_facts(self) -> Self:
        facts = {fact.id: fact for fact in self.facts}
        if len(facts) != len(self.facts):
            raise ValueError("two facts have the same id")
        for limit in self.limits:
            spec = facts.get(limit.fact)
            if spec is None or spec.kind is not FactKind.QUANTITY:
                raise ValueError(f"limit '{limit.id}' needs a quantity fact named '{limit.fact}'")
            if spec.unit != limit.at_most.unit:
                raise ValueError(f"limit '{limit.id}' is in '{limit.at_most.unit}', its fact in '{spec.unit}'")
        guards: tuple[Condition | Exclusion, ...] = (*self.conditions, *self.exclusions)
        for clause in guards:
            spec = facts.get(clause.fact)
            value = clause.must_be if isinstance(clause, Condition) else clause.must_not_be
            if spec is None or spec.kind is FactKind.QUANTITY:
                raise ValueError(f"clause '{clause.id}' needs a yes-no or choice fact named '{clause.fact}'")
            if isinstance(value, bool) != (spec.kind is FactKind.YES_NO):
                raise ValueError(f"clause '{clause.id}' compares with '{value}', which its fact can't be")
            if isinstance(value, str) and value not in {choice.value for choice in spec.choices}:
                raise ValueError(f"clause '{clause.id}' compares with '{value}', which is no choice of its fact")
        return self

    @model_validator(mode="after")
    def _card_passes_the_stranger_test(self) -> Self:
        if not self.is_gated:
            return self
        if not self.limits:
            raise ValueError("a scope needs at least one limit: how much, how often or how far")
        if not self.inform:
            raise ValueError("a scope says whom to inform and how fast")
        if self.outside is None:
            raise ValueError("a scope needs a worked example outside of it")
        if self.outside.clause not in {clause.id for clause in self.clauses}:
            raise ValueError(f"the outside example cites '{self.outside.clause}', which is no clause of this scope")
        return self
