"""A long file is read as a short one is, but never held (T6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roleplay.dialogue import Speaker
from roleplay.formats import shelf
from roleplay.formats.casting import Casting, staged
from roleplay.formats.long import LongDocument, _FileLines
from roleplay.formats.shelf import formats, opened

CASTING = Casting(roles={"anna": Speaker.TRAINEE}, required=("Anna",))
CUES = "".join(f"\n{n:02}:00.000 --> {n:02}:03.000\n<v {'Anna' if n % 2 else 'Mama'}>Words {n} &amp; more.\n" for n in range(60))
FILES = {
    "a.vtt": f"WEBVTT\n{CUES}",
    "b.vtt": f"WEBVTT\n\nNOTE bad times\n{CUES}\nsoup --> 1\nAnna: lost\n\n00:01.000 --> 00:00.500\n<v Anna>Backwards.\n",
    "c.srt": "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{'Anna' if n % 2 else 'Mama'}: one\nand two\n" for n in range(60)),
    "d.csv": 'speaker;text;start\nAnna;"Two\nlines; one cell";1,5\nMama;Well.;3\n' + "Anna;Again.;5\n" * 60,
    "e.txt": "A heading\nabove\n" + "[10:59:58] Anna: said\nand said on\n\n[00:00:02] Mama: next day\n" * 60,
    "f.txt": "Anna: said\n\nMama: and said\n" * 60,
    "g.csv": '"index","speaker","name","text","start","end","status"\n' + '"0","trainee","Anna","\'=1","0.5","","complete"\n' * 60,
    "h.txt": "[21.11.26, 10:00:00] Anna: hallo\n[21.11.26, 10:00:09] Mama: yes\nmore\n" * 60,
    "i.json": '[{"role": "user",\n"content": "Anna"}]',
    "j.vtt": f"\ufeffWEBVTT\r\n{CUES}".replace("\n", "\r\n"),
}


def result(path: Path) -> list[Any]:
    """All there is to know of the talks in the file at *path*."""
    file = opened(path)
    form, talks = formats(shipped_only=True).read(file.document)
    found = []
    for talk in talks:
        who = CASTING if path.suffix != ".json" and path.name not in ("g.csv", "h.txt") else Casting()
        made = staged(talk, who, ident="01T", name=path.name, format_id=form.id)
        turns = list(made.turns)
        assert list(made.turns) == turns
        found.append((form.id, made.header, turns, made.remarks))
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_long_file_is_read_as_a_short_one(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same talk with the same remarks, as often as it is gone through."""
    path = tmp_path / name
    path.write_bytes(FILES[name].encode())
    short = result(path)
    monkeypatch.setattr(shelf, "LONG", 20)
    assert isinstance(opened(path).document, LongDocument)
    assert result(path) == short


@pytest.mark.parametrize(
    "data", [FILES["f.txt"].encode("utf-16"), "Анна: да\nМама: нет\n".encode("cp1251") * 60, b"A: no newline " * 9, b"\0\1\2\n" * 90]
)
def test_what_is_not_plain_utf_8_in_lines_is_held(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its encoding is guessed, said or refused as ever."""
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    monkeypatch.setattr(shelf, "LONG", 20)
    try:
        assert not opened(path).document.long
    except Exception as error:
        assert "no text file" in str(error)  # one of the four


@pytest.mark.parametrize("name", ["a.vtt", "c.srt", "d.csv", "e.txt", "h.txt"])
def test_t6_a_long_file_is_read_as_its_turns_are_asked_for(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """T6: for the first turn a few lines are read, and none of them is kept."""
    path = tmp_path / name
    path.write_text(FILES[name] * 20, "utf-8")
    monkeypatch.setattr(shelf, "LONG", 20)
    form, (talk,) = formats(shipped_only=True).read(opened(path).document)
    made = staged(talk, Casting(), ident="x", name=name, format_id=form.id)
    taken = 0
    real = _FileLines.__iter__

    def counted(lines: _FileLines) -> Iterator[str]:
        nonlocal taken
        for line in real(lines):
            taken += 1
            yield line

    monkeypatch.setattr(_FileLines, "__iter__", counted)
    next(iter(made.turns))
    assert 0 < taken < 20
