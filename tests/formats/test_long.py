"""A long file is read as a short one is, but never held (T6)."""

from __future__ import annotations

import codecs
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roleplay.dialogue import Speaker
from roleplay.errors import TranscriptInvalid
from roleplay.formats import jsontext, longjson, shelf, voices
from roleplay.formats.casting import Casting, staged
from roleplay.formats.jsontext import JsonText
from roleplay.formats.long import LongDocument, _FileLines
from roleplay.formats.longjson import LongJson
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
    "j.vtt": f"\ufeffWEBVTT\r\n{CUES}".replace("\n", "\r\n"),
}


MOMENTS = [f"2026-01-01T10:00:{n:02}" for n in range(40)]
JSON: dict[str, Any] = {
    "openai": {"model": "x", "messages": [{"role": "system", "content": ""}, *[{"role": "user", "content": f"Words {n} 😀"} for n in range(40)]]},
    "list": [{"role": ("user", "assistant")[n % 2], "content": [{"text": "“ă”"}], "at": [1.5, -2, None, True]} for n in range(40)],
    "telegram": {"name": "Chat", "type": "personal_chat", "id": 1, "messages": [{"type": "message", "from": "Anna", "date": at, "text": ["a", {"text": "b"}]} for at in MOMENTS]},
    "telegrams": {"chats": {"list": [{"name": n, "messages": [{"type": "message", "from": "A", "date": at, "text": n} for at in MOMENTS]} for n in "abc"]}},
    "messenger": {"participants": [], "messages": [{"sender_name": "A", "timestamp_ms": 9e6 - n, "content": "Ä\u0083"} for n in range(40)], "title": "T"},
    "discord": {"channel": {"name": "c"}, "messages": [{"author": {"name": "A"}, "content": "x", "timestamp": at} for at in MOMENTS]},
    "slack": [{"type": "message", "user": "U1", "ts": f"{n}.5", "text": "" if n % 3 else "x"} for n in range(40)],
    "podcast": {"version": "1", "segments": [{"speaker": "A", "startTime": n, "endTime": n + 1, "body": "b"} for n in range(40)]},
    "whisper": {"text": '"A" \\ 😀\n' * 90, "language": "en", "segments": [{"id": n, "start": n, "end": n + 1, "text": " x", "words": [{"word": "x", "start": n, "end": n + 0.5}]} for n in range(40)], "word_segments": [{"word": "x"}] * 40},
    "assemblyai": {"audio_duration": 9, "words": [{"text": "x", "start": n * 1000, "end": n * 1000 + 9, "speaker": "A"} for n in range(40)]},
    "deepgram": {"results": {"channels": [{"alternatives": [{"words": [{"word": "x", "start": n, "end": n + 1, "speaker": 0} for n in range(40)]}]}]}},
    "aws": {"results": {"items": [{"start_time": str(n), "end_time": str(n), "type": "pronunciation", "alternatives": [{"content": "x"}]} for n in range(40)]}},
    "messengers": [{"sender_name": "A", "timestamp_ms": n * 7919 % 41, "content": f"x{n}"} for n in range(40)],
    "channels": {"results": {"channels": [{"alternatives": [{"transcript": "x" * 300, "words": [{"word": f"x{n}", "start": n * 9 + c, "end": n * 9 + c + 4} for n in range(40)]}]} for c in (0, 2)]}},
    "aws labels": {"results": {"transcripts": [{"transcript": "x" * 300}], "speaker_labels": {"segments": [{"start_time": f"{n}.0", "items": [{"start_time": f"{n}.0", "speaker_label": f"spk_{n % 2}"}]} for n in range(40)]}, "items": [{"start_time": f"{n}.0", "end_time": f"{n}.5", "type": "pronunciation", "alternatives": [{"content": "x"}]} for n in range(40)]}},
    "aws channels": {"results": {"items": [{"type": "pronunciation"}], "channel_labels": {"channels": [{"channel_label": f"ch_{c}", "items": [{"start_time": f"{n * 9 + c}", "end_time": f"{n * 9 + c + 4}", "type": "pronunciation", "alternatives": [{"content": f"x{n}"}]} for n in range(40)]} for c in (0, 2)]}}},
    "chunks": [{"words": [{"word": "x", "start": n + c * 50, "end": n + c * 50 + 1} for n in range(20)]} for c in range(4)],
    "chunks from 0": [{"segments": [{"text": "x", "start": n, "end": n + 1} for n in range(20)]} for c in range(4)],
    "old voices": {"speakers": [{"name": f"V{n % 3}", "time": n * 3} for n in range(40)], "words": [{"name": "x", "time": str(n), "duration": "0.5"} for n in range(40)]},
    "paper": {"words": [{"id": n, "text": "x", "start": n, "end": n + 0.5} for n in range(40)], "paragraphs": [{"start": n * 3, "speaker": f"V{n % 2}"} for n in range(40)]},
    "autoedit": {"text": [{"speaker": f"V{n % 2}", "paragraph": [{"line": [{"text": "x", "startTime": n, "endTime": n + 1}] * 9}]} for n in range(40)]},
    "bedrock": {"audio_items": [], "audio_segments": [{"start_timestamp_millis": n * 9000, "end_timestamp_millis": n * 9000 + 5, "text": "x", "speaker": {"speaker_label": "s"}} for n in range(40)]},
    "tree": {"title": "t", "mapping": {f"n{n}": {"parent": f"n{n - 2}", "message": {"author": {"role": ("user", "assistant")[n // 2 % 2]}, "create_time": 1.5e9 + n, "content": {"content_type": "text", "parts": [f"x{n}"]}}} for n in range(40)}, "current_node": "n38"},
    "chatgpt": [{"title": f"t{n}", "mapping": {"a": {"parent": None, "message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["x"]}}}}} for n in range(9)],
}  # fmt: skip


BROKEN = (
    '[{"role": "user", "content": "x"}',
    '[{"role": "user", "role": "user"}]',
    "[1] 2",
    '{"a": NaN}',
    "[1, ]",
    '{"a": 1, "a": 2}',
    "[" * 99 + "]" * 99,
    '{"a": [1,2,3,4,5',
    '{"a" 1}',
    "{1: 2}",
    '["\\ud83d"]',
    '{"a":' * 99 + "1" + "}" * 99,
)


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


@pytest.mark.parametrize("spaced", [True, False])
@pytest.mark.parametrize("name", JSON)
def test_long_json_is_read_as_short_json_is(tmp_path: Path, name: str, spaced: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same talks with the same remarks, on one line and on many, wherever it is cut in reading."""
    path = tmp_path / "a.json"
    text = json.dumps(JSON[name], ensure_ascii=spaced, indent=2 if spaced else None)
    path.write_bytes(codecs.BOM_UTF8 + text.encode())
    short = result(path)
    monkeypatch.setattr(shelf, "LONG", 20)
    monkeypatch.setattr(longjson, "FEW", 5)
    for size, small in ((1, 40), (7, 60), (64, 40), (64, 200)):
        monkeypatch.setattr(jsontext, "CHUNK", size)
        monkeypatch.setattr(jsontext, "SMALL", small)
        assert isinstance(opened(path).document, LongJson)
        assert result(path) == short


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_wrong_with_long_json_is_told_as_ever(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same words as of short JSON."""
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    known = formats(shipped_only=True)
    with pytest.raises(TranscriptInvalid) as short:
        known.read(opened(path).document)
    monkeypatch.setattr(shelf, "LONG", 2)
    monkeypatch.setattr(longjson, "FEW", 2)
    with pytest.raises(TranscriptInvalid) as long:
        known.read(opened(path).document)
    assert str(long.value) == str(short.value)


@pytest.mark.parametrize("name", ["openai", "list", "telegram", "discord", "slack", "podcast", "whisper", "assemblyai"])
def test_t6_messages_of_long_json_are_read_as_they_are_asked_for(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """T6: for the first turn a few of them are read, and none of them is kept."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(JSON[name]), "utf-8")
    monkeypatch.setattr(shelf, "LONG", 20)
    monkeypatch.setattr(longjson, "FEW", 5)
    monkeypatch.setattr(jsontext, "SMALL", 200)
    form, (talk,) = formats(shipped_only=True).read(opened(path).document)
    made = staged(talk, Casting(), ident="x", name=name, format_id=form.id)
    taken = 0
    real = JsonText.small

    def counted(text: JsonText, depth: int) -> Any:
        nonlocal taken
        taken += 1
        return real(text, depth)

    monkeypatch.setattr(JsonText, "small", counted)
    next(iter(made.turns))
    assert 0 < taken < 10 or name in ("whisper", "assemblyai", "podcast")  # whose words are joined
    list(made.turns)
    assert taken >= 40


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


def messages(name: str, count: int) -> Any:
    """An export of *count* turns in the format *name*."""
    heard = [{"start_time": f"{n}.0", "end_time": f"{n}.4", "speaker_label": f"S{n % 2}"} for n in range(count)]
    said = [{"type": "pronunciation", **each, "alternatives": [{"content": "words"}]} for each in heard]
    node = [
        {"author": {"role": ("user", "assistant")[n % 2]}, "content": {"content_type": "text", "parts": ["words"]}} for n in range(count)
    ]
    post = [{"type": "message", "from": f"S{n % 2}", "date_unixtime": str(n), "text": "some words"} for n in range(count)]
    made: dict[str, Any] = {
        "messenger": {"messages": [{"sender_name": f"S{n % 2}", "timestamp_ms": 9e9 - n, "content": "some words"} for n in range(count)]},
        "chatgpt": [{"mapping": {f"n{n}": {"parent": f"n{n - 1}", "message": each} for n, each in enumerate(node)}, "current_node": f"n{count - 1}"}],
        "telegram": {"chats": {"list": [{"name": str(n), "messages": post[n::9]} for n in range(9)]}},
        "deepgram": {"results": {"channels": [{"alternatives": [{"words": [{"word": "words", "start": n * 9 + c, "end": n * 9 + c + 1} for n in range(count // 2)]}]} for c in (0, 3)]}},
        "aws": {"results": {"speaker_labels": {"segments": [{"items": [each]} for each in heard]}, "items": [{key: value for key, value in each.items() if key != "speaker_label"} for each in said]}},
    }  # fmt: skip
    return made[name]


@pytest.mark.parametrize("name", ["messenger", "chatgpt", "telegram", "deepgram", "aws"])
def test_t6_memory_does_not_grow_with_the_length_of_a_file(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """T6: three times as many turns take no more, whatever the order or depth they stand in."""
    monkeypatch.setattr(shelf, "LONG", 20)
    monkeypatch.setattr(jsontext, "CHUNK", 4_096)
    monkeypatch.setattr(jsontext, "SMALL", 1_024)
    monkeypatch.setattr(voices, "NEAR", 100)
    peaks = []
    for count in (400, 1_200, 3_600):  # the first warms up
        path = tmp_path / f"{count}.json"
        path.write_text(json.dumps(messages(name, count)), "utf-8")
        tracemalloc.start()
        form, talks = formats(shipped_only=True).read(opened(path).document)
        made = [staged(talk, Casting(), ident="x", name=path.name, format_id=form.id) for talk in talks]
        assert sum(1 for talk in made for _ in talk.turns) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[2] < peaks[1] * 1.2
