"""Conversations from elsewhere, brought in from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli import importing
from tests.cli.running import Call, one_line
from tests.cli.talks import kept

VTT = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana>Iar ești supărată.\n\n00:02.500 --> 00:04.000\n<v Mama>N-ai sunat.\n"
PROSE = "It was a dark night. Nobody spoke."


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """A call between two people, who speak at once for half a second."""
    path = tmp_path / "call.vtt"
    path.write_text(VTT, "utf-8")
    return path


def test_people_who_are_named_get_their_roles_and_times_stay_exact(call: Call, talk: Path, tmp_path: Path) -> None:
    outcome = call(
        "transcripts", "import", talk, "--out", tmp_path / "out", "--trainee", "ANA", "--persona", "Mama", "--lang", "ro", "--basis", "own"
    )
    header, *turns = kept(tmp_path / "out" / "call.jsonl")

    assert (outcome.code, outcome.out) == (0, f"{tmp_path / 'out' / 'call.jsonl'}\n")
    assert [(turn["speaker"], turn["name"], turn["start"], turn["end"]) for turn in turns] == [
        ("trainee", "Ana", 1.0, 3.0),
        ("persona", "Mama", 2.5, 4.0),
    ]
    assert (header["language"], header["trainee"]["name"], header["source"]) == (
        "ro",
        "Ana",
        {"format": "vtt", "file": "call.vtt", "basis": "own"},
    )
    assert "Ana (trainee), Mama (conversation partner)" in outcome.err


def test_what_was_imported_can_be_scored(call: Call, talk: Path, tmp_path: Path) -> None:
    call("transcripts", "import", talk, "--out", tmp_path / "out", "--trainee", "Mama", "--persona", "Ana", "--lang", "ro")
    card = call("score", tmp_path / "out" / "call.jsonl", "--format", "json").json

    assert [score["turn"] for score in card["scores"] if score["scorer"] == "pauses"] == [1]


def test_off_a_terminal_and_without_names_everybody_is_other(call: Call, talk: Path, tmp_path: Path) -> None:
    outcome = call("transcripts", "import", talk, "--out", tmp_path / "out")

    assert {turn["speaker"] for turn in kept(tmp_path / "out" / "call.jsonl")[1:]} == {"other"}
    assert "its language is not known" in outcome.err


def test_a_map_says_who_is_who_in_many_files(call: Call, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text("Tata: Da.\nAna: Nu.\nTata: Bine.\n", "utf-8")
    (tmp_path / "who.yaml").write_text("Ana: trainee\nMama: persona\nTata: persona\n", "utf-8")
    call("transcripts", "import", talk, tmp_path / "two.txt", "--out", tmp_path / "out", "--map", tmp_path / "who.yaml", "--lang", "ro")

    assert [turn["speaker"] for turn in kept(tmp_path / "out" / "two.jsonl")[1:]] == ["persona", "trainee", "persona"]
    (tmp_path / "who.yaml").write_text("Ana: coach\n", "utf-8")
    assert one_line(call("transcripts", "import", talk, "--map", tmp_path / "who.yaml"), 6, "who.yaml", "Ana")


def test_one_bad_file_is_reported_and_the_rest_done(call: Call, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text(PROSE, "utf-8")
    arguments = (
        "transcripts",
        "import",
        tmp_path / "prose.txt",
        talk,
        tmp_path / "gone.vtt",
        "--out",
        tmp_path / "out",
        "--format",
        "json",
        "--basis",
        "x",
    )
    outcome = call(*arguments)

    assert outcome.code == 1
    assert [sorted(row) == ["error", "file"] for row in outcome.json] == [True, False, True]
    assert (tmp_path / "out" / "call.jsonl").is_file()
    assert [line for line in outcome.err.splitlines() if line.startswith("roleplay: ")] != []


def test_the_only_file_that_is_bad_is_exit_6(call: Call, tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text(PROSE, "utf-8")

    assert one_line(call("transcripts", "import", tmp_path / "prose.txt", "--out", tmp_path / "out", "--basis", "x"), 6, "no conversation")
    assert one_line(call("transcripts", "import", tmp_path / "gone", "--out", tmp_path / "out", "--basis", "x"), 2, "there is no file")


def test_nothing_is_overwritten(call: Call, talk: Path, tmp_path: Path) -> None:
    call("transcripts", "import", talk, "--out", tmp_path / "out")
    before = (tmp_path / "out" / "call.jsonl").read_bytes()

    assert one_line(call("transcripts", "import", talk, "--out", tmp_path / "out", "--basis", "x"), 4, "is there already")
    assert (tmp_path / "out" / "call.jsonl").read_bytes() == before


def test_two_files_of_one_name_become_two_transcripts(call: Call, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text("Ana: Da.\nMama: Nu.\nAna: Bine.\n", "utf-8")
    outcome = call("transcripts", "import", talk, tmp_path / "call.txt", "--out", tmp_path / "out")

    assert (outcome.code, sorted(path.name for path in (tmp_path / "out").iterdir())) == (0, ["call-2.jsonl", "call.jsonl"])


def test_without_a_folder_it_is_kept_with_the_others(call: Call, talk: Path, home: Path) -> None:
    call("transcripts", "import", talk, "--lang", "ro")

    assert len(call("transcripts", "list", "--format", "json").json) == 1
    assert next((home / "sessions").iterdir()).stat().st_mode & 0o077 == 0


def test_names_that_are_nobody_or_the_same_are_refused(call: Call, talk: Path, tmp_path: Path) -> None:
    assert one_line(
        call("transcripts", "import", talk, "--trainee", "Ion", "--basis", "x"), 6, "nobody in call.vtt is called Ion", "Ana, Mama"
    )
    assert one_line(call("transcripts", "import", talk, "--trainee", "Ana", "--persona", "ana"), 2, "the same person")


def test_t1_a_guessed_encoding_is_said_and_can_be_given(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Аня: Мне жаль.\r\nМама: Поздно.\r\nАня: Знаю.\r\n".encode("cp1251"))
    guessed = call("transcripts", "import", tmp_path / "a.txt", "--out", tmp_path / "one")
    given = call("transcripts", "import", tmp_path / "a.txt", "--out", tmp_path / "two", "--encoding", "cp1251")

    assert "read as cp1251, which is a guess" in guessed.err
    assert "guess" not in given.err
    assert kept(tmp_path / "two" / "a.jsonl")[1]["text"] == "Мне жаль."


def test_t8_a_hostile_name_colours_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A\x1b[31m: x\nB: y\nA\x1b[31m: z\n", "utf-8")
    outcome = call("transcripts", "import", tmp_path / "a.txt", "--out", tmp_path / "out", "--as", "plain")

    assert "\x1b" not in outcome.err + outcome.out


def test_t9_t10_a_name_neither_turns_the_line_round_nor_is_taken_for_markup(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v \u202e[red]A>x\n", "utf-8")
    outcome = call("transcripts", "import", tmp_path / "a.vtt", "--out", tmp_path / "out")

    assert "⟨RLO⟩[red]A (other voice)" in outcome.err
    assert kept(tmp_path / "out" / "a.jsonl")[1]["name"] == "\u202e[red]A"


def test_several_conversations_of_one_file_become_several_transcripts(call: Call, tmp_path: Path) -> None:
    def chat(name: str) -> str:
        return f'{{"name":"{name}","messages":[{{"type":"message","date_unixtime":"1","from":"{name}","text":"x"}}]}}'

    (tmp_path / "result.json").write_text(f'{{"chats":{{"list":[{chat("Ana")},{chat("Ion")}]}}}}', "utf-8")
    call("transcripts", "import", tmp_path / "result.json", "--out", tmp_path / "all")
    some = call("transcripts", "import", tmp_path / "result.json", "--out", tmp_path / "some", "--trainee", "Ion")

    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["result-1.jsonl", "result-2.jsonl"]
    assert [path.name for path in (tmp_path / "some").iterdir()] == ["result-2.jsonl"]
    assert "left out: 1" in some.err


def test_d10_on_a_terminal_it_asks_for_the_basis_and_who_is_who(
    call: Call, talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_on_terminal", lambda: True)
    outcome = call("transcripts", "import", talk, "--out", tmp_path / "out", "--lang", "ro", typed="consent\n2\n1\n")
    header, *turns = kept(tmp_path / "out" / "call.jsonl")

    assert outcome.code == 0
    assert header["source"]["basis"] == "consent"
    assert [turn["speaker"] for turn in turns] == ["persona", "trainee"]


def test_t6_a_long_talk_is_imported_whole(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(f"[{n // 60}:{n % 60:02}] {'AB'[n % 2]}: words {n}\n" for n in range(20_000)), "utf-8")
    row = call("transcripts", "import", path, "--out", tmp_path / "out", "--format", "json").json[0]

    assert (row["turns"], row["starts"], row["ends"]) == (20_000, 20_000, 0)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ro", "text simplu (Otter, Zoom); replici: 6, fără timpi; Ana (exersează), Mama (interlocutor), Radu (altă voce)"),
        ("ru", "простой текст (Otter, Zoom); реплик: 6, без времени; Ana (упражняется), Mama (собеседник), Radu (другой голос)"),
    ],
)
def test_what_was_imported_is_told_in_the_language_of_messages(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """The format and the roles, too."""
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", language)
    (tmp_path / "a.txt").write_text("Ana: Da.\nMama: Da.\nRadu: Da.\n" * 2, "utf-8")
    outcome = call("transcripts", "import", tmp_path / "a.txt", "--trainee", "Ana", "--persona", "Mama", "--out", tmp_path / "out")
    assert words in outcome.err
