"""Matching: each prompt has one partner among more partners than prompts."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import MAX_OPTIONS, OptionRole, PartId, QuestionBase, require_unique
from empower_lms.domain.text import LocalizedText

MAX_PROMPTS = 8


class Partner(Value):
    """Something to match a prompt with. A partner of no prompt is surplus: choosing it is wrong at every prompt.

    ``role`` and ``feedback`` say what choosing a surplus partner shows.
    """

    id: PartId
    text: LocalizedText
    role: OptionRole | None = None
    feedback: LocalizedText | None = None


class Prompt(Value):
    """Something to find the partner of."""

    id: PartId
    text: LocalizedText
    partner: PartId
    feedback: LocalizedText | None = None


class Matching(QuestionBase):
    """Match every prompt. Without surplus partners the last pair is free, so authors add two or more.

    All pairs have to be right: a blind guess at *n* prompts and *m* partners succeeds with (m-n)!/m!.
    """

    kind: Literal["matching"] = "matching"
    prompts: tuple[Prompt, ...] = Field(min_length=2, max_length=MAX_PROMPTS)
    partners: tuple[Partner, ...] = Field(min_length=2, max_length=MAX_OPTIONS)

    @model_validator(mode="after")
    def _every_prompt_has_its_own_partner(self) -> Self:
        require_unique(tuple(prompt.id for prompt in self.prompts), "prompts")
        require_unique(self.part_ids, "partners")
        named = tuple(prompt.partner for prompt in self.prompts)
        if not set(named) <= set(self.part_ids):
            raise ValueError("a prompt names a partner that is not there")
        if len(set(named)) != len(named):
            raise ValueError("two prompts have the same partner")
        if any(partner.role or partner.feedback for partner in self.partners if partner.id in named):
            raise ValueError("only a surplus partner has a role or feedback: that of a pair stands with its prompt")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(partner.id for partner in self.partners)

    @property
    def key(self) -> dict[str, str]:
        """Map each prompt to its partner."""
        return {prompt.id: prompt.partner for prompt in self.prompts}

    @property
    def surplus(self) -> tuple[Partner, ...]:
        """Return the partners that belong to no prompt."""
        named = set(self.key.values())
        return tuple(partner for partner in self.partners if partner.id not in named)

    def partner(self, partner_id: str) -> Partner:
        return next(partner for partner in self.partners if partner.id == partner_id)

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for prompt in self.prompts:
            yield f"prompt {prompt.id}", prompt.text
            if prompt.feedback is not None:
                yield f"feedback {prompt.id}", prompt.feedback
        for partner in self.partners:
            yield f"partner {partner.id}", partner.text
            if partner.feedback is not None:
                yield f"feedback of partner {partner.id}", partner.feedback
