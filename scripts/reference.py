"""Write the generated parts of docs/reference. Tests say when it is time to run this."""

from pathlib import Path

from empower_lms.authoring.reference import render_reference
from empower_lms.domain.schema import SCHEMAS, render_schema

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"


def main() -> None:
    for name in SCHEMAS:
        (REFERENCE / "schemas" / f"{name}.schema.json").write_text(render_schema(name), encoding="utf-8")
    (REFERENCE / "diagnostics.md").write_text(render_reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
