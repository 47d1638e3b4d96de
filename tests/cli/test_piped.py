"""Practice off a terminal."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.wording import say
from tests.cli.running import PATIENCE, PROGRAM, Call, Outcome, Running, alone, objects, surroundings
from tests.cli.talks import BLAME, kept

HEADER = [
    "type",
    "schema",
    "id",
    "started_at",
    "language",
    "persona",
    "persona_version",
    "persona_hash",
    "scenario",
    "difficulty",
    "model",
    "seed",
    "trainee",
    "parent",
    "branch_turn",
    "source",
]
DANGER = {
    "en": "I don't want to live anymore, I want to kill myself.",
    "ro": "Nu mai vreau să trăiesc, vreau să mor.",
    "ru": "Я не хочу больше жить, я хочу умереть.",
}


def practice(call: Call, *options: object, form: str = "jsonl", typed: str | bytes = "") -> Outcome:
    """Hold a talk with the grumbling parent in English, unless *options* say otherwise."""
    return call("practice", "grumbling_parent", "--lang", "en", "--seed", 3, "--format", form, *options, typed=typed)


def silences(replies: int) -> str:
    """So many empty lines."""
    return "\n" * replies


# what standard output is


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gender", ["f", "m"])
def test_jsonl_is_the_transcript_as_it_comes_and_then_the_scorecard(call: Call, language: str, gender: str) -> None:
    """In every language and for both genders standard output is header, turns, end, scorecard, and standard error is empty."""
    outcome = call("practice", "absent_father", "--lang", language, "--me", gender, "--format", "jsonl", typed="…\n\n…\n")
    assert [line["type"] for line in outcome.objects] == ["header", *["turn"] * 7, "end", "scorecard"]
    assert [turn["index"] for turn in outcome.turns()] == list(range(7))
    assert [turn["speaker"] for turn in outcome.turns()] == ["persona", "trainee"] * 3 + ["persona"]
    assert [turn["text"] for turn in outcome.turns("trainee")] == ["…", "", "…"]
    assert all(turn["text"].strip() for turn in outcome.turns("persona"))
    assert (outcome.code, outcome.err) == (0, "")


def test_jsonl_lines_have_the_keys_of_the_transcript_format(call: Call) -> None:
    """Header, turns and end have the keys that the format names, and a piped reply has no times."""
    header, opening, reply, *_, end, _ = practice(call, "--me", "f", typed="Well.\n").objects
    assert list(header) == HEADER
    assert header["trainee"] == {"name": None, "gender": "f", "address": "you"}
    assert (header["schema"], header["persona"], header["model"], header["seed"]) == (1, "grumbling_parent", "offline", 3)
    assert list(opening) == ["type", "index", "speaker", "text", "start", "end", "status", "mood"]
    assert set(opening["mood"]) == {"tension", "trust"}
    assert reply == {"type": "turn", "index": 1, "speaker": "trainee", "text": "Well.", "start": None, "end": None, "status": "complete"}
    assert end == {"type": "end", "reason": "trainee"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_is_the_scorecard_with_the_keys_of_the_contract(call: Call, language: str) -> None:
    """With --format json standard output is one scorecard object, and each outcome carries what belongs to it."""
    outcome = call("practice", "difficult_client", "--lang", language, "--format", "json", typed=f"{BLAME}\n\n…\n")
    card = outcome.json
    assert list(card) == ["schema", "transcript", "coder", "scores", "summary"]
    assert list(card["transcript"]) == ["id", "path", "persona", "language"]
    assert (card["schema"], card["transcript"]["persona"], card["transcript"]["language"]) == (1, "difficult_client", language)
    assert set(card["summary"]) == {"listening", "pauses", "i_messages", "blame_avoidance"}
    for score in card["scores"]:
        always = {"scorer", "version", "turn", "outcome", "reason"}
        if score["outcome"] == "scored":
            assert always | {"value", "evidence"} <= set(score) <= always | {"value", "evidence", "suggestion"}
            assert 0 <= score["value"] <= 1
        else:
            assert (score["outcome"], set(score)) == ("no_opportunity", always)
        assert score["reason"]


def test_the_summary_is_the_mean_of_what_was_scored_and_counts_every_reply(call: Call) -> None:
    """A skill's summary is the mean over its scored exchanges, null without any, beside the counts of the three outcomes."""
    card = practice(call, form="json", typed=f"{BLAME}\nThat hurts me, because I was waiting for you.\nIt is raining.\n").json
    for scorer, summary in card["summary"].items():
        outcomes = [score for score in card["scores"] if score["scorer"] == scorer]
        values = [score["value"] for score in outcomes if score["outcome"] == "scored"]
        assert list(summary) == ["value", "scored", "no_opportunity", "failed"]
        assert (summary["scored"], summary["no_opportunity"], summary["failed"]) == (len(values), 3 - len(values), 0)
        assert summary["value"] == (pytest.approx(sum(values) / len(values), abs=1e-4) if values else None)
    assert card["summary"]["pauses"] == {"value": None, "scored": 0, "no_opportunity": 3, "failed": 0}
    assert card["summary"]["blame_avoidance"]["value"] < 1


def test_evidence_is_an_exact_piece_of_the_reply(call: Call) -> None:
    """Every quote stands in the reply at its offsets, counted in characters, whatever stands before it."""
    typed = f"😀 e\u0301 Ооо… {BLAME}\nWell, {BLAME} You are so selfish!\n"
    lines = practice(call, typed=typed).objects
    replies = {line["index"]: line["text"] for line in lines if line["type"] == "turn"}
    found = [(score["turn"], item) for score in lines[-1]["scores"] for item in score.get("evidence", [])]
    assert {turn for turn, _ in found} == {1, 3}
    for turn, item in found:
        assert list(item) == ["quote", "start", "end", "code"]
        assert item["quote"]
        assert replies[turn][item["start"] : item["end"]] == item["quote"]


def test_json_and_jsonl_tell_the_same_scorecard(call: Call) -> None:
    """The last line of jsonl is the object of json with its type in front."""
    card = practice(call, form="json", typed=f"{BLAME}\n").json
    line = practice(call, form="jsonl", typed=f"{BLAME}\n").objects[-1]
    assert list(line) == ["type", *card]
    assert line["type"] == "scorecard"
    assert (line["scores"], line["summary"]) == (card["scores"], card["summary"])


def test_text_is_the_talk_and_a_readable_scorecard(call: Call) -> None:
    """With --format text every turn is a line with its speaker, an empty line is shown as silence, and the scorecard follows."""
    outcome = practice(call, form="text", typed=f"{BLAME}\n\n")
    talk, card = outcome.out.split("\nScorecard\n")
    assert talk.count("\nMum: ") == 3
    assert f"\nYou: {BLAME}\n" in talk
    assert "\nYou: (silence)\n" in talk
    assert "Listening" in card
    assert "No blame" in card
    assert outcome.err == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_speaks_the_language_of_the_talk(call: Call, language: str) -> None:
    """The words around the talk are in the language that was asked for."""
    out = call("practice", "absent_father", "--lang", language, typed="…\n").out
    assert f"\n{say('You', language)}: …\n" in out
    assert f"\n{say('Scorecard', language)}\n" in out
    assert len({say("Scorecard", each) for each in LANGUAGES}) == len(LANGUAGES)


def test_no_colour_and_no_cursor_off_a_terminal(call: Call) -> None:
    """Off a terminal nothing is written that a terminal would act on."""
    assert "\x1b" not in practice(call, form="text", typed=f"{BLAME}\n").out


# replies


def test_an_empty_line_is_a_silent_turn(call: Call) -> None:
    """Staying silent is a turn without words, answered by the persona."""
    outcome = practice(call, typed=silences(2))
    assert [turn["text"] for turn in outcome.turns("trainee")] == ["", ""]
    assert len(outcome.turns("persona")) == 3


@pytest.mark.parametrize("typed", ["Well.\nNow.", "Well.\r\nNow.\r\n", "\ufeffWell.\nNow.\n"])
def test_a_reply_is_what_stands_between_newlines(call: Call, typed: str) -> None:
    """A last line without its newline counts, carriage returns and a byte order mark do not."""
    assert [turn["text"] for turn in practice(call, typed=typed).turns("trainee")] == ["Well.", "Now."]


def test_t5_line_separators_inside_a_reply_do_not_break_it(call: Call) -> None:
    """U+2028, U+0085, form feed and vertical tab stay inside their reply, in the file and on standard output."""
    reply = "one\u2028two\u0085three\x0cfour\x0bfive"
    outcome = practice(call, typed=f"{reply}\n")
    assert [turn["text"] for turn in outcome.turns("trainee")] == [reply]


def test_t1_bytes_that_are_no_utf_8_are_said_and_not_lost(call: Call) -> None:
    """What cannot be read becomes U+FFFD, and a line on standard error names the reply."""
    outcome = practice(call, typed=b"Well.\nsmall \xe0\xe8 talk\n")
    assert [turn["text"] for turn in outcome.turns("trainee")] == ["Well.", "small \ufffd\ufffd talk"]
    assert outcome.err.startswith("reply 2 is not UTF-8")


def test_t7_a_reply_of_100_kb_is_kept_whole(call: Call) -> None:
    """A very long reply is one turn, kept to its last character and scored."""
    reply = "You never listen to me, so I went on talking. " * 2200
    outcome = practice(call, typed=f"{reply}\n")
    assert [turn["text"] for turn in outcome.turns("trainee")] == [reply]
    assert len(reply) > 100_000
    assert outcome.objects[-1]["summary"]["blame_avoidance"]["scored"] == 1


def test_emoji_only_are_a_reply_without_words(call: Call) -> None:
    """A reply of emoji is kept as it is and gives no opportunity to avoid blame in words."""
    outcome = practice(call, typed="😀👨‍👩‍👧\n")
    assert [turn["text"] for turn in outcome.turns("trainee")] == ["😀👨‍👩‍👧"]
    assert outcome.objects[-1]["summary"]["blame_avoidance"]["scored"] == 0


@pytest.mark.parametrize(
    ("case", "typed", "shown"),
    [
        ("T8 escape sequence", "a\x1b[31mb", "a␛[31mb"),
        ("T8 clipboard", "\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("T8 C1", "a\x9b31mb", "a⟨9B⟩31mb"),
        ("T8 overwriting", "good\rbad\x08", "good␍bad␈"),
        ("T9 override", "a\u202ecba", "a⟨RLO⟩cba"),
        ("T9 zero width", "a\u200bb", "a⟨ZWSP⟩b"),
        ("T9 marks", "a" + "\u0301" * 5000, "a" + "\u0301" * 4),
        ("T10 markup", "[red]a[/red] [link=x]", "[red]a[/red] [link=x]"),
    ],
)
def test_t8_t9_t10_what_acts_on_a_terminal_is_shown_and_stored_unchanged(
    call: Call, tmp_path: Path, case: str, typed: str, shown: str
) -> None:
    """Text output shows visible symbols and nothing that acts, in the talk and in the scorecard; the file holds what was typed."""
    path = tmp_path / "talk.jsonl"
    out = practice(call, "--save", path, form="text", typed=f"{typed}\n").out
    assert f"You: {shown}\n" in out
    assert not {"\x1b", "\x9b", "\r", "\x07", "\x08", "\u202e", "\u200b"} & set(out)
    assert kept(path)[2]["text"] == typed


def test_stop_and_quit_end_the_talk(call: Call) -> None:
    """A slash command that ends a talk on a terminal ends it here too and is no reply."""
    for word in ("/stop", "/quit"):
        outcome = practice(call, typed=f"Well.\n{word}\nNow.\n")
        assert [turn["text"] for turn in outcome.turns("trainee")] == ["Well."]
        assert outcome.objects[-2] == {"type": "end", "reason": "trainee"}


# how it ends


def test_r12_no_input_at_all_ends_cleanly(call: Call) -> None:
    """When standard input ends at once there is a talk of one line, ended by the trainee, and nothing is scored."""
    outcome = practice(call)
    assert [line["type"] for line in outcome.objects] == ["header", "turn", "end", "scorecard"]
    assert outcome.objects[-2]["reason"] == "trainee"
    assert outcome.objects[-1]["scores"] == []
    assert outcome.code == 0


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_r12_standard_input_may_be_nowhere(form: str) -> None:
    """With /dev/null as its input a run ends with exit code 0 in every form."""
    done = subprocess.run(
        [*PROGRAM, "practice", "grumbling_parent", "--lang", "en", "--format", form],
        stdin=subprocess.DEVNULL,
        env=surroundings(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_persona_may_end_the_talk(call: Call) -> None:
    """A persona that has had enough says goodbye; what comes on standard input after that is not read as replies."""
    outcome = practice(call, typed=f"{BLAME} You are selfish and cruel.\n" * 40)
    end = outcome.objects[-2]
    assert end == {"type": "end", "reason": "persona", "outcome": "badly"}
    assert len(outcome.turns("trainee")) < 40
    assert outcome.turns()[-1]["speaker"] == "persona"
    assert outcome.code == 0


def test_text_says_that_the_persona_ended_the_talk(call: Call) -> None:
    """The reader is told who ended it."""
    assert "(Mum ends the talk.)" in practice(call, form="text", typed=f"{BLAME} You are selfish and cruel.\n" * 40).out


@pytest.mark.parametrize("sent", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_r11_a_signal_closes_the_file_as_interrupted(tmp_path: Path, sent: str) -> None:
    """Told to end, the program keeps every turn it has shown, writes the end, says where, and leaves with 130."""
    path = tmp_path / "talk.jsonl"
    with Running("practice", "grumbling_parent", "--lang", "en", "--format", "jsonl", "--save", path) as running:
        running.type(BLAME)
        seen = running.see(4)
        assert kept(path) == list(seen)  # the file lives while the talk goes on
        running.process.send_signal(getattr(signal, sent))
        outcome = running.finish()
    assert outcome.code == 130
    assert kept(path) == [*seen, {"type": "end", "reason": "interrupted"}]
    assert outcome.objects == kept(path)
    assert str(path) in outcome.err
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("talk")] == ["talk.jsonl"]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_r11_standard_output_closed_early_ends_the_talk_without_a_word(tmp_path: Path, form: str) -> None:
    """When nobody reads on (``| head -1``) the file is closed as interrupted and standard error stays empty."""
    path = tmp_path / "talk.jsonl"
    with Running("practice", "grumbling_parent", "--lang", "en", "--format", form, "--save", path) as running:
        assert running.process.stdout is not None
        running.process.stdout.readline()
        running.stop_listening()
        running.type(BLAME)
        running.type(BLAME)
        outcome = running.finish()
    assert outcome.err == ""
    assert kept(path)[-1] == {"type": "end", "reason": "interrupted"}


def test_turns_come_as_they_are_said() -> None:
    """Each line is flushed: a reader at the other end of a pipe has the answer before the next reply is typed."""
    with Running("practice", "grumbling_parent", "--lang", "en", "--format", "jsonl") as running:
        assert [line["type"] for line in running.see(2)] == ["header", "turn"]
        for reply in ("Well.", "Now."):
            running.type(reply)
            said, answer = running.see(2)
            assert (said["text"], answer["speaker"]) == (reply, "persona")
        assert running.finish().code == 0


# what is kept


def test_save_makes_path_the_live_file(call: Call, tmp_path: Path, home: Path) -> None:
    """With --save the transcript is in PATH, word for word what jsonl told, private, and nowhere else."""
    path = tmp_path / "talks" / "talk.jsonl"
    outcome = practice(call, "--save", path, typed=f"{BLAME}\n")
    assert kept(path) == outcome.objects[:-1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert outcome.objects[-1]["transcript"]["path"] == str(path)
    assert list(home.rglob("*.jsonl")) == []


def test_without_save_the_transcript_is_in_the_store(call: Call, home: Path) -> None:
    """The store holds one file a session, named by its id, under ROLEPLAY_HOME."""
    outcome = practice(call, typed=f"{BLAME}\n")
    (path,) = home.rglob("*.jsonl")
    assert path.stem == outcome.objects[0]["id"]
    assert kept(path) == outcome.objects[:-1]
    assert outcome.objects[-1]["transcript"]["path"] == str(path)


def test_d1_folder_and_file_are_private_whatever_the_umask(home: Path) -> None:
    """With the widest umask the folder is 0700 and the file 0600."""
    alone("practice", "grumbling_parent", "--lang", "en", first="import os; os.umask(0)")
    (path,) = home.rglob("*.jsonl")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_save_never_overwrites(call: Call, tmp_path: Path) -> None:
    """A file that is there already is left alone: exit 4, and not a word of the persona."""
    path = tmp_path / "talk.jsonl"
    path.write_text("mine", "utf-8")
    outcome = practice(call, "--save", path, form="text", typed="Well.\n")
    assert (outcome.code, outcome.out, path.read_text("utf-8")) == (4, "", "mine")
    assert str(path) in outcome.err


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_r4_a_store_that_cannot_be_written_is_said_before_the_persona_speaks(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Where ROLEPLAY_HOME cannot be a folder the exit code is 4, standard output is empty, and the way out is named."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ROLEPLAY_HOME", str(tmp_path / "file" / "home"))
    outcome = practice(call, form=form, typed="Well.\n")
    assert (outcome.code, outcome.out) == (4, "")
    assert "ROLEPLAY_HOME" in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_r4_a_read_only_home_is_said_before_the_persona_speaks(call: Call, home: Path) -> None:
    """A home without the right to write is exit 4 before any line."""
    home.mkdir(mode=0o500)
    outcome = practice(call, typed="Well.\n")
    assert (outcome.code, outcome.out) == (4, "")


def test_r3_a_full_disk_ends_the_talk_with_what_was_kept(tmp_path: Path) -> None:
    """When a turn cannot be written the exit code is 4, the fault is one line, and every turn before it can be read."""
    path = tmp_path / "talk.jsonl"
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))"
    options = ("practice", "grumbling_parent", "--lang", "en", "--format", "jsonl", "--save", path)
    outcome = alone(*options, typed=f"{BLAME}\n{'a' * 3000}\n", first=full, PYTHONDONTWRITEBYTECODE="1")
    assert outcome.code == 4
    assert outcome.err.count("\n") == 1
    assert kept(path)[:4] == outcome.objects
    assert [turn["text"] for turn in outcome.turns("trainee")] == [BLAME]


def test_r6_sessions_that_start_together_get_files_of_their_own(home: Path) -> None:
    """Several processes at once make as many files, each with its own id."""
    command = [*PROGRAM, "practice", "grumbling_parent", "--lang", "en", "--format", "jsonl"]
    runs = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=surroundings()) for _ in range(4)]
    ids = {objects(run.communicate(timeout=PATIENCE)[0].decode())[0]["id"] for run in runs}
    assert len(ids) == 4
    assert {path.stem for path in home.rglob("*.jsonl")} == ids


def test_d5_what_is_typed_is_written_nowhere_but_in_the_transcript(tmp_path: Path, home: Path) -> None:
    """No history, log or cache in the user's folders holds a word of a reply."""
    secret = "my very own zanzibar words"
    folder = tmp_path / "work"
    folder.mkdir()
    outcome = alone("practice", "grumbling_parent", "--lang", "en", typed=f"{secret}\n", folder=folder, HOME=str(tmp_path))
    holders = [path for path in _files(tmp_path) if b"zanzibar" in path.read_bytes()]
    assert holders == list(home.rglob("*.jsonl"))
    assert "zanzibar" not in outcome.err


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


# the same talk again


def test_the_seed_makes_the_same_talk(call: Call) -> None:
    """The same seed and the same replies give the same lines; among other seeds there are other talks."""
    typed = f"{BLAME}\n\nWell.\n"

    def said(seed: int) -> list[str]:
        return [turn["text"] for turn in practice(call, "--seed", seed, typed=typed).turns()]

    assert said(3) == said(3)
    assert any(said(seed) != said(3) for seed in range(4, 8))


def test_a_talk_without_a_seed_keeps_the_one_it_got(call: Call) -> None:
    """The header tells a seed with which the talk can be had again."""
    first = call("practice", "absent_father", "--lang", "en", "--format", "jsonl", typed="Well.\n\n")
    seed = first.objects[0]["seed"]
    again = call("practice", "absent_father", "--lang", "en", "--format", "jsonl", "--seed", seed, typed="Well.\n\n")
    assert again.turns() == first.turns()


# danger


@pytest.mark.parametrize("language", LANGUAGES)
def test_c2_a_reply_about_own_danger_pauses_practice_and_is_not_scored(call: Call, language: str) -> None:
    """The card is on standard error, the turn is no opportunity for any skill, the persona does not answer it, the next line goes on."""
    typed = f"…\n{DANGER[language]}\n…\n"
    outcome = call("practice", "grumbling_parent", "--lang", language, "--format", "jsonl", typed=typed)
    assert [turn["speaker"] for turn in outcome.turns()] == ["persona", "trainee", "persona", "trainee", "trainee", "persona"]
    assert {score["outcome"] for score in outcome.objects[-1]["scores"] if score["turn"] == 3} == {"no_opportunity"}
    assert len([score for score in outcome.objects[-1]["scores"] if score["turn"] == 3]) == 4
    assert outcome.err.count("\n") == 1
    assert outcome.code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_c3_the_card_names_no_number(call: Call, language: str) -> None:
    """No telephone number is invented: the text names none."""
    err = call("practice", "grumbling_parent", "--lang", language, "--format", "json", typed=f"{DANGER[language]}\n").err
    assert err.strip()
    assert not any(character.isdigit() for character in err)


def test_c2_the_persona_feels_nothing_of_a_reply_about_own_danger(call: Call) -> None:
    """Tension and trust after the card are what they were before it."""
    before, after = (turn["mood"] for turn in practice(call, typed=f"{DANGER['en']}\n\n").turns("persona"))
    calm = practice(call, typed="\n").turns("persona")
    assert (before, after) == (calm[0]["mood"], calm[1]["mood"])


def test_c7_an_idiom_is_no_alarm(call: Call) -> None:
    """Everyday exaggeration does not pause practice."""
    outcome = practice(call, typed="This meeting is killing me.\nI am dying of laughter.\n")
    assert outcome.err == ""
    assert len(outcome.turns("persona")) == 3


def test_c2_a_scored_file_leaves_the_reply_out_too(call: Call, tmp_path: Path) -> None:
    """What practice set aside is set aside when the file is scored again."""
    path = tmp_path / "talk.jsonl"
    held = practice(call, "--save", path, typed=f"{BLAME}\n{DANGER['en']}\n").objects[-1]
    scored = call("score", path, "--format", "json").json
    assert json.dumps(scored["scores"]) == json.dumps(held["scores"])
