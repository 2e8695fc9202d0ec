"""An author's browser in front of one block's editor, without a platform."""

from typing import Any
from urllib.parse import urlencode

from lxml import html
from webob import Request

from empower_xblocks.studio.block import STUDIO_TYPE
from tests.xblocks.builders import make_block


class Permissions:
    """Studio's permission service: whoever is signed in may write, or nobody."""

    def __init__(self, may_write: bool = True) -> None:
        self.may_write = may_write

    def can_write(self, _key: object) -> bool:
        return self.may_write


class Author:
    """Opens the editor, fills in forms and presses buttons."""

    def __init__(self, block: Any, *, may_write: bool | None = True, script: bool = True) -> None:
        self.block = block
        self.script = script
        if may_write is not None:
            block.runtime._services["studio_user_permissions"] = Permissions(may_write)
        self.status = 200
        self.html = ""

    @classmethod
    def of(cls, document: Any, **more: Any) -> "Author":
        return cls(make_block(document, **more)).open()

    def open(self, tab: str = "") -> "Author":
        self.html = self.block.studio_view().content
        return self.post({"leave": tab}) if tab else self

    def post(self, values: dict[str, object] | list[tuple[str, object]], handler: str = "studio_edit") -> "Author":
        name, _, suffix = handler.partition("/")
        request = Request.blank(f"/handler/{name}", method="POST", POST=urlencode(values, doseq=True))
        if self.script:
            request.headers["Accept"] = STUDIO_TYPE
        response = self.block.handle(name, request, suffix)
        self.status, self.html = response.status_int, response.text
        return self

    @property
    def page(self) -> Any:
        return html.fromstring(self.html)

    @property
    def form(self) -> Any:
        return self.page.xpath("//form[contains(@class, 'studio__form')]")[0]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Return what a browser would send: it drops the line break behind ``<textarea>``, which lxml keeps."""
        areas = {area.get("name") for area in self.form.xpath(".//textarea")}
        return [(name, value.removeprefix("\n") if name in areas else value) for name, value in self.form.form_values()]

    def value(self, name: str) -> str:
        return dict(self.fields)[name]

    def press(self, do: str = "", *, go: str = "", **changes: object) -> "Author":
        """Press a button after typing; dots in names are written as two underscores, ``None`` empties a box."""
        named = {name.replace("__", "."): value for name, value in changes.items()}
        pairs: list[tuple[str, object]] = [(name, value) for name, value in self.fields if name not in named]
        for name, value in named.items():
            if isinstance(value, list):
                pairs += [(name, one) for one in value]
            elif value is not None:
                pairs.append((name, value))
        return self.post([*pairs, *([("do", do)] if do else []), *([("go", go)] if go else [])])

    def save(self, **changes: object) -> "Author":
        return self.press("save", **changes)

    @property
    def notice(self) -> str:
        return " ".join(
            " ".join(one.text_content().split()) for one in self.page.xpath("//*[contains(@class, 'studio__notice')]")
        )

    def problems_at(self, name: str) -> str:
        token = self.form.get("id").removesuffix("-edit")
        found = self.page.xpath(f"//*[starts-with(@id, '{token}-{name}-error')]")
        return " ".join(" ".join(one.text_content().split()) for one in found)

    @property
    def document(self) -> Any:
        content, problems = self.block.read()
        assert problems == ()
        return content

    @property
    def is_saved(self) -> bool:
        return "studio__notice--done" in self.html and "Saved" in self.notice
