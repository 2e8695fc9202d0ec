"""The published schemas."""

import json
from pathlib import Path
from typing import Any

import pytest

from empower_lms.domain.schema import SCHEMAS, json_schema

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


def outline(schema: Any) -> Any:
    """Keep what a schema says about names and values; how pydantic spells a number differs by its version."""
    if isinstance(schema, list):
        return [outline(item) for item in schema]
    if isinstance(schema, dict):
        kept = {"$defs", "$ref", "properties", "required", "enum", "const", "discriminator", "items", "prefixItems"}
        named = {"$defs", "properties"}
        return {
            key: {name: outline(part) for name, part in value.items()} if key in named else outline(value)
            for key, value in schema.items()
            if key in kept
        }
    return schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_model(name):
    published = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert outline(published)["properties"], "the outline kept nothing to compare"
    assert outline(published) == outline(json_schema(name)), "write docs/reference anew with scripts/reference.py"


def test_no_schema_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}
