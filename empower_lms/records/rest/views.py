"""REST: systems ask for decisions and read cards."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils import timezone
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.configuration import api_classes
from empower_lms.records.locale import requested_locale, translate_now
from empower_lms.records.representations import represent_answer, represent_card
from empower_lms.records.rest.serializers import (
    FIELD_ERRORS,
    AnswerSerializer,
    CardSerializer,
    HolderSerializer,
    ProblemSerializer,
    QuestionSerializer,
)

_LANGUAGE = OpenApiParameter("Accept-Language", str, OpenApiParameter.HEADER, description="en or de")
_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Any text of up to 200 characters. The same question with the same key gets the first answer again.",
)
_Method = TypeVar("_Method", bound=Callable[..., Response])
AUTHENTICATION = api_classes("EMPOWER_API_AUTHENTICATION", ()) or APIView.authentication_classes
PERMISSIONS = [IsAuthenticated, *api_classes("EMPOWER_API_PERMISSIONS", ())]
"""A platform adds its own: who may use a token for what. Each view names the scope that it asks a system for."""

_PROBLEMS = {401: ProblemSerializer, 403: ProblemSerializer}


def _describe(**description: Any) -> Callable[[_Method], _Method]:
    """Describe an operation for drf-spectacular, also where the platform's default generator is another one."""

    def decorate(method: _Method) -> _Method:
        # extend_schema derives from what a method has already, and only without it from the platform's default.
        vars(method)["kwargs"] = {"schema": AutoSchema}
        return extend_schema(**description)(method)

    return decorate


class DecisionsView(APIView):
    """Ask whether a person may do something now."""

    authentication_classes = AUTHENTICATION
    permission_classes = PERMISSIONS
    required_scopes = ("empower:decide",)
    schema = AutoSchema()

    @_describe(
        operation_id="ask_decision",
        summary="May this person do this now?",
        parameters=[_LANGUAGE, _KEY],
        request=QuestionSerializer,
        responses={
            200: AnswerSerializer,
            400: OpenApiResponse(FIELD_ERRORS, description="A list of messages for each field with a mistake."),
            409: OpenApiResponse(ProblemSerializer, description="The key was used for another question."),
            **_PROBLEMS,
        },
    )
    def post(self, request: Request) -> Response:
        question = QuestionSerializer(data=request.data)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        if not api.may_ask_for(request.user, asked["holder"]):
            raise PermissionDenied(translate_now(_("You may ask for yourself only.")))
        try:
            recorded = api.decide_case(
                str(request.user.pk),
                asked["holder"],
                asked["scope"],
                asked["facts"],
                now=timezone.now(),
                request_key=request.headers.get("Idempotency-Key", "")[:200],
            )
        except api.RequestChanged:
            detail = translate_now(_("This Idempotency-Key was used for another question. Send a new key."))
            return Response({"detail": detail}, status=409)
        return Response(represent_answer(recorded, requested_locale(request)))


class ScopeView(APIView):
    """Read the card of a scope that is in effect."""

    authentication_classes = AUTHENTICATION
    permission_classes = PERMISSIONS
    required_scopes = ("empower:cards",)
    schema = AutoSchema()

    @_describe(
        operation_id="read_scope",
        summary="Which facts does a card ask for, and what are its clauses?",
        parameters=[_LANGUAGE],
        responses={200: CardSerializer, 404: ProblemSerializer, **_PROBLEMS},
    )
    def get(self, request: Request, scope_id: str) -> Response:
        scope = next((card for card in api.scopes_in_effect(now=timezone.now()) if card.id == scope_id), None)
        if scope is None:
            raise NotFound(translate_now(_("There is no such scope in effect today.")))
        return Response(represent_card(scope, requested_locale(request)))


class HolderView(APIView):
    """Name the account behind a key, as events carry it."""

    authentication_classes = AUTHENTICATION
    permission_classes = PERMISSIONS
    required_scopes = ("empower:people",)
    schema = AutoSchema()

    @_describe(
        operation_id="read_holder",
        summary="Whose key is this?",
        responses={
            200: HolderSerializer,
            404: OpenApiResponse(ProblemSerializer, description="No such key, or its account was retired."),
            **_PROBLEMS,
        },
    )
    def get(self, request: Request, key: str) -> Response:
        if not request.user.has_perm("empower_records.ask_decisions"):
            raise PermissionDenied(translate_now(_("You may ask for yourself only.")))
        account = api.read_account(key)
        if account is None:
            raise NotFound(translate_now(_("Nobody has this key, or the account was retired.")))
        return Response({"holder": key, "username": account.username, "is_active": account.is_active})
