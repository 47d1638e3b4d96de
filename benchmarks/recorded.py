"""Exchanges that others recorded with real providers, read by the model layer: ``python -m benchmarks recorded FOLDER``.

*FOLDER* holds vcrpy or VCR cassettes, which are not ours to ship. Each response is served again on loopback, byte by byte as it was recorded, and read
twice: by the model layer, and, as the floor, by the SDK. Wanted: the same text, or, where there is none, an error of ours and nothing else.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import openai
import yaml

from roleplay.errors import RoleplayError
from roleplay.models.endpoint import endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Message
from roleplay.testing.answer import Answer
from roleplay.testing.server import Provider

THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
"""What the model layer leaves out and the SDK does not."""


class Loader(yaml.SafeLoader):
    """A safe loader that knows how Ruby writes bytes as well."""

    yaml_constructors: ClassVar = {**yaml.SafeLoader.yaml_constructors, "!binary": yaml.SafeLoader.construct_yaml_binary}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response of a provider: its *status*, *kind* of content and *body*, and whether it was asked to be *streamed*."""

    name: str
    status: int
    kind: str
    body: bytes
    streamed: bool


def recorded(path: Path) -> Iterator[Recorded]:
    """The responses in a cassette, of vcrpy or of Ruby's VCR."""
    with path.open("rb") as file:
        document = yaml.load(file, Loader)  # a safe one
    for number, each in enumerate(document.get("interactions") or document.get("http_interactions")):
        said = each["response"]
        body = _bytes(said["parsed_body"] if "parsed_body" in said else (said.get("body") or {}).get("string", b""))
        headers = {name.lower(): value for name, value in said["headers"].items()}
        kind = headers.get("content-type") or ("application/json" if body[:1] in (b"{", b"[") else "text/event-stream")
        streamed = body.lstrip().startswith((b"data:", b"event:", b":"))
        yield Recorded(f"{path.stem} {number}", said["status"]["code"], kind if isinstance(kind, str) else kind[0], body, streamed)


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()


def ours(url: str, number: int) -> tuple[str | None, str]:
    """The text, None where there is none, and how it ended or the error."""
    model = endpoint(f"openai:recorded:{number}", base_url=url, environment={"OPENAI_API_KEY": "x"})
    reply = guarded(OpenAIModel(model), attempts=1).stream([Message("user", "Hello.")])
    try:
        text = "".join(reply)
    except RoleplayError as error:
        return None, f"{type(error).__name__}: {error}"
    return text or None, "" if reply.ending is None else f"{reply.ending.status} ({reply.ending.finish}, {reply.ending.usage})"


def theirs(url: str, number: int, *, streamed: bool) -> tuple[str | None, str]:
    """As `ours`, read by the SDK."""
    with openai.OpenAI(api_key="x", base_url=url, max_retries=0) as sdk:
        ask: Any = sdk.chat.completions.create
        try:
            came = ask(model=f"recorded:{number}", messages=[], stream=streamed)
            if streamed:
                return "".join(c.choices[0].delta.content or "" for c in came if c.choices) or None, "streamed"
            return came.choices[0].message.content or None, str(came.choices[0].finish_reason)
        except Exception as error:  # what is measured: it raises many things
            return None, f"{type(error).__name__}"


def main(folder: str = "") -> bool:
    """Read all that is in *folder*; say each that is read otherwise than by the SDK."""
    paths = sorted(Path(folder).glob("*.y*ml")) if folder else []
    if not paths:
        print(
            f"recorded: {'there is no cassette in ' + folder if folder else 'give a folder with cassettes'}: python -m benchmarks recorded FOLDER"
        )
        return True
    served = [each for path in paths for each in recorded(path)]

    async def again(answer: Answer) -> None:
        each = served[int(answer.argument)]
        packed = ["content-encoding: gzip"] if each.body.startswith(b"\x1f\x8b") else []
        await answer.whole(each.status, each.body, *packed, kind=each.kind)

    same = told = 0
    with Provider(behaviours={"recorded": again}) as provider:
        for number, each in enumerate(served):
            mine, how = ours(provider.url, number)
            other, ending = theirs(provider.url, number, streamed=each.streamed)
            other = THOUGHT.sub("", other or "").lstrip() or None
            same, told = same + (mine is not None and mine == other), told + (mine is None and other is None)
            if "-v" in sys.argv or mine != other:
                print(f"  {each.name[:90]}\n    ours: {how}: {(mine or '')[:60]!r}\n    the SDK: {ending}: {(other or '')[:60]!r}")
    ok = same + told == len(served)
    print(
        f"recorded: {len(paths)} cassettes, {len(served)} responses: {same} with the SDK’s text, {told} without text in both, "
        f"{len(served) - same - told} otherwise; wanted 0 otherwise: {'met' if ok else 'NOT MET'}"
    )
    return ok


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:2]) else 1)
