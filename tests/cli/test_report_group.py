"""``roleplay report`` of several talks: who is whose, handouts, ratings, files of any format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roleplay.testing.server import Provider
from tests.cli.running import Call, one_line
from tests.cli.talks import BLAME, lines, write
from tests.reports.pages import Tags

LISTENS = "You sound lonely. What is the hardest part of it?"
CALL = """WEBVTT

00:00.000 --> 00:04.000
<v Mama>I sit here alone every evening and nobody calls.

00:07.500 --> 00:10.000
<v Anna Petrova>You sound lonely.
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A workshop of two people, one of whom held two talks."""
    for name, reply, day in (("anna", BLAME, "01"), ("anna", LISTENS, "09"), ("ion", BLAME, "02")):
        talk = lines(reply, times=True, id=f"{name}-{day}", trainee={"name": name.title()}, started_at=f"2026-11-{day}T10:00:00Z")
        write(tmp_path / "club" / "transcripts" / f"{name}-{day}.jsonl", talk)
    return tmp_path / "club"


def rate(path: Path, *ratings: tuple[str, int, str, int]) -> None:
    """Write what *ratings* (talk, turn, skill, value) gave to *path*."""
    keys = ("transcript", "turn", "scorer", "value")
    path.write_text("".join(json.dumps(dict(zip(keys, each, strict=True)) | {"rater": "Vera"}) + "\n" for each in ratings), "utf-8")


def test_a_folder_becomes_one_page_of_a_group(call: Call, folder: Path, tmp_path: Path) -> None:
    """Talks of one name are one participant's; who is who is told on standard error and not on the page."""
    done = call("report", folder, "--out", tmp_path / "club.html")
    text = (tmp_path / "club.html").read_text("utf-8")
    page = Tags(text)

    assert (done.code, done.out) == (0, "")
    assert "Participant 1: anna-01.jsonl, anna-09.jsonl\nParticipant 2: ion-02.jsonl\n" in done.err
    assert page.runs_and_asks_for_nothing()
    assert "2 talks, 2 replies" in page.text
    body = text.partition("</style>")[2]
    assert not any(word in body for word in ("Anna", "anna-", "Ion", "ion-", "club", str(tmp_path)))


def test_with_their_words_participants_have_their_names(call: Call, folder: Path) -> None:
    """And nothing is left to be told on standard error."""
    done = call("report", folder, "--with-text")

    assert done.err == ""
    assert "Anna 2 talks, 2 replies" in Tags(done.out).text


def test_handouts_are_pages_of_their_own(call: Call, folder: Path, tmp_path: Path) -> None:
    """One for each participant, of whom alone it speaks; also beside the page of the group."""
    made = tmp_path / "made"
    done = call("report", folder, "--handouts", made, "--with-text", "--lang", "ro")

    assert (done.code, done.out) == (0, "")
    assert sorted(path.name for path in made.iterdir()) == ["1.html", "2.html"]
    anna, ion = (made.joinpath(name).read_text("utf-8") for name in ("1.html", "2.html"))
    assert ("Anna" in anna, "Ion" in anna, "Ion" in ion, "Anna" in ion) == (True, False, True, False)
    assert Tags(anna).runs_and_asks_for_nothing()
    assert call("report", folder, "--handouts", made, "--out", tmp_path / "club.html").code == 0
    assert (tmp_path / "club.html").is_file()


def test_one_talk_can_have_a_handout_too(call: Call, folder: Path, tmp_path: Path) -> None:
    """It is a group of one."""
    assert call("report", folder / "transcripts" / "ion-02.jsonl", "--handouts", tmp_path / "made").code == 0
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["1.html"]


def test_a_folder_for_handouts_that_cannot_be_made_is_told(call: Call, folder: Path, tmp_path: Path) -> None:
    """In one line, with exit code 4."""
    (tmp_path / "file").write_bytes(b"")

    assert one_line(call("report", folder, "--handouts", tmp_path / "file" / "made"), 4, "cannot be written")


def test_one_bad_file_is_told_and_the_others_are_on_the_page(call: Call, folder: Path) -> None:
    """Exit code 1 with several files, that of the fault with one."""
    (folder / "transcripts" / "bad.jsonl").write_text("nothing\n", "utf-8")
    done = call("report", folder)

    assert done.code == 1
    assert "bad.jsonl holds no conversation" in done.err
    assert "Participant 2" in Tags(done.out).text
    assert call("report", folder / "transcripts" / "bad.jsonl").code == 6


def test_what_is_not_there_is_told(call: Call, tmp_path: Path) -> None:
    """A name that is nothing, a folder without talks."""
    (tmp_path / "empty").mkdir()

    assert one_line(call("report", "nothing-here"), 2, "there is no transcript nothing-here")
    assert one_line(call("report", tmp_path / "empty"), 2, "there is no transcript in")


def test_talks_without_names_go_by_their_subfolder(call: Call, tmp_path: Path) -> None:
    """Directly inside the folder that was given."""
    for place in ("a/1.jsonl", "a/deep/2.jsonl", "b/1.jsonl", "3.jsonl"):
        write(tmp_path / "talks" / place, lines(BLAME, id=place))
    err = call("report", tmp_path / "talks").err

    assert "Participant 1: 3.jsonl\nParticipant 2: 1.jsonl, 2.jsonl\nParticipant 3: 1.jsonl\n" in err


def test_a_file_of_any_format_can_be_reported(call: Call, tmp_path: Path) -> None:
    """With who is who said, as for `score`; there is no mood in it, and the page says so."""
    path = tmp_path / "call.vtt"
    path.write_text(CALL, "utf-8")
    done = call("report", path, "--trainee", "Anna Petrova", "--persona", "Mama", "--lang", "en")

    assert done.code == 0
    page = Tags(done.out)
    assert "pause 3.5 s" in page.text
    assert "No mood was recorded" in page.text
    assert "Imported fromWebVTT (Zoom, Teams)" in page.text
    assert "Petrova" not in done.out
    assert one_line(call("report", path, "--lang", "en"), 6, "add --trainee with one of: ")


@pytest.mark.parametrize("place", ["transcripts/anna-01.ratings.jsonl", "transcripts/ratings.jsonl", "ratings.jsonl"])
def test_ratings_are_shown_beside_the_scores(call: Call, folder: Path, place: str) -> None:
    """Those of the talk and those of its workshop; who gave them is not said."""
    rate(folder / place, ("anna-01", 1, "blame_avoidance", 4), ("gone", 1, "listening", 0))
    done = call("report", folder)

    assert "people, from 0 to 4: 4" in Tags(done.out).text
    assert "Vera" not in done.out
    one = call("report", folder / "transcripts" / "anna-01.jsonl")
    assert "people, from 0 to 4: 4" in Tags(one.out).text


def test_ratings_that_cannot_be_read_are_told_once(call: Call, folder: Path) -> None:
    """The page is made all the same."""
    (folder / "ratings.jsonl").write_text("[]\n", "utf-8")
    done = call("report", folder)

    assert done.code == 0
    assert done.err.count("ratings.jsonl") == 1


def test_a_report_as_data(call: Call, folder: Path) -> None:
    """The same values, of a group and of one talk."""
    group = call("report", folder, "--format", "json").json
    one = call("report", folder / "transcripts" / "ion-02.jsonl", "--format", "json").json

    assert (group["schema"], group["language"]) == (1, "en")
    assert [each["label"] for each in group["people"]] == ["Participant 1", "Participant 2"]
    assert [each["number"] for stretch in one["stretches"] for each in stretch["turns"]] == [0, 1]
    assert one["skills"][0]["badge"]["title"] == "Listening"


def test_talks_of_several_languages_are_told_in_that_of_messages(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one language, in that one."""
    assert Tags(call("report", folder).out).of("html") == [{"lang": "en"}]
    write(folder / "transcripts" / "ana.jsonl", lines("Te aud.", language="ro"))
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", "ru")

    assert Tags(call("report", folder).out).of("html") == [{"lang": "ru"}]
    assert Tags(call("report", folder, "--lang", "ro").out).of("html") == [{"lang": "ro"}]


def test_where_rules_and_model_disagree_the_page_says_so(call: Call, provider: Provider, tmp_path: Path) -> None:
    """The model's value with what the rules say beside it; where a model failed there is no number."""
    path = write(tmp_path / "talk.jsonl", lines("You sit there alone, evening after evening.", BLAME))
    model = ("--coder", 'openai:codes:[["reflection", "You sit there alone"]]', "--base-url", provider.url)
    one = Tags(call("report", path, *model).out)
    many = call("report", path.parent, *model, "--format", "json").json

    assert "by the rules: 0%" in one.text
    assert [each["row"]["others"] for each in many["differences"]][:1] == ["by the rules: 0%"]
    failed = call("report", path, "--coder", "openai:say", "--base-url", provider.url)
    assert "gave no usable codes" in Tags(failed.out).text
    assert call("report", path, "--coder", "openai:quota", "--base-url", provider.url).code == 5


def test_talks_in_which_nobody_practises_are_left_out_of_a_group(call: Call, tmp_path: Path) -> None:
    """It is said of each; of such talks alone there is no page."""
    nobody = [line | {"speaker": "other"} if line["type"] == "turn" else line for line in lines(BLAME, id="others")]
    write(tmp_path / "talks" / "others.jsonl", nobody)

    assert "nobody practises in these talks" in call("report", tmp_path / "talks").err

    write(tmp_path / "talks" / "ana.jsonl", lines(BLAME, id="ana"))
    done = call("report", tmp_path / "talks")

    assert done.code == 0
    assert "others.jsonl is left out: nobody in it is marked" in done.err
    assert "Participants1" in Tags(done.out).text
