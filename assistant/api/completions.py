"""The shape of OpenAI's chat completions: so that any chat client can be put in front of the assistant.

Such clients drop fields that they do not know, so that the citations stand in the text, as markers and as a list below
it. Only checked text is sent: a stream begins when the answer is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.api.asked import ChatBody, ChatMessage
from assistant.schema import Turn

_HEADS = {"fr": ("Sources", "Passages les plus proches"), "en": ("Sources", "Nearest passages")}


def conversation(body: ChatBody) -> tuple[str, list[Turn]]:
    """The question, and the turns before it; what the system is told is left out. "" where nobody asks anything."""
    turns = [Turn("user" if one.role == "user" else "assistant", _text(one)) for one in body.messages if _spoken(one)]
    if not turns or turns[-1].role != "user":
        return "", []
    return turns[-1].text, turns[:-1]


def told(answer: dict[str, Any]) -> str:
    """An answer as one text: what it says, why if it refuses, and its sources as they are cited."""
    heads = _HEADS[answer["lang"]]
    lines = [answer["text"], *([answer["reason"]] if answer["reason"] else []), *answer["notices"]]
    cited = answer["citations"] or answer["nearest"]
    if cited:
        lines += ["", f"{heads[0] if answer['citations'] else heads[1]}:"]
    for one in cited:
        place = ", ".join(
            part for part in (one["title"], one["section"], f"p. {one['page']}" if one["page"] else "") if part
        )
        lines.append(f"[{one['number']}] {place}: “{one['quote']}” ({one['url'] or one['uri']})")
    return "\n".join(lines)


def completion(id_: str, created: int, model: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The whole answer at once; `citeprep` holds it as `/api/ask` gives it."""
    message = {"role": "assistant", "content": told(answer)}
    return {
        "id": id_,
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": _usage(answer),
        "citeprep": answer,
    }


def chunks(id_: str, created: int, model: str, answer: dict[str, Any], options: dict[str, Any] | None) -> Iterator[str]:
    """The same as server-sent events, line by line, with the end that clients look for."""
    head = {"id": id_, "object": "chat.completion.chunk", "created": created, "model": model}

    def chunk(delta: dict[str, str], finish: str | None = None) -> str:
        return _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant", "content": ""})
    for line in told(answer).splitlines(keepends=True):
        yield chunk({"content": line})
    yield chunk({}, "stop")
    if (options or {}).get("include_usage"):
        yield _event({**head, "choices": [], "usage": _usage(answer)})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _usage(answer: dict[str, Any]) -> dict[str, int]:
    """Tokens of the model's draft; what it read is not counted."""
    tokens = int(answer["trace"]["tokens"])
    return {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens}


def _spoken(message: ChatMessage) -> bool:
    return message.role in ("user", "assistant") and bool(_text(message).strip())


def _text(message: ChatMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    parts: Sequence[dict[str, Any]] = message.content or ()
    return "\n".join(str(part.get("text", "")) for part in parts if part.get("type") == "text")
