"""A browser without JavaScript: cookies, redirects and plain forms, for tests and benchmarks over real HTTP."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import Cookie, CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html


@dataclass
class Page:
    """What came back: status, final address and the parsed document."""

    status: int
    url: str
    body: str

    @property
    def document(self) -> html.HtmlElement:
        return html.fromstring(self.body)

    @property
    def text(self) -> str:
        main = self.document.xpath("//main") or [self.document]
        return " ".join(main[0].text_content().split())

    def form(self, marker: str) -> html.FormElement:
        """Return the first form whose action or buttons contain a marker."""
        for form in self.document.forms:
            names = [form.get("action") or ""] + [
                f"{button.get('name')}={button.get('value')} {button.text_content()}"
                for button in form.xpath(".//button")
            ]
            if any(marker in name for name in names):
                return form
        raise LookupError(f"{self.url} has no form with '{marker}'")


@dataclass
class PlainBrowser:
    """One person's browser at one server."""

    base: str
    cookies: CookieJar = field(default_factory=CookieJar)
    timeout: float = 60

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> Page:
        return self._send(urllib.request.Request(urljoin(self.base, address)))

    def post(self, address: str, values: dict[str, str] | list[tuple[str, str]], *, referer: str = "/") -> Page:
        request = urllib.request.Request(urljoin(self.base, address), data=urlencode(values).encode())
        request.add_header("Referer", urljoin(self.base, referer))
        return self._send(request)

    def submit(self, page: Page, marker: str, button: str = "", **changes: str | list[str]) -> Page:
        """Submit a form of a page as a person would: its values, our changes, and the pressed button.

        ``button`` is the value of the button's ``name=value``, or its text.
        """
        form = page.form(marker)
        values = [(name, value) for name, value in form.form_values() if name not in changes]
        for name, given in changes.items():
            values += [(name, value) for value in ([given] if isinstance(given, str) else given)]
        for pressed in form.xpath(".//button[@name]"):
            if button and button in (pressed.get("value"), pressed.text_content().strip()):
                values.append((pressed.get("name"), pressed.get("value") or ""))
        return self.post(urljoin(page.url, form.get("action") or page.url), values, referer=page.url)

    def set_cookie(self, name: str, value: str) -> None:
        """Keep a cookie that the server did not set in this browser."""
        host = urlsplit(self.base).hostname or ""
        self.cookies.set_cookie(
            Cookie(0, name, value, None, False, host, False, False, "/", True, False, None, False, None, None, {})
        )

    def sign_in(self, username: str, password: str) -> Page:
        page = self.get("/sign-in/")
        form = page.document.xpath("//form[.//input[@name='username']]")[0]
        values = dict(form.form_values()) | {"username": username, "password": password}
        return self.post(form.get("action") or page.url, values, referer=page.url)

    def _send(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                return Page(response.status, response.url, response.read().decode())
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url, error.read().decode(errors="replace"))


def ask_api(base: str, token: str, body: dict[str, object], *, language: str = "en") -> tuple[int, dict[str, object]]:
    """Ask for a decision as a system does."""
    request = urllib.request.Request(
        urljoin(base, "/empower/api/v1/decisions"),
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Token {token}",
            "Accept-Language": language,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
