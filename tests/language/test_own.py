"""A user's own word file over the shipped words: what it adds, takes out and replaces, and what it is refused for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from roleplay.dialogue import LANGUAGES
from roleplay.errors import Misconfigured
from roleplay.language.pack import Pack, extended, load
from tests.language.packs import find
from tests.messages import strange


def own(folder: Path, language: str = "en", name: str = "own.yaml", **sections: Any) -> Path:
    """An own word file with these *sections*."""
    path = folder / name
    given = {"schema": 1, "language": language} | sections
    path.write_text(yaml.safe_dump(given, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def with_own(folder: Path, **sections: Any) -> Pack:
    """The English pack with a file of these *sections* over it."""
    return extended("en", [own(folder, **sections)])


def refused(*paths: Path, language: str = "en") -> str:
    """What a user is told about *paths*."""
    with pytest.raises(Misconfigured) as caught:
        extended(language, paths)
    assert strange(caught.value.values.get("faults", caught.value.values.get("reason"))) in ([], [caught.value.values.get("reason")])
    return str(caught.value)


def ids(made: Pack, text: str) -> list[str]:
    """The rules that fire in *text*."""
    return [found.rule.id for found in find(made, text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_without_sections_changes_nothing_but_the_version(tmp_path: Path, language: str) -> None:
    """Schema and language are all that a file must have."""
    made, shipped = extended(language, [own(tmp_path, language)]), load(language)
    assert (made.rules, made.meanings, made.empty, made.kin) == (shipped.rules, shipped.meanings, shipped.empty, shipped.kin)
    assert {word: set(names) for word, names in made.atoms.items()} == {word: set(names) for word, names in shipped.atoms.items()}
    assert made.cutter.splits == shipped.cutter.splits
    assert made.version.startswith(f"{shipped.version}+user-")


def test_a_meaning_gets_words_and_loses_them(tmp_path: Path) -> None:
    """In any spelling that is read as the same; the pack that ships is not touched."""
    made = with_own(tmp_path, meanings={"insult": "Gobdaw zorb* ~Flumph -Witch"})
    assert [word for word in ("gobdaw", "zorblike", "witch") if "insult" in made.look_up(word).meanings] == ["gobdaw", "zorblike"]
    assert "insult" in made.meanings.look_up("flumphs", ["~flumph"])
    assert "insult" in load("en").look_up("witch").meanings
    assert made.meanings.order == load("en").meanings.order


def test_a_class_gets_words_and_loses_them_and_may_be_new(tmp_path: Path) -> None:
    """The rules that ship see the change too; a new class is for the file's own rules."""
    made = with_own(
        tmp_path,
        classes={"always": ["everlastingly -forever"], "mates": ["bro", "pal @you"]},
        cues={"blame": [{"id": "mine", "match": ["rotten @mates"]}]},
    )
    assert {"everlastingly"} == set(made.classes["always"]) - set(load("en").classes["always"])
    assert {"forever"} == set(load("en").classes["always"]) - set(made.classes["always"])
    assert made.classes["mates"] == ("bro", "pal", "@you")
    assert "mine" in ids(made, "Rotten bro.")


def test_a_rule_is_added_or_takes_the_place_of_the_one_with_its_id(tmp_path: Path) -> None:
    """Also in another cue; no id is there twice afterwards."""
    made = with_own(
        tmp_path,
        cues={
            "blame": [{"id": "mine", "match": ["zorble"], "weight": 2}, {"id": "always_reproach", "match": ["you zing"]}],
            "ack": [{"id": "brush_off", "match": ["zilch"]}],
        },
    )
    assert ids(made, "Zorble.") == ["mine"]
    assert ids(made, "You zing.") == ["always_reproach"]
    assert "always_reproach" in ids(load("en"), "You always do.")
    assert "always_reproach" not in ids(made, "You always do.")
    assert [rule.cue for rule in made.rules if rule.id == "brush_off"] == ["ack"]
    names = [rule.id for rule in made.rules]
    assert len(set(names)) == len(names) == len(load("en").rules) + 1


def test_empty_words_kin_and_splits_are_added(tmp_path: Path) -> None:
    """Kin that share a word with a group join it, whatever word they begin with."""
    made = with_own(tmp_path, empty=["erm zing"], kin=["ae clinic", "zorble flumph"], splits={"shouldhv": "should have"})
    assert made.look_up("zing").names == frozenset()
    assert made.kin["ae"] == made.kin["clinic"] == load("en").kin["clinic"]
    assert made.kin["zorble"] == made.kin["flumph"] == "zorble"
    assert [token.form for token in made.analyse("Shouldhv").tokens] == ["should", "have"]


def test_the_version_is_that_of_the_files(tmp_path: Path) -> None:
    """Other words, another version; the same words, the same one, wherever the file lies."""
    one, other = own(tmp_path, meanings={"insult": "gobdaw"}), own(tmp_path, name="other.yaml", meanings={"insult": "zorble"})
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(one.read_bytes())
    versions = [extended("en", paths).version for paths in ([one], [copy], [other], [one, other], [other, one])]
    assert versions[0] == versions[1]
    assert len(set(versions)) == 4
    name, _, digest = versions[0].partition("+user-")
    assert (name, len(digest), int(digest, 16) >= 0) == (load("en").version, 8, True)


def test_several_files_are_laid_one_over_the_other(tmp_path: Path) -> None:
    """The second sees what the first added."""
    first = own(tmp_path, classes={"mates": ["bro"]}, meanings={"insult": "gobdaw"})
    second = own(tmp_path, name="2.yaml", meanings={"insult": "-gobdaw"}, cues={"blame": [{"id": "mine", "match": ["rotten @mates"]}]})
    made = extended("en", [first, second])
    assert "insult" not in made.look_up("gobdaw").meanings
    assert "mine" in ids(made, "Rotten bro.")
    assert "2.yaml" in refused(second)


@pytest.mark.parametrize(
    ("sections", "faults"),
    [
        ({"schema": 2}, ["line 1: schema"]),
        ({"language": "ru"}, ["line 2: language", "'ru'"]),
        ({"clitics": "x"}, ["line 3: clitics", "not a known key"]),
        ({"meanings": {"insults": "x"}}, ["line 4: meanings.insults: is no meaning (did you mean insult?)"]),
        ({"meanings": {"qqq": "x"}}, ["there are: insult"]),
        ({"meanings": {"insult": "-zorble"}}, ["line 4: meanings.insult: 'zorble' is not there to be taken out"]),
        ({"meanings": {"insult": "-selfish"}}, ["(there is: ~selfish)"]),
        ({"meanings": {"insult": "@you z* a*b ~ - ok*"}}, ["'@you' is no word", "'z*'", "'a*b'", "'~'", "'-'"]),
        ({"meanings": {"insult": ["x"]}}, ["must be text"]),
        ({"meanings": ["x"]}, ["must be a mapping"]),
        ({"classes": {"mates": ["x", "@alway"]}}, ["line 6: classes.mates: there is no class @alway (did you mean always?)"]),
        ({"classes": {"mates": "x"}}, ["line 4: classes.mates: must be a list of texts"]),
        ({"empty": ["-zorble", "a*"]}, ["line 4: empty: 'zorble' is not there", "line 5: empty: 'a*' is no word"]),
        ({"kin": "x"}, ["kin: must be a list of texts"]),
        ({"splits": {"x": ["y"]}}, ["splits.x: must be text"]),
        ({"cues": {"blaming": [{"id": "x", "match": ["y"]}]}}, ["cues.blaming: is not a known key"]),
        ({"cues": {"blame": [{"id": "x", "match": ["|"]}]}}, ["line 7: cues.blame[0].match: '|' is no word"]),
        ({"cues": {"blame": [{"id": "x", "match": ["@nobody"]}]}}, ["there is no class @nobody"]),
        ({"cues": {"blame": [{"match": ["y"]}]}}, ["cues.blame[0].id: is missing"]),
        ({"cues": {"blame": [{"id": "x", "match": ["y"]}], "ack": [{"id": "x", "match": ["z"]}]}}, ["cues.ack: the id x is there twice"]),
    ],
)
def test_a_broken_file_is_refused_with_file_line_and_way_out(tmp_path: Path, sections: dict[str, Any], faults: list[str]) -> None:
    """Also for what would have no effect; nothing that is right is blamed, and every fault is told once."""
    path = own(tmp_path, **sections)
    told = refused(path)
    assert told.startswith(f"{path}: line ")
    assert told.endswith("; mend it, or leave it out with --no-plugins")
    assert all(fault in told for fault in faults)
    assert "ok*" not in told
    parts = told.split("; ")
    assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\xff", b"a: [", b"- x", b"a: &x y\nb: *x", b"x" * 1_000_001, b"schema: 1\nschema: 1\n"])
def test_what_is_no_such_file_at_all_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    """With its name, and no other error than the one that says so."""
    path = tmp_path / "own.yaml"
    path.write_bytes(data)
    told = refused(path)
    assert told.startswith(str(path))
    assert "\n" not in told


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A folder in the place of the file, or nothing."""
    (tmp_path / "own.yaml").mkdir()
    assert "own.yaml cannot be read: not a file" in refused(tmp_path / "own.yaml")
    assert "cannot be read" in refused(tmp_path / "gone.yaml")
