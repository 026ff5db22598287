"""The HTTP interface for programs, in process: what it gives, how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api import routes
from tests.ui.fake_checker import CheckingAssistant


def interface() -> FastAPI:
    app = FastAPI(title="citeprep", openapi_url="/api/openapi.json")
    routes.add_routes(app, CheckingAssistant())
    return app


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client; practice is kept in a folder of its own."""
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path))
    return TestClient(interface(), raise_server_exceptions=True)


def posted(client: TestClient, path: str, **body: Any) -> Any:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def events(text: str) -> list[tuple[str, Any]]:
    parts = [part.split("\n") for part in text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in parts]


def test_search(client: TestClient) -> None:
    found = posted(client, "/api/search", query="What is the score?", limit=1)
    assert found["sentences"][0]["quote"].startswith("Le score minimal")
    assert found["passages"][0]["rank"] == 1


def test_ask_whole_and_as_events(client: TestClient) -> None:
    answer = posted(client, "/api/ask", question="What is the score?")
    assert (answer["status"], answer["citations"][0]["number"]) == ("answered", 1)
    streamed = client.post("/api/ask", json={"question": "What is the score?", "stream": True})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    told = events(streamed.text)
    assert [told[0][0], told[1][0], told[-1][0]] == ["searching", "retrieved", "final"]
    assert "".join(data["text"] for name, data in told if name == "token").strip() == answer["text"]
    assert told[-1][1] == answer
    worded = client.post("/api/ask", json={"question": "What is the score, worded?", "stream": True})
    names = [name for name, _ in events(worded.text)]
    assert names.index("retrieved") < names.index("quoted") < names.index("token")


def test_the_conversation_goes_along(client: TestClient) -> None:
    history = [{"role": "user", "text": "one"}, {"role": "assistant", "text": "two"}]
    assert posted(client, "/api/ask", question="And the score?", history=history)["status"] == "answered"


def test_a_failure_has_its_code_and_remedy(client: TestClient) -> None:
    told = client.post("/api/ask", json={"question": "please fail"})
    assert told.status_code == 503
    expected = {"code": "model-unavailable", "message": "The chat model is not there.", "help": "Run make app again."}
    assert told.json()["error"] == expected | {"type": "model-unavailable"}
    streamed = client.post("/api/ask", json={"question": "please fail", "stream": True})
    assert events(streamed.text)[-1] == ("failed", expected)


def test_check(client: TestClient) -> None:
    checked = posted(client, "/api/check", text="Pipe mode streams data. It is free.")
    assert {claim["verdict"] for claim in checked["claims"]}
    assert 0 <= checked["coverage"] <= 1


def test_quiz_and_its_grade(client: TestClient) -> None:
    item = posted(client, "/api/quiz", exam="mls-c01", lang="fr")["items"][0]
    assert "key" not in item
    assert "explanation" not in json.dumps(item)
    letters = [option["letter"] for option in item["options"]][: item["choose"]]
    graded = posted(client, "/api/quiz", exam="mls-c01", item=item["id"], letters=letters)
    assert graded["id"] == item["id"]
    assert graded["key"]
    assert graded["evidence"][0]["quote"]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/ask", {"question": ""}, "question: "),
        ("/api/ask", {"question": 1}, "question: "),
        ("/api/ask", {"question": "x" * 6001}, "question: "),
        ("/api/ask", {"question": "score", "langue": "fr"}, "langue: Extra inputs are not permitted."),
        ("/api/search", {"query": "score", "limit": "2"}, "limit: "),
        ("/api/search", {"query": "score", "limit": 21}, "limit: "),
        ("/api/check", {}, "text: Field required."),
        ("/api/quiz", {"exam": "none"}, "none"),
        ("/api/quiz", {"item": "x"}, "both"),
        ("/api/quiz", {"item": "x", "letters": ["A"]}, "x"),
        ("/api/quiz", {"domain": "none"}, "none"),
        ("/v1/chat/completions", {"messages": []}, "messages: "),
        ("/v1/chat/completions", {"messages": [{"role": "system", "content": "x"}]}, "no question"),
    ],
)
def test_what_is_wrong_is_told(client: TestClient, path: str, body: dict[str, Any], said: str) -> None:
    told = client.post(path, json=body)
    assert told.status_code == 422, told.text
    assert said in told.json()["error"]["message"]
    assert told.json()["error"]["help"]


def test_an_openai_client_gets_the_citations_in_the_text(client: TestClient) -> None:
    messages = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "user", "content": [{"type": "text", "text": "What is the score?"}, {"type": "image_url"}]},
    ]
    whole = posted(client, "/v1/chat/completions", model="any", messages=messages, temperature=0.3, tools=[])
    said = whole["choices"][0]["message"]["content"]
    assert said.startswith("Il faut 750 points")
    assert "Sources:\n[1] L'examen MLS-C01, Notation: “Le score minimal" in said
    assert whole["choices"][0]["finish_reason"] == "stop"
    asked = {"messages": messages, "stream": True, "stream_options": {"include_usage": True}}
    lines = client.post("/v1/chat/completions", json=asked).text.strip().split("\n\n")
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    assert "".join(one["choices"][0]["delta"].get("content", "") for one in chunks if one["choices"]) == said
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["usage"]["total_tokens"] >= 0
    assert client.get("/v1/models").json()["data"][0]["id"] == "citeprep"


def test_more_at_once_than_there_may_be_are_told_to_come_again() -> None:
    turns = routes._Turns(1)
    turns.take()
    with pytest.raises(routes.Busy, match=r"Ask again in some seconds\."):
        turns.run(lambda: None)
    assert list(turns.stream(iter(["a"]))) == ["a"]
    assert turns.run(lambda: 1) == 1
