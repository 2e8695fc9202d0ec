"""In the iframe of Open edX's learning app: another origin around the block, which is as high as its content."""

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.xblocks.builders import Browser
from tests.xblocks.quizzes import make_full_quiz

# What the learning app does with the messages of the frame: frontend-app-learning, useIFrameBehavior.
PARENT = """<!doctype html><html lang="en"><title>Course</title>
<body><button id="before">Before</button><div style="height: 900px">Above</div>
<iframe id="unit-iframe" title="Unit" src="{src}" width="100%" height="600" scrolling="no" style="border: 0"></iframe>
<button id="after">After</button>
<script>
window.messages = [];
window.addEventListener("message", ({{ data, origin }}) => {{
  window.messages.push({{ ...data, origin }});
  const frame = document.getElementById("unit-iframe");
  if (data.type === "plugin.resize") frame.height = data.payload.height;
  else if (data.offset) window.scrollTo(0, data.offset + frame.offsetTop);
}});
</script></body></html>"""


class Framed:
    def __init__(self, stage) -> None:
        self.stage = stage
        server = stage.server
        Browser(server.block).open().press("begin")
        server.parent = PARENT.format(src=f"http://localhost:{server.port}/xblock/unit")
        self.page = stage.page
        self.page.goto(f"http://127.0.0.1:{server.port}/learning")
        expect(self.frame.locator("empower-block")).to_be_visible()

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("#unit-iframe")

    def heights(self) -> tuple[int, int]:
        inside = self.frame.locator("#content").evaluate("content => content.offsetHeight")
        return int(self.page.locator("#unit-iframe").get_attribute("height") or 0), inside

    def expect_fitting(self) -> None:
        for _ in range(50):
            outside, inside = self.heights()
            if outside == inside:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"the frame is {outside} high, its content {inside}")


@pytest.fixture(params=["one", "all"])
def framed(staged, request) -> Framed:
    return Framed(staged(make_full_quiz(request.param)))


def test_the_frame_grows_and_shrinks_with_the_content(framed):
    framed.expect_fitting()
    before = framed.heights()[0]
    framed.frame.locator("summary", has_text="Calculator").click()
    framed.expect_fitting()
    assert framed.heights()[0] > before
    framed.frame.locator("summary", has_text="Calculator").click()
    framed.expect_fitting()
    assert framed.heights()[0] == before


def test_nothing_is_higher_because_its_window_is(framed):
    """A height in units of the window would grow with the frame that grows with the content, for ever."""
    framed.expect_fitting()
    inside = framed.heights()[1]
    framed.page.locator("#unit-iframe").evaluate("frame => { frame.height = 4000 }")
    framed.page.wait_for_timeout(300)
    assert framed.heights()[1] == inside


def test_the_next_question_is_scrolled_to_through_the_app_around_it(staged):
    framed = Framed(staged(make_full_quiz("one", time_limit=None)))
    framed.page.locator("#after").scroll_into_view_if_needed()
    framed.frame.locator("[name=answer]").first.focus()
    field = framed.frame.locator("form[data-answer] [name=answer]").first
    field.fill("720") if field.get_attribute("type") is None else field.check()
    framed.frame.locator("[name=stance]").first.check()
    framed.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    framed.frame.locator("form[data-answer] .empower__button--primary").evaluate("button => button.click()")
    expect(framed.frame.locator("[name=q]")).to_have_value("2")
    expect(framed.frame.locator("[data-focus]")).to_be_in_viewport()
    framed.stage.expect_stored(1)


def test_links_within_a_page_stay_within_it(staged):
    framed = Framed(staged(make_full_quiz("all")))
    address = framed.page.url
    framed.frame.locator("[data-mark='7']").click()
    expect(framed.frame.locator("[data-part='7'] h3")).to_be_focused()
    expect(framed.frame.locator("[data-part='7'] h3")).to_be_in_viewport()
    assert framed.page.url == address


def test_links_that_leave_lead_the_whole_window_away(staged):
    framed = Framed(staged(make_full_quiz("one")))
    framed.frame.locator("button[value=review]").first.click()
    framed.frame.locator("button[value=hand-in]").click()
    framed.frame.locator("[data-hand-in] button").click()
    expect(framed.frame.locator(".empower__result")).to_be_visible()
    framed.expect_fitting()
    framed.frame.locator("empower-block").evaluate(
        "block => block.view.insertAdjacentHTML('beforeend', '<a href=\"/empower/\" target=\"_top\">My scopes</a>')"
    )
    framed.frame.get_by_role("link", name="My scopes").click()
    expect(framed.page.locator("h1")).to_have_text("Elsewhere")


def test_the_keyboard_walks_in_through_and_out_again(staged):
    framed = Framed(staged(make_full_quiz("one")))
    framed.page.locator("#before").focus()
    seen = []
    for _ in range(60):
        framed.page.keyboard.press("Tab")
        if framed.page.locator("#after").evaluate("button => button === document.activeElement"):
            break
        seen.append(
            framed.frame.locator("body").evaluate(
                "body => { const at = document.activeElement; const box = at.getBoundingClientRect();"
                " return [at.name || at.tagName, Math.round(box.top)] }"
            )
        )
    else:
        raise AssertionError("the keyboard does not get out of the frame")
    names = [name for name, _top in seen]
    assert names.index("language") < names.index("answer") < names.index("stance") < names.index("go")
    assert names[-1] == "SUMMARY"


def test_without_a_script_a_form_stays_in_the_frame(chromium, staged):
    """The platform's ``<base target="_parent">`` counts for forms, too."""
    stage = staged(make_full_quiz("one"))
    stage.page.route("**/*.js", lambda route: route.abort() if "empower" in route.request.url else route.continue_())
    framed = Framed(stage)
    address = framed.page.url
    framed.frame.locator("[data-mark='3']").click()
    expect(framed.frame.locator("[name=q]")).to_have_value("3")
    assert framed.page.url == address
