"""How a diagnostic kind is written down."""

from empower_lms.domain.diagnostic import DiagnosticKind, Severity


def error(code: str, title: str, message: str, hint: str, explanation: str) -> DiagnosticKind:
    """Define a finding that stops a build."""
    return DiagnosticKind(
        code=code, severity=Severity.ERROR, title=title, message=message, hint=hint, explanation=explanation
    )


def warning(code: str, title: str, message: str, hint: str, explanation: str) -> DiagnosticKind:
    """Define a finding that a build survives."""
    return DiagnosticKind(
        code=code, severity=Severity.WARNING, title=title, message=message, hint=hint, explanation=explanation
    )
