"""Starting and stopping the local LMS."""

import re
import shutil
import signal
import socket
import stat

from tests.served import COURSES, REPOSITORY, free_port, run_command, start_server
from tests.web import PlainBrowser


def test_it_ends_cleanly_and_starts_again_with_everything_it_knew(tmp_path):
    home = tmp_path / "home"
    first = start_server(home)
    people = first.people
    browser = PlainBrowser(first.base)
    browser.sign_in("alex", people["alex"])
    browser.get("/course/scope/scope-doors/")
    assert first.stop(signal.SIGINT) == 0
    assert "Traceback" not in first.output.read_text()

    second = start_server(home)
    try:
        assert second.people == people
        again = PlainBrowser(second.base)
        assert again.sign_in("alex", people["alex"]).url == second.base + "/"
        resume = again.get("/course/scope/").document.xpath("//div[contains(@class, 'card--next')]//a/@href")
        assert resume == ["/course/scope/scope-doors/"]
    finally:
        second.stop()
    assert second.output.read_text().count(people["alex"]) == 2, "both starts say how to sign in"


def test_secrets_are_fresh_and_only_for_their_owner(tmp_path):
    keys = set()
    for name in ("one", "two"):
        server = start_server(tmp_path / name)
        server.stop()
        for file in ("secret-key", "demo-people.json"):
            assert stat.S_IMODE((tmp_path / name / file).stat().st_mode) == 0o600
        keys.add((tmp_path / name / "secret-key").read_text())
        keys.update(server.people.values())
    assert len(keys) == 2 * 6
    assert all(len(key) >= 12 for key in keys)


def serve(tmp_path, *arguments: str):
    return run_command("serve", *arguments, "--home", str(tmp_path / "home"))


def test_a_taken_port_gets_a_clear_message(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port()))
        other.listen()
        port = other.getsockname()[1]
        done = serve(tmp_path, str(COURSES), "--port", str(port))
    assert done.returncode == 2
    assert re.search(rf"Port {port} is taken by another program\. Choose another one", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_catalogue_with_mistakes_is_not_served(tmp_path):
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "catalogue.yaml").write_text("languages: [en, en\n")
    done = serve(tmp_path, str(tmp_path / "courses"), "--port", str(free_port()))
    assert done.returncode == 1
    assert "catalogue.yaml:" in done.stdout
    assert "Nothing is served" in done.stdout


def test_a_card_that_changed_without_a_new_version_is_refused(tmp_path):
    courses = tmp_path / "courses"
    shutil.copytree(COURSES, courses, ignore=shutil.ignore_patterns("__pycache__", "__init__.py"))
    start_server(tmp_path / "home", courses=courses).stop()
    card = courses / "scopes" / "REQ-1.yaml"
    card.write_text(card.read_text(encoding="utf-8").replace("250 EUR", "249 EUR"), encoding="utf-8")
    done = serve(tmp_path, str(courses), "--port", str(free_port()))
    assert done.returncode == 1
    assert "REQ-1" in done.stderr
    assert "Raise its version" in done.stderr


def test_make_demo_is_the_same_command():
    makefile = (REPOSITORY / "Makefile").read_text()
    assert "empower-lms serve courses --home $(HOME_DIR) --port $(PORT) --demo" in makefile
