"""Attempts beside each other, the tree of a talk, and progress over talks, off a terminal and as pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from roleplay.coders.rules import VERSION
from roleplay.dialogue import LANGUAGES
from roleplay.store import Store
from roleplay.testing.server import Provider
from tests.cli.running import Call, one_line
from tests.cli.talks import BLAME, GRIEF, lines, write
from tests.cli.terminal import Terminal

KIND = "I am sad that you sit alone. What was the worst of it?"
SCRIPT = "<script>alert(1)</script>"


def held(home: Path, number: int, *replies: str, reason: str = "trainee", **header: Any) -> Path:
    """A talk in the store."""
    talk = lines(
        *replies, times=True, **{"id": f"01TALK{number}", "started_at": f"2026-11-{10 + number}T10:00:00Z", "trainee": {}} | header
    )
    return write(home / "sessions" / f"01TALK{number}.jsonl", [*talk[:-1], {"type": "end", "reason": reason}])


@pytest.fixture(name="family")
def _family(home: Path) -> Path:
    """A talk, a branch of it from its second reply, and another talk."""
    held(home, 1, "Well.", BLAME)
    held(home, 2, "Well.", KIND, "Tell me more.", parent="01TALK1", branch_turn=3)
    held(home, 3, BLAME)
    return home


# compare


def test_two_attempts_are_compared_from_where_they_part(call: Call, family: Path) -> None:
    """What is shared is in neither summary; replies are aligned; the change is told where both had an opportunity."""
    outcome = call("compare", "01TALK1", "01TALK2", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    value = outcome.json
    assert value["shared"] == 3
    assert [[each and (each["turn"], each["reply"]) for each in pair] for pair in value["replies"]] == [
        [(3, BLAME), (3, KIND)],
        [None, (5, "Tell me more.")],
    ]
    assert [each["summary"]["blame_avoidance"]["scored"] for each in value["attempts"]] == [1, 2]
    assert value["change"]["blame_avoidance"] == 1.0
    assert value["versions"]["blame_avoidance"] == "1"


def test_a_comparison_is_readable(call: Call, family: Path) -> None:
    """Both names, both replies beside each other, skill by skill with the change."""
    out = call("compare", "01TALK1", "01TALK2").out
    assert "They share 3 turns." in out
    assert f"“{GRIEF}”" in out
    (line,) = [line for line in out.splitlines() if line.startswith(" No blame")]
    assert re.search(r"0% \(1\).*100% \(2\).*▲ 100", line)
    assert re.search(r"│ You  You never listen to me\. +│ You  I am sad that", out)
    assert f"Mum  “{GRIEF}”" in out
    assert "no more replies" in out


def test_talks_that_share_nothing_are_compared_from_the_start(call: Call, family: Path, tmp_path: Path) -> None:
    """And it is said."""
    other = write(tmp_path / "o.jsonl", [{"type": "turn", "index": 0, "speaker": "trainee", "text": BLAME}])
    assert "They share no beginning" in call("compare", "01TALK1", other, "--lang", "en").out


def test_a_comparison_without_a_common_skill_is_refused(call: Call, family: Path) -> None:
    """A scorer that is none is named; there is no empty table."""
    assert one_line(call("compare", "01TALK1", "01TALK2", "--scorers", "charm"), 2, "there is no scorer charm")
    assert one_line(call("compare", "01TALK1", "nothing"), 2, "there is no transcript nothing")


def test_talks_of_any_format_are_compared(call: Call, tmp_path: Path) -> None:
    """With the same words for who is who as in `score`, and the same errors."""
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path, reply in zip(paths, (BLAME, KIND), strict=True):
        path.write_text(f"Mama: {GRIEF}\nAna: {reply}\nMama: …\nAna: Well.\n", "utf-8")
    value = call("compare", *paths, "--trainee", "Ana", "--persona", "Mama", "--lang", "en", "--format", "json").json
    assert (value["shared"], value["change"]["blame_avoidance"]) == (1, 0.5)
    assert call("compare", *paths, "--lang", "en") == call("score", paths[0], "--lang", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [(), ("01TALK1",), ("01TALK1", "01TALK2", "01TALK3")])
def test_other_than_two_talks_are_refused_with_an_example(call: Call, family: Path, names: tuple[str, ...], language: str) -> None:
    """In one line of our own."""
    assert one_line(call("compare", *names, "--lang", language), 2, "roleplay compare 01JD4 last")


@pytest.mark.parametrize("form", ["text", "html"])
def test_c6_what_speaks_of_danger_is_not_shown_beside_another_attempt(call: Call, family: Path, form: str) -> None:
    """C6: neither on the terminal nor on a page that goes on."""
    held(family, 4, "Well.", "I want to kill myself.", parent="01TALK1", branch_turn=3)
    out = call("compare", "01TALK1", "01TALK4", "--format", form).out
    assert "kill myself" not in out
    assert "hidden: this seems" in out


def test_d11_a_page_of_two_attempts_holds_no_names_unless_they_are_wanted(call: Call, tmp_path: Path) -> None:
    """D11: as on a report; the name of a file may be one, too."""
    paths = [tmp_path / "ana.txt", tmp_path / "again.txt"]
    for path, reply in zip(paths, (BLAME, KIND), strict=True):
        path.write_text(f"Mama: {GRIEF}\nAna: {reply}\nMama: Rita has said so.\nAna: Well.\n", "utf-8")
    who = (*paths, "--trainee", "Ana", "--persona", "Mama", "--lang", "en", "--format", "html")

    page = call("compare", *who, "--name", "Rita").out.partition("</style>")[2]

    assert not re.search(r"\b(Ana|ana|Rita)\b", page)
    assert "[NAME-" in page
    assert "Attempt 1" in page
    plain = call("compare", *who, "--with-text").out.partition("</style>")[2]
    assert "Rita" in plain
    assert "share it with care" in plain


def test_a_model_can_mark_the_codes_of_attempts_and_branches(call: Call, family: Path, provider: Provider) -> None:
    """As for `score` and `replay`; one that is of no use is told with the provider's code."""
    model = ("--coder", 'openai:codes:[["reflection", "You never listen"]]', "--base-url", provider.url)
    value = call("compare", "01TALK1", "01TALK2", *model, "--format", "json").json

    assert all(each["coder"].startswith("openai:codes") for each in value["attempts"])
    assert call("tree", "01TALK1", *model, "--format", "json").code == 0
    assert call("compare", "01TALK1", "01TALK2", "--coder", "openai:quota", "--base-url", provider.url).code == 5


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_narrow_screen_takes_no_digit_away(family: Path, columns: int, language: str) -> None:
    """Bars give way to numbers, and these to nothing."""
    with Terminal("compare", "01TALK1", "01TALK2", "--lang", language, columns=columns, ROLEPLAY_HOME=str(family)) as terminal:
        assert terminal.leave() == 0
    assert re.search(r"  0% .* 100% .*▲ 100", terminal.screen)
    assert max(map(len, terminal.screen.splitlines())) <= columns


# tree


def test_a_tree_shows_all_branches_with_their_scores(call: Call, family: Path) -> None:
    """From whichever of them one looks; talks of other families are not in it."""
    for name in ("01TALK1", "01TALK2"):
        out = call("tree", name).out
        assert out.index("01TALK1") < out.index("└── 01TALK2")
        assert "01TALK3" not in out
        assert "from turn 3" in out
        assert (
            len(
                {
                    line.index(title)
                    for title in ("Listening", "Pauses", "No blame")
                    for line in out[: out.index("└")].splitlines()
                    if title in line
                }
            )
            == 1
        )
    value = call("tree", "01TALK2", "--format", "json").json
    (branch,) = value["branches"]
    assert (value["id"], value["shared"], value["replies"]) == ("01TALK1", 0, 2)
    assert (branch["id"], branch["shared"], branch["replies"], branch["end"]) == ("01TALK2", 3, 2, "trainee")
    assert branch["summary"]["blame_avoidance"] == {"value": 1.0, "scored": 2, "no_opportunity": 0, "failed": 0}


def test_a_branch_that_cannot_be_read_does_not_hide_the_others(call: Call, family: Path) -> None:
    """It stands there with the reason; what is no talk at all is passed over."""
    held(family, 4, BLAME, parent="01TALK1", language=None)
    (family / "sessions" / "bad.jsonl").write_bytes(b"no\n")
    outcome = call("tree", "01TALK1")
    assert outcome.code == 0
    assert "01TALK4.jsonl does not say its language; add --lang" in " ".join(outcome.out.split())
    assert "01TALK2" in outcome.out


def test_branches_beside_a_file_are_found(call: Call, tmp_path: Path) -> None:
    """A folder of a workshop need not be the store."""
    write(tmp_path / "a.jsonl", lines("Well.", id="A"))
    write(tmp_path / "b.jsonl", lines("Well.", BLAME, id="B", parent="A", branch_turn=2))
    assert call("tree", tmp_path / "b.jsonl", "--format", "json").json["branches"][0]["id"] == "B"


def test_branches_of_a_talk_of_another_format_are_found(call: Call, home: Path, tmp_path: Path) -> None:
    """It is gone on with as it is, and the tree shows what came of that."""
    path = tmp_path / "a.txt"
    path.write_text(f"Mama: {GRIEF}\nAna: {BLAME}\nMama: Well.\nAna: Well.\n", "utf-8")
    given = ("practice", "grumbling_parent", "--from", path, "--turn", "1", "--as", "Ana", "--lang", "en", "--changed", "--format", "jsonl")
    assert call(*given, typed=KIND).code == 0
    tree = call("tree", path, "--trainee", "Ana", "--persona", "Mama", "--lang", "en", "--format", "json").json
    assert (tree["id"][:6], tree["replies"], [each["shared"] for each in tree["branches"]]) == ("a.txt-", 2, [1])
    assert call("tree", path, "--lang", "en") == call("score", path, "--lang", "en")


def test_another_file_of_the_same_name_has_no_part_in_the_branches(call: Call, home: Path, tmp_path: Path) -> None:
    """A talk of another format is known by what is in it; a copy elsewhere is the same talk."""
    paths = [tmp_path / folder / "a.txt" for folder in ("one", "two", "copy")]
    for path, text in zip(paths, (BLAME, "Go on.", BLAME), strict=True):
        path.parent.mkdir()
        path.write_text(f"Mama: {GRIEF}\nAna: {text}\nMama: Well.\nAna: Well.\n", "utf-8")
    given = (
        "practice",
        "grumbling_parent",
        "--from",
        paths[0],
        "--turn",
        "1",
        "--as",
        "Ana",
        "--lang",
        "en",
        "--changed",
        "--format",
        "jsonl",
    )
    assert call(*given, typed=KIND).code == 0
    who = ("--trainee", "Ana", "--persona", "Mama", "--lang", "en", "--format", "json")
    assert [len(call("tree", path, *who).json["branches"]) for path in paths] == [1, 0, 1]


# progress


def test_progress_counts_each_reply_where_it_was_made(call: Call, family: Path) -> None:
    """Copied turns of a branch are not counted again; oldest first; a gap is null; what is next comes with its command."""
    value = call("progress", "--format", "json").json
    assert [each["id"] for each in value["sessions"]] == ["01TALK1", "01TALK2", "01TALK3"]
    assert [each["summary"]["blame_avoidance"]["scored"] for each in value["sessions"]] == [2, 2, 1]
    assert value["skills"]["blame_avoidance"]["values"] == [0.5, 1.0, 0.0]
    assert value["skills"]["i_messages"]["values"][1] is not None
    assert value["next"]["command"] == "roleplay practice grumbling_parent"
    assert value["sessions"][0]["coder"].startswith(f"rules {VERSION}+en.")


def test_progress_is_drawn(call: Call, family: Path) -> None:
    """Skill by skill in columns, with change and opportunities, what to exercise, and by which versions it was scored."""
    out = call("progress").out
    assert "3 talks, oldest to newest   2026-11-11 – 2026-11-13" in out
    assert "No blame   0%  ▼ 50   5 replies had a chance to show it" in out
    assert "Next exercise: " in out
    assert "Versions: Listening 1" in out


def test_progress_can_be_of_some_talks(call: Call, family: Path, tmp_path: Path) -> None:
    """The newest, those with a persona, or others than those kept; discarded branches and talks without a reply are none."""
    held(family, 5, BLAME, reason="branched")
    held(family, 6)
    held(family, 7, BLAME, persona="difficult_client")

    def found(*options: object) -> list[str]:
        return [each["id"] for each in call("progress", *options, "--format", "json").json["sessions"]]

    assert found("--last", 2) == ["01TALK3", "01TALK7"]
    assert found("--persona", "difficult-client") == ["01TALK7"]
    assert found(write(tmp_path / "a.jsonl", lines(BLAME, id="A"))) == ["A"]


def test_without_talks_there_is_no_progress(call: Call, home: Path) -> None:
    """The line says how to begin."""
    assert one_line(call("progress"), 2, "roleplay practice")
    assert Store(home).files() == []


# pages, languages, inert texts

PAGES = (("compare", "01TALK1", "01TALK2"), ("progress",))


@pytest.mark.parametrize("arguments", PAGES)
def test_a_page_is_one_file_that_loads_nothing(call: Call, family: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """The name of the file is enough to ask for it; no script, no request, a policy; R7: an old page stays where a new one cannot be written."""
    place = tmp_path / "page.html"
    outcome = call(*arguments, "--out", place)
    page = place.read_text("utf-8")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<script|src=|href=|url\(|@import", page)
    assert page.count("<svg") >= 2
    assert one_line(call(*arguments, "--out", tmp_path / "none" / "page.html"), 4, "cannot be written")
    assert place.read_text("utf-8") == page


@pytest.mark.parametrize("arguments", [*PAGES, ("tree", "01TALK1")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_in_every_language(call: Call, family: Path, arguments: tuple[str, ...], language: str) -> None:
    """No English word is left of what the program says."""
    out = call(*arguments, "--lang", language).out
    english = ("No blame", "change", "share", "Progress", "talks", "from turn", "you ended it", "Next exercise", "Versions: ")
    assert any(word in out for word in english) == (language == "en")


@pytest.mark.parametrize("arguments", [*PAGES, ("tree", "01TALK1")])
def test_t8_t11_texts_from_outside_do_not_act(call: Call, home: Path, arguments: tuple[str, ...]) -> None:
    """T8, T11: neither on the terminal nor on a page."""
    odd = f"{BLAME}\x1b[2J{SCRIPT}"
    held(home, 1, "Well.", odd, persona=SCRIPT, scenario="\x1b[2J")
    held(home, 2, "Well.", odd, odd, persona=SCRIPT, parent="01TALK1", branch_turn=3)
    assert "\x1b" not in call(*arguments).out
    if arguments in PAGES:
        page = call(*arguments, "--format", "html").out
        assert "<script" not in page
        assert "\x1b" not in page
