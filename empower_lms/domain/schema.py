"""JSON Schema of the documents, generated from the models that are the format."""

import json
from typing import Any

from pydantic import BaseModel

from empower_lms.domain.course import Catalogue
from empower_lms.domain.documents import LessonDocument, QuizDocument, ScopeDocument

SCHEMAS: dict[str, type[BaseModel]] = {
    "catalogue": Catalogue,
    "lesson": LessonDocument,
    "quiz": QuizDocument,
    "scope": ScopeDocument,
}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one kind of document.

    Raises:
        KeyError: for a name that is not in ``SCHEMAS``.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | SCHEMAS[name].model_json_schema()


def render_schema(name: str) -> str:
    """Return the text of the published schema file."""
    return json.dumps(json_schema(name), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
