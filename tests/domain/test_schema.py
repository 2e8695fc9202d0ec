"""The published schemas."""

from pathlib import Path

import pytest

from empower_lms.domain.schema import SCHEMAS, render_schema

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_that_of_the_model(name):
    published = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert published == render_schema(name), (
        f"write docs/reference/schemas/{name}.schema.json anew: scripts/reference.py"
    )


def test_no_schema_is_left_over():
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}
