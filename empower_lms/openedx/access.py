"""Who may use the API with a token of the platform.

A person acts for themselves, with a session or with a token that a person signed in for. A system (the
client-credentials grant, or an application that the platform restricts) needs the scope of the operation.
"""

from typing import Any

from edx_rest_framework_extensions.auth.jwt.authentication import is_jwt_authenticated
from edx_rest_framework_extensions.auth.jwt.decoder import configured_jwt_decode_handler
from edx_rest_framework_extensions.permissions import NotJwtRestrictedApplication
from rest_framework.permissions import BasePermission

SYSTEM = "client-credentials"


class ActsForThemselves(BasePermission):
    """The request comes from a person and not from a system."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return _grant_type(request) != SYSTEM


class TokenHasScope(BasePermission):
    """The token names the scope of this operation."""

    message = "This token lacks the scope of the operation."

    def has_permission(self, request: Any, view: Any) -> bool:
        wanted = set(view.required_scopes)
        return bool(wanted) and wanted <= _scopes(request)


# The platform's middleware forbids restricted applications everywhere except where this class is named.
PERSON_OR_SCOPE = (NotJwtRestrictedApplication & ActsForThemselves) | TokenHasScope


def _grant_type(request: Any) -> str:
    if is_jwt_authenticated(request):
        return str(configured_jwt_decode_handler(request.auth).get("grant_type", ""))
    application = getattr(request.auth, "application", None)
    return str(application.authorization_grant_type) if application is not None else ""


def _scopes(request: Any) -> set[str]:
    if is_jwt_authenticated(request):
        return set(configured_jwt_decode_handler(request.auth).get("scopes", ()))
    return set(str(getattr(request.auth, "scope", "") or "").split())
