"""What a talk is to be, by flag, variable and file."""

from __future__ import annotations

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call


def test_a_flag_counts_before_the_environment_and_that_before_the_file(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Language and difficulty come from the first of flag, variable and file that says them."""
    for key, value in (("language", "ro"), ("difficulty", "easy"), ("persona", "absent_father"), ("gender", "f")):
        call("config", "set", key, value)
    monkeypatch.setenv("ROLEPLAY_DIFFICULTY", "hard")
    header = call("practice", "--lang", "en", "--format", "jsonl").objects[0]
    assert (header["language"], header["difficulty"], header["persona"]) == ("en", "hard", "absent_father")
    assert header["trainee"]["gender"] == "f"


def test_a_form_of_address_counts_only_where_the_language_has_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Russian form of address that was set changes Russian talks and no others."""
    monkeypatch.setenv("ROLEPLAY_ADDRESS", "vy")
    headers = {language: call("practice", "grumbling_parent", "--lang", language, "--format", "jsonl").objects[0] for language in LANGUAGES}
    assert headers["ru"]["trainee"]["address"] == "vy"
    assert headers["en"]["trainee"]["address"] == "you"
    assert headers["ro"]["trainee"]["address"] in {"tu", "dumneavoastra"}
