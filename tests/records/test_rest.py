"""REST: what the OpenAPI document promises is what the server does."""

import json
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from rest_framework.authtoken.models import Token

from empower_lms.certification.decide import ReasonCode
from empower_lms.records import api, models
from tests.certification.cards import STOP, make_scope
from tests.records.cases import DAY, INSIDE, give_scope, make_user, publish

DECISIONS = "/empower/api/v1/decisions"


@pytest.fixture(autouse=True)
def cards(db: None) -> None:
    publish(make_scope(), STOP, now=timezone.now() - DAY)


@pytest.fixture
def system(db: None) -> User:
    """A ticket tool that may ask about everybody."""
    tool = make_user("ticket-tool")
    tool.user_permissions.add(Permission.objects.get(codename="ask_decisions"))
    return tool


def ask(user: User | None, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
    if user is not None:
        headers["Authorization"] = f"Token {Token.objects.get_or_create(user=user)[0].key}"
    response = Client(headers=headers).post(DECISIONS, json.dumps(body), content_type="application/json")
    return response.status_code, response.json()


def about(user: User, scope: str = "FIN-1", **facts: object) -> dict[str, object]:
    return {"holder": user.username, "scope": scope, "facts": {**INSIDE, **facts}}


def read_schema() -> dict[str, Any]:
    response = Client().get("/empower/api/v1/schema")
    assert response.status_code == 200
    document: dict[str, Any] = yaml.safe_load(response.content)
    return document


def assert_matches(schema: dict[str, Any], name: str, body: dict[str, Any]) -> None:
    parts = _from_openapi(json.loads(json.dumps(schema["components"]).replace("#/components/", "#/$defs/")))
    Draft202012Validator({"$defs": parts, "$ref": f"#/$defs/schemas/{name}"}).validate(body)
    assert set(body) == set(parts["schemas"][name]["properties"])


def _from_openapi(part: Any) -> Any:
    """OpenAPI 3.0 writes "or null" as a keyword of its own."""
    if isinstance(part, list):
        return [_from_openapi(item) for item in part]
    if not isinstance(part, dict):
        return part
    rules = {key: _from_openapi(value) for key, value in part.items() if key != "nullable"}
    return {"anyOf": [rules, {"type": "null"}]} if part.get("nullable") else rules


def test_a_holder_inside_the_card_is_granted_with_clauses_and_duties(ada: User, sam: User, system: User) -> None:
    give_scope(sam, ada, now=timezone.now() - DAY)
    status, answer = ask(system, about(ada))
    assert status == 200
    assert answer == {
        "id": str(models.Decision.objects.get().id),
        "outcome": "granted",
        "scope": "FIN-1",
        "scope_version": 1,
        "clauses": ["FIN-1.amount", "FIN-1.waited", "FIN-1.no-security"],
        "inform": [{"clause": "FIN-1.tell", "text": "Tell the lead.", "whom": "the lead", "within": "24h"}],
        "on_probation": True,
        "reasons": [],
    }
    assert_matches(read_schema(), "Answer", answer)


def test_a_refusal_names_every_reason_with_a_way_on(ada: User, system: User) -> None:
    status, answer = ask(system, about(ada, amount="140 EUR"))
    assert status == 200
    assert [(reason["code"], reason["clause"], reason["link"]) for reason in answer["reasons"]] == [
        ("certificate-missing", None, "/course/scope/"),
        ("certificate-missing", None, "/course/trust/"),
        ("not-signed", None, None),
        ("over-limit", "FIN-1.amount", None),
    ]
    assert answer["reasons"][3]["next_step"] == "Ask the lead."
    schema = read_schema()
    assert_matches(schema, "Answer", answer)
    for reason in answer["reasons"]:
        assert_matches(schema, "Reason", reason)


def test_the_answer_speaks_the_language_that_was_asked_in(ada: User, system: User) -> None:
    _, answer = ask(system, about(ada, amount="140 EUR"), **{"Accept-Language": "de-AT,de;q=0.9"})
    assert answer["reasons"][3]["next_step"] == "Ask the lead. (de)"


def test_everybody_may_ask_for_themselves_and_only_for_themselves(ada: User, sam: User, system: User) -> None:
    assert ask(ada, about(ada))[0] == 200
    assert ask(sam, about(ada))[0] == 403
    assert ask(system, about(ada))[0] == 200
    assert ask(None, about(ada))[0] == 401
    assert models.Decision.objects.count() == 2


def test_a_wrong_token_is_not_let_in(ada: User) -> None:
    response = Client(headers={"Authorization": "Token nonsense"}).post(
        DECISIONS, json.dumps(about(ada)), content_type="application/json"
    )
    assert response.status_code == 401


def test_every_field_with_a_mistake_is_named_at_once(system: User) -> None:
    status, errors = ask(system, {"scope": "", "facts": {"amount": [1], "topic": "x" * 201, "waited": True}})
    assert status == 400
    assert set(errors) == {"holder", "scope", "facts"}
    assert set(errors["facts"]) == {"amount", "topic"}


@pytest.mark.parametrize("body", [[], "text", {"holder": "ada", "scope": "FIN-1", "facts": []}, None, 7])
def test_a_body_of_another_shape_is_a_400(system: User, body: object) -> None:
    assert ask(system, body)[0] == 400


def test_a_body_that_is_no_json_is_a_400(system: User) -> None:
    token = Token.objects.create(user=system).key
    response = Client(headers={"Authorization": f"Token {token}"}).post(DECISIONS, "{", content_type="application/json")
    assert response.status_code == 400


def test_the_same_key_gets_the_same_answer_even_after_things_changed(ada: User, sam: User, system: User) -> None:
    first = ask(system, about(ada), **{"Idempotency-Key": "t1"})
    give_scope(sam, ada, now=timezone.now() - DAY)
    assert ask(system, about(ada), **{"Idempotency-Key": "t1"}) == first
    assert ask(system, about(ada), **{"Idempotency-Key": "t2"})[1]["outcome"] == "granted"
    assert models.Decision.objects.count() == 2


def test_a_key_belongs_to_one_question_and_one_asker(ada: User, system: User) -> None:
    ask(system, about(ada), **{"Idempotency-Key": "t1"})
    status, problem = ask(system, about(ada, amount="41 EUR"), **{"Idempotency-Key": "t1"})
    assert status == 409
    assert_matches(read_schema(), "Problem", problem)
    assert ask(ada, about(ada, amount="41 EUR"), **{"Idempotency-Key": "t1"})[0] == 200


def test_a_card_can_be_read_in_both_languages(ada: User) -> None:
    headers = {"Authorization": f"Token {Token.objects.create(user=ada).key}"}
    card = Client(headers=headers).get("/empower/api/v1/scopes/FIN-1").json()
    assert_matches(read_schema(), "Card", card)
    assert [clause["kind"] for clause in card["clauses"]] == ["limit", "condition", "exclusion", "inform"]
    german = Client(headers={**headers, "Accept-Language": "de"}).get("/empower/api/v1/scopes/FIN-1").json()
    assert german["title"] == "Grant a goodwill credit (de)"
    assert Client(headers=headers).get("/empower/api/v1/scopes/NOPE-1").status_code == 404
    assert Client().get("/empower/api/v1/scopes/FIN-1").status_code == 401


def test_a_key_from_an_event_leads_to_its_account_for_whoever_may_ask(ada: User, sam: User, system: User) -> None:
    holder = give_scope(sam, ada, now=timezone.now())
    address = f"/empower/api/v1/holders/{holder.key}"

    def look(user: User, where: str = address) -> tuple[int, dict[str, Any]]:
        token = Token.objects.get_or_create(user=user)[0].key
        response = Client(headers={"Authorization": f"Token {token}"}).get(where)
        return response.status_code, response.json()

    assert look(system) == (200, {"holder": str(holder.key), "username": "ada", "is_active": True})
    assert look(ada)[0] == 403, "not even one's own: a key is nothing to know"
    assert look(system, "/empower/api/v1/holders/nonsense")[0] == 404
    with api.records.transaction():
        api.release_holder(str(ada.pk), now=timezone.now())
    assert look(system)[0] == 404


def test_the_document_names_every_operation_and_every_answer(capsys: pytest.CaptureFixture[str]) -> None:
    schema = read_schema()
    answers = {
        (path, verb): set(operation["responses"])
        for path, operations in schema["paths"].items()
        for verb, operation in operations.items()
    }
    assert answers == {
        ("/empower/api/v1/decisions", "post"): {"200", "400", "401", "403", "409"},
        ("/empower/api/v1/scopes/{scope_id}", "get"): {"200", "401", "403", "404"},
        ("/empower/api/v1/holders/{key}", "get"): {"200", "401", "403", "404"},
    }
    assert set(schema["components"]["schemas"]["CodeEnum"]["enum"]) == set(ReasonCode)
    assert capsys.readouterr().err == ""
