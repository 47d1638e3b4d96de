"""A chat model as the partner on a real terminal: Ctrl-C while it speaks, and while it says nothing at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from roleplay.store import Store
from roleplay.testing.server import Provider
from tests.cli.terminal import Terminal

TALK = ("practice", "grumbling_parent", "--scenario", "sunday-call", "--lang", "en", "--me", "f", "--difficulty", "normal", "--seed", "3")
ASKED = "\nYou"


def turns(home: Path) -> list[dict[str, Any]]:
    """The turns of the newest transcript."""
    lines = [json.loads(line) for line in Store(home).files()[-1].read_bytes().split(b"\n") if line]
    return [line for line in lines if line["type"] == "turn"]


@pytest.mark.parametrize(
    ("model", "seen", "said"), [("stalls:You never ring. And", "Mum  You never ring.", "You never ring."), ("silent", "Pauses", "")]
)
def test_p20_ctrl_c_stops_a_model_at_once(home: Path, provider: Provider, model: str, seen: str, said: str) -> None:
    """What was said is kept as interrupted, and the trainee is asked for a reply; Ctrl-C twice ends the talk."""
    with Terminal(*TALK, "--speed", "0", "--model", f"openai:{model}", "--base-url", provider.url) as terminal:
        terminal.until(ASKED)
        terminal.line("You sound tired.")
        terminal.until("You sound tired.", seen)
        assert provider.arrived.wait(40)
        terminal.keys("\x03")
        terminal.until(ASKED)
        terminal.keys("\x03")
        terminal.until("Ctrl-C once more")
        terminal.keys("\x03")
        assert terminal.leave() == 130
    heard = turns(home)[2]
    assert (heard["speaker"], heard["status"], heard["text"]) == ("persona", "interrupted", said)
