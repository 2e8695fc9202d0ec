"""A block behind a real socket: pages, handlers and files, and a network that can fail."""

import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from webob import Request

from empower_lms.domain.documents import QuizDocument
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import make_block

TYPES = {"js": "text/javascript", "css": "text/css"}


class BlockServer:
    """One quiz and its learners. ``failures`` is how many of the next submissions the network loses.

    ``keys`` are the idempotency keys of submissions in the order in which they came, ``order`` the positions that were
    answered. Whoever ``is_signed_out`` gets a page to sign in, as from Open edX.
    """

    def __init__(self, document: QuizDocument) -> None:
        self.document = document
        self.records = InMemoryRecords()
        self.user: str | None = "7"
        self.failures = 0
        self.keys: list[str] = []
        self.order: list[int] = []
        self.is_signed_out = False
        self.parent = ""
        self._blocks: dict[str | None, Any] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_class(self))
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/course/unit"

    @property
    def block(self) -> Any:
        if self.user not in self._blocks:
            self._blocks[self.user] = make_block(self.document, records=self.records, user=self.user)
        return self._blocks[self.user]

    @property
    def attempt(self) -> Any:
        return self.records.attempts[self.user or ""][-1]

    def render_page(self, query: dict[str, str], *, in_frame: bool) -> str:
        with self._lock:
            fragment = self.block.render("student_view", {"empower_query": query})
        scripts = "".join(
            f'<script src="{one.data}"></script>' for one in fragment.resources if one.data.endswith(".js")
        )
        # What Open edX adds in the frame of its learning app: lms/templates/courseware/courseware-chromeless.html.
        extra = '<base target="_parent">' if in_frame else ""
        if in_frame:
            scripts += '<script src="/static/resize.js"></script>'
        return (
            '<!doctype html><html lang="en"><head><title>Unit</title><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/static/public/empower.css">{extra}</head>'
            f'<body><div id="content"><main><h1>Unit</h1>{fragment.content}</main></div>{scripts}</body></html>'
        )

    def handle(self, handler: str, body: str, headers: dict[str, str]) -> tuple[int, str, dict[str, str]] | None:
        """Answer a form, or nothing when the network loses it."""
        self.keys += re.findall(r"(?<![a-z])key=(\w+)", body)
        # What a page fetches ahead is no submission.
        if self.failures and handler != "keep":
            self.failures -= 1
            return None
        if self.is_signed_out:
            return 200, "<!doctype html><title>Sign in</title>", {}
        if handler == "answer":
            self.order += [int(position) for position in re.findall(r"(?<![a-z])q=(\d+)", body)]
        request = Request.blank(f"/handler/{handler}", method="POST", POST=body, headers=headers)
        with self._lock:
            response = self.block.handle(handler, request)
        kept = {name: value for name, value in response.headers.items() if name in {"Location", "Cache-Control"}}
        return response.status_int, response.text, kept


RESIZE = """
const content = document.getElementById("content");
const tell = () => {
  window.parent.postMessage({ type: "plugin.resize", payload: { height: content.offsetHeight } }, document.referrer);
  window.scrollTo(0, 0);
};
new MutationObserver(tell).observe(document.body, { attributes: true, childList: true, subtree: true });
new ResizeObserver(tell).observe(document.body);
window.addEventListener("load", tell);
"""
"""What the platform's chromeless page does to be as high as its content."""


def _handler_class(server: BlockServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            name = path.rpartition("/")[2]
            if path == "/static/resize.js":
                self.reply(200, RESIZE, "text/javascript")
            elif path.startswith("/static/public/"):
                self.reply(
                    200, (files("empower_xblocks") / "public" / name).read_text(), TYPES[name.rpartition(".")[2]]
                )
            elif path == "/learning":
                self.reply(200, server.parent, "text/html")
            elif path in {"/course/unit", "/xblock/unit"}:
                asked = dict(Request.blank(self.path).GET.items())
                self.reply(200, server.render_page(asked, in_frame=path == "/xblock/unit"), "text/html")
            else:
                self.reply(200, "<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>", "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = server.handle(self.path.rpartition("/")[2], body, dict(self.headers.items()))
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            status, text, headers = answer
            self.reply(status, text, "text/html", headers)

        def reply(self, status: int, text: str, kind: str, headers: dict[str, str] | None = None) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            if self.path != "/learning":
                self.send_header("Content-Security-Policy", "default-src 'self'; object-src 'none'")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None:
            pass

        log_request: Callable[..., None] = log_message

    return Handler
