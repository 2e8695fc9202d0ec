"""Serializers: what systems send and get. The OpenAPI document is generated from them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from empower_lms.certification.decide import ReasonCode
from empower_lms.domain.facts import FactKind
from empower_lms.domain.scope import DelegationLevel
from empower_lms.domain.tier import Tier
from empower_lms.domain.translation import noop as _
from empower_lms.records.decisions import MAX_TEXT
from empower_lms.records.locale import translate_now

_lazily = lazy(translate_now, str)

MAX_FACTS = 40


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": MAX_TEXT}, {"type": "boolean"}, {"type": "number"}]})
class FactValueField(serializers.Field):  # type: ignore[type-arg]  # generic only in newer releases
    """One fact: text such as ``90EUR``, a number or yes-no. Its meaning is read with the card."""

    default_error_messages: ClassVar = {
        "kind": _lazily(_("Send text, a number, true or false.")),
        "length": _lazily(_("Send at most 200 characters.")),
    }

    def to_internal_value(self, data: Any) -> str | bool | int:
        if isinstance(data, bool | int):
            return data
        if isinstance(data, float):
            return repr(data)
        if not isinstance(data, str):
            self.fail("kind")
        if len(data) > MAX_TEXT:
            self.fail("length")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class QuestionSerializer(serializers.Serializer[Any]):
    """May this person do this now?"""

    holder = serializers.CharField(max_length=150, help_text="Username of the person who wants to decide.")
    scope = serializers.CharField(max_length=20, help_text="Id of the scope, such as REQ-2.")
    facts = serializers.DictField(
        child=FactValueField(), default=dict, help_text="What the card asks about the case, by fact id."
    )

    def validate_facts(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        if len(value) > MAX_FACTS:
            raise serializers.ValidationError(translate_now(_("Send at most 40 facts.")))
        return value


class ReasonSerializer(serializers.Serializer[Any]):
    """One reason of a refusal and the way on."""

    code = serializers.ChoiceField(choices=[code.value for code in ReasonCode])
    text = serializers.CharField()
    next_step = serializers.CharField()
    clause = serializers.CharField(allow_null=True)
    course = serializers.CharField(allow_null=True)
    link = serializers.CharField(allow_null=True, help_text="Page of the next step, if it has one.")


class DutySerializer(serializers.Serializer[Any]):
    """Whom to tell after using the scope, and how fast."""

    clause = serializers.CharField()
    text = serializers.CharField()
    whom = serializers.CharField()
    within = serializers.RegexField(r"^[0-9]+[mhd]$", help_text="30m, 24h or 7d.")


class AnswerSerializer(serializers.Serializer[Any]):
    """Granted with its clauses and duties, or refused with every reason."""

    id = serializers.UUIDField(allow_null=True, help_text="Null only when the answer could not be recorded.")
    outcome = serializers.ChoiceField(choices=["granted", "refused"])
    scope = serializers.CharField()
    scope_version = serializers.IntegerField(allow_null=True)
    clauses = serializers.ListField(child=serializers.CharField(), help_text="Clauses that were checked and hold.")
    inform = DutySerializer(many=True, help_text="The duties that come with the right.")
    on_probation = serializers.BooleanField()
    reasons = ReasonSerializer(many=True)


class ChoiceSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as an attribute of Field


class FactSerializer(serializers.Serializer[Any]):
    """A question that has to be answered before a decision."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in FactKind])
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as an attribute of Field
    unit = serializers.CharField(allow_blank=True)
    choices = ChoiceSerializer(many=True)


class ClauseSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=["limit", "condition", "exclusion", "inform"])
    text = serializers.CharField()


class CardSerializer(serializers.Serializer[Any]):
    """The version of a scope card that is in effect, in the reader's language."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    digest = serializers.CharField()
    effective = serializers.DateField()
    tier = serializers.ChoiceField(choices=[tier.value for tier in Tier])
    level = serializers.ChoiceField(choices=[level.value for level in DelegationLevel])
    title = serializers.CharField()
    action = serializers.CharField()
    facts = FactSerializer(many=True)
    clauses = ClauseSerializer(many=True)
    escalate_to = serializers.CharField()
    validity_months = serializers.IntegerField()


class HolderSerializer(serializers.Serializer[Any]):
    """The account behind a key."""

    holder = serializers.UUIDField()
    username = serializers.CharField()
    is_active = serializers.BooleanField()


class ProblemSerializer(serializers.Serializer[Any]):
    detail = serializers.CharField()


FIELD_ERRORS = OpenApiTypes.OBJECT
"""A list of messages for each field with a mistake."""
