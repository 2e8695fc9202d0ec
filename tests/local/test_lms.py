"""The pages of the local LMS, over real HTTP and without JavaScript."""

import urllib.parse
import urllib.request

import pytest

from tests.local.learning import CERTIFICATION, QuizTaker, buttons, item_of, position_of, right_answer
from tests.web import PlainBrowser


def test_a_visitor_is_asked_to_sign_in_first(served):
    page = PlainBrowser(served.base).get("/course/scope/")
    assert page.url.endswith("/sign-in/?next=/course/scope/")


def test_a_wrong_password_says_so_and_lets_nobody_in(served):
    browser = PlainBrowser(served.base)
    page = browser.sign_in("alex", "wrong")
    assert page.status == 422
    assert "don't fit together" in page.text
    assert "/sign-in/" in browser.get("/").url


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(served, target):
    browser = PlainBrowser(served.base)
    page = browser.get("/sign-in/?next=" + target)
    form = page.document.xpath("//form[.//input[@name='username']]")[0]
    values = dict(form.form_values()) | {"username": "alex", "password": served.people["alex"], "next": target}
    landed = browser.post("/sign-in/", values, referer="/sign-in/")
    assert landed.url == served.base + "/"


def test_nobody_is_taken_at_their_word_in_the_address(served):
    page = PlainBrowser(served.base).get("/course/scope/scope-certification/?student=alex")
    assert "/sign-in/" in page.url


def test_home_shows_pillars_scopes_and_one_next_step(alex):
    page = alex.get("/")
    assert page.text.count("Your next step") == 1
    pillars = [heading.text_content() for heading in page.document.xpath("//section[@aria-labelledby='pillars']//h3")]
    assert len(pillars) == 6
    assert "Decision scope" in pillars
    for scope in ("CHG-1", "INC-1", "REQ-1", "REQ-2", "STP-0", "SUP-1"):
        assert scope in page.text


def test_the_outline_leads_to_every_page_and_back(alex):
    outline = alex.get("/course/scope/")
    links = outline.document.xpath("//main//ol/li/a/@href")
    units = [link for link in links if link.startswith("/course/scope/") and link != "/course/scope/"]
    assert len(units) == 11
    page = alex.get(units[0])
    visited = [units[0]]
    while page.document.xpath("//a[@rel='next']"):
        page = alex.get(page.document.xpath("//a[@rel='next']/@href")[0])
        assert page.status == 200
        visited.append(page.url.removeprefix(alex.base))
    assert visited == units


def test_the_course_remembers_the_place(alex):
    alex.get("/course/scope/scope-doors/")
    outline = alex.get("/course/scope/")
    resume = outline.document.xpath("//div[contains(@class, 'card--next')]//a/@href")
    assert resume == ["/course/scope/scope-doors/"]


def test_a_lesson_that_is_read_counts_once(alex):
    before = alex.get("/course/scope/").document.xpath("//progress/@value")
    lesson = alex.get("/course/scope/scope-budgets/")
    read = alex.submit(lesson, "read")
    assert read.status == 200
    after = alex.get("/course/scope/").document.xpath("//progress/@value")
    assert int(after[0]) == int(before[0]) + 1


def test_the_language_switch_keeps_attempt_and_place(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    taker = QuizTaker(browser)
    english = taker.at(3)
    item = item_of(english)
    german = browser.submit(english, "set_language", "de")
    assert item_of(german) == item
    assert position_of(german) == 3
    assert german.document.xpath("//empower-block/@lang") == ["de"]
    assert browser.get("/course/scope/").document.xpath("//html/@lang") == ["en"]


def test_the_sites_language_overrides_an_earlier_choice_in_a_block(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    page = browser.get("/course/scope/scope-anatomy/")
    page = browser.submit(page, "set_language", "de")
    page = browser.submit(page, "/language/", "en")
    assert page.document.xpath("//empower-block/@lang") == ["en"]
    page = browser.submit(page, "/language/", "de")
    assert page.document.xpath("//html/@lang") == ["de"]
    assert page.document.xpath("//empower-block/@lang") == ["de"]


@pytest.mark.parametrize(
    "address",
    [
        "/course/nothing/",
        "/course/scope/nothing/",
        "/xblock/block-v1:a+b+c+type@empower_quiz+block@x/handler/begin/",
        "/xblock/nonsense/handler/begin/",
        "/course/scope/../../etc/passwd",
    ],
)
def test_what_is_not_there_is_a_404(alex, address):
    assert alex.get(address).status == 404


@pytest.mark.parametrize(("locale", "heading"), [("en", "There is nothing here"), ("de", None)])
def test_a_lost_address_is_answered_in_the_frame_of_every_page(alex, locale, heading):
    alex.set_cookie("django_language", locale)
    page = alex.get("/course/nothing/")
    assert page.status == 404
    assert page.document.xpath("//html/@lang") == [locale]
    assert page.document.xpath("//main//a[@href='/']")
    if heading:
        assert heading in page.text


def test_who_lost_their_session_hears_that_the_form_was_not_stored(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    page = browser.get("/empower/decide/?scope=INC-1")
    browser.cookies.clear(domain="127.0.0.1", path="/", name="sessionid")
    landed = browser.submit(page, "/empower/decide/")
    assert landed.url.endswith("/sign-in/?next=/empower/decide/")
    assert "what you sent was not stored" in landed.text
    assert "what you sent was not stored" not in PlainBrowser(served.base).get("/empower/decide/").text


def test_a_form_from_before_another_sign_in_is_refused_kindly(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    page = browser.get("/empower/decide/?scope=INC-1")
    browser.sign_in("alex", served.people["alex"])
    refused = browser.submit(page, "/empower/decide/")
    assert refused.status == 403
    assert "This page was open too long" in refused.text


def test_a_handler_needs_a_person_a_token_and_a_name(served, alex):
    page = QuizTaker(alex).start()
    handler = page.document.xpath("//form[@data-answer]/@action")[0]
    assert alex.post(handler, {"answer": "a"}).status == 403
    assert PlainBrowser(served.base).post(handler, {"answer": "a"}).status == 403
    token = page.document.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    unknown = handler.replace("/answer/", "/export_keys/")
    assert alex.post(unknown, {"csrfmiddlewaretoken": token}).status == 404


def test_reading_a_handler_stores_nothing(served, alex):
    page = QuizTaker(alex).start()
    handler = page.document.xpath("//form[@data-answer]/@action")[0]
    with served.database() as database:
        before = database.execute("select count(*) from empower_records_answerevent").fetchone()
    attempt = page.document.xpath("//input[@name='attempt']/@value")[0]
    assert alex.get(f"{handler}?attempt={attempt}&q=1&answer=a&key=k").status == 200
    assert alex.get(handler.replace("/answer/", "/hand_in/") + f"?attempt={attempt}").status == 200
    with served.database() as database:
        assert database.execute("select count(*) from empower_records_answerevent").fetchone() == before


def test_pages_run_no_inline_script_and_load_nothing_from_elsewhere(served, alex):
    for address in ("/", "/course/scope/", "/course/scope/scope-anatomy/", CERTIFICATION, "/empower/"):
        with urllib.request.urlopen(
            urllib.request.Request(
                served.base + address,
                headers={"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in alex.cookies)},
            )
        ) as response:
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            # Else the back button shows a quiz from before the hand-in, and a person's pages after they signed out.
            assert "no-store" in response.headers["Cache-Control"], address
        page = alex.get(address)
        assert not page.document.xpath("//script[not(@src)] | //style | //*[@style]")
        assert not page.document.xpath("//*[starts-with(name(@*), 'on')]")
        loaded = page.document.xpath("//script/@src | //link/@href | //img/@src")
        assert loaded
        assert all(address.startswith("/static/") for address in loaded)


def test_starting_twice_is_starting_once(served):
    browser = PlainBrowser(served.base)
    browser.sign_in("mira", served.people["mira"])
    first, second = (QuizTaker(browser).start() for _ in range(2))
    assert item_of(first) == item_of(second)
    assert "Start" not in buttons(second)


LIMITS = {"page": 8, "answer": 6}


def test_pages_and_answers_stay_within_their_queries(served, alex, catalogue_questions):
    taker = QuizTaker(alex)
    page = taker.at(2)
    alex.get(CERTIFICATION)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in alex.cookies)

    def count(request: urllib.request.Request) -> int:
        request.add_header("Cookie", cookies)
        with urllib.request.urlopen(request) as response:
            return int(response.headers["X-Queries"])

    assert count(urllib.request.Request(served.base + CERTIFICATION)) <= LIMITS["page"]
    form = page.document.xpath("//form[@data-answer]")[0]
    fields = [(name, value) for name, value in form.form_values() if name not in {"answer", "go"}]
    fields += [("go", "next"), *(("answer", value) for value in right_answer(page, catalogue_questions))]
    request = urllib.request.Request(served.base + form.get("action"), data=urllib.parse.urlencode(fields).encode())
    request.add_header("Accept", "text/x-empower-fragment")
    request.add_header("Referer", page.url)
    assert count(request) <= LIMITS["answer"]
