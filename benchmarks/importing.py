"""Memory that importing, scoring and replaying a file of 100,000 turns take, against one of 20,000, form by form: at most 1.1 times."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from benchmarks.coding import sample
from benchmarks.measure import PROGRAM, peak, report

SHORT, LONG, ROUNDS = 20_000, 100_000, 2  # both too long to be held
WHO = {"chatgpt": ("user", "assistant"), "deepgram": ("channel 1", "channel 0")}  # how Anna and Mama are called there

Said = Iterator[tuple[int, str, str]]


def said(count: int) -> Said:
    """*count* turns of two people: the same 800 over and over, as the words of people are."""
    lines = [line for reply, heard in sample("en") for line in (("Mama", heard), ("Anna", reply))]
    return ((index, name, text) for index, (name, text) in enumerate(islice(cycle(lines), count)))


def captions(turns: Said) -> Iterator[str]:
    """Them as WebVTT."""
    yield "WEBVTT\n"
    for index, name, text in turns:
        yield f"\n{_clock(index * 6)}.000 --> {_clock(index * 6 + 3)}.000\n<v {name}>{text}\n"


def table(turns: Said) -> Iterator[str]:
    """Them as CSV."""
    yield "speaker;start;end;text\n"
    for index, name, text in turns:
        yield f'{name};{index * 6};{index * 6 + 3};"{text.replace(chr(34), "")}"\n'


def text(turns: Said) -> Iterator[str]:
    """Them as lines with a time and a name."""
    for index, name, words in turns:
        yield f"[{_clock(index * 6)}] {name}: {words}\n"


def whatsapp(turns: Said) -> Iterator[str]:
    """Them as an export of WhatsApp."""
    for index, name, words in turns:
        day, clock = index // 14_400, _clock(index * 6 % 86_400)
        yield f"[{day % 28 + 1:02}.{day // 28 + 1:02}.26, {clock}] {name}: {words}\n"


def openai(turns: Said) -> Iterator[str]:
    """Them as a list of messages, all on one line."""
    for index, name, words in turns:
        yield ("," if index else "[") + json.dumps({"role": ("assistant", "user")[name == "Anna"], "name": name, "content": words})
    yield "]"


def telegram(turns: Said) -> Iterator[str]:
    """Them as a chat of Telegram."""
    yield '{"name": "Chat", "type": "personal_chat", "id": 1, "messages": [\n'
    for index, name, words in turns:
        said = {"id": index, "type": "message", "date_unixtime": str(1_767_225_600 + index * 6), "from": name, "text": words}
        yield (",\n" if index else "") + json.dumps(said, indent=1)
    yield "]}"


def whisper(turns: Said) -> Iterator[str]:
    """Them as WhisperX writes them, with the times of words."""
    kept = list(turns)
    yield '{"text": ' + json.dumps(" ".join(words for _, _, words in kept)) + ', "language": "en", "segments": ['
    for index, name, words in kept:
        at = index * 6.0
        heard = [{"word": word, "start": at + place / 10, "end": at + place / 10 + 0.1} for place, word in enumerate(words.split())]
        said = {"start": at, "end": at + 4.0, "text": words, "speaker": name, "words": heard}
        yield (", " if index else "") + json.dumps(said)
    yield "]}"


def account(turns: Said) -> Iterator[str]:
    """Them as all chats of an account of Telegram: a hundred, all of the same length."""
    yield '{"about": "", "chats": {"about": "", "list": ['
    kept = list(turns)
    for index, name, words in kept:
        if index % (len(kept) // 100) == 0:
            yield ("]}, " if index else "") + f'{{"name": "Chat {index}", "type": "personal_chat", "id": {index}, "messages": ['
        said = {"id": index, "type": "message", "date_unixtime": str(1_767_225_600 + index * 6), "from": name, "text": words}
        yield (",\n" if index % (len(kept) // 100) else "") + json.dumps(said, indent=1)
    yield "]}]}}"


def messenger(turns: Said) -> Iterator[str]:
    """Them as Messenger writes them, newest first, the letters of UTF-8 one by one."""
    yield '{"participants": [{"name": "Anna"}, {"name": "Mama"}], "messages": ['
    for place, (index, name, words) in enumerate(reversed(list(turns))):
        broken = words.encode().decode("latin-1")
        said = {"sender_name": name, "timestamp_ms": 1_767_225_600_000 + index * 6000, "content": broken, "is_geoblocked_for_viewer": False}
        yield (", " if place else "") + json.dumps(said)
    yield '], "title": "Mama"}'


def chatgpt(turns: Said) -> Iterator[str]:
    """Them as one talk in ChatGPT's export: a tree of messages."""
    yield '[{"title": "Talk", "create_time": 1767225600.5, "mapping": {"n-root": {"id": "n-root", "message": null, "parent": null, "children": []}'
    index = 0
    for index, name, words in turns:
        role = ("assistant", "user")[name == "Anna"]
        content = {"content_type": "text", "parts": [words]}
        message = {"id": f"n-{index}", "author": {"role": role}, "create_time": 1_767_225_600.5 + index * 6, "content": content}
        node = {"id": f"n-{index}", "message": message, "parent": f"n-{index - 1}" if index else "n-root", "children": [f"n-{index + 1}"]}
        yield f', "n-{index}": ' + json.dumps(node)
    yield f'}}, "current_node": "n-{index}"}}]'


def aws(turns: Said) -> Iterator[str]:
    """Them as Amazon Transcribe writes them, with the speakers in a list apart."""
    kept = list(turns)
    yield '{"jobName": "x", "results": {"transcripts": [{"transcript": ' + json.dumps(" ".join(words for _, _, words in kept)) + "}]"
    yield ', "speaker_labels": {"speakers": 2, "segments": ['
    for index, name, words in kept:
        items = [{"start_time": start, "end_time": end, "speaker_label": name} for start, end, _ in _timed(index, words)]
        yield (", " if index else "") + json.dumps({"start_time": f"{index * 6}.0", "speaker_label": name, "items": items})
    yield ']}, "items": ['
    for index, _, words in kept:
        heard = [
            {"type": "pronunciation", "start_time": a, "end_time": b, "alternatives": [{"content": word}]}
            for a, b, word in _timed(index, words)
        ]
        full = {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]}
        yield (", " if index else "") + json.dumps([*heard, full])[1:-1]
    yield "]}}"


def deepgram(turns: Said) -> Iterator[str]:
    """Them as Deepgram writes them: two channels, each with all its words."""
    kept = list(turns)
    yield '{"metadata": {"channels": 2}, "results": {"channels": ['
    for channel, voice in enumerate(("Mama", "Anna")):
        own = [(index, words) for index, name, words in kept if name == voice]
        said = json.dumps(" ".join(words for _, words in own))
        yield (", " if channel else "") + f'{{"alternatives": [{{"transcript": {said}, "confidence": 0.9, "words": ['
        for place, (index, words) in enumerate(own):
            heard = [{"word": word, "start": float(a), "end": float(b)} for a, b, word in _timed(index, words)]
            yield (", " if place else "") + json.dumps(heard)[1:-1]
        yield "]}]}"
    yield "]}}"


def _timed(index: int, words: str) -> Iterator[tuple[str, str, str]]:
    """Each of *words* with its start and end in seconds, as text."""
    return ((f"{index * 6 + place / 10:.3f}", f"{index * 6 + place / 10 + 0.1:.3f}", word) for place, word in enumerate(words.split()))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 100:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


FORMS: dict[str, Callable[[Said], Iterator[str]]] = {
    "vtt": captions,
    "csv": table,
    "txt": text,
    "chat.txt": whatsapp,
    "openai.json": openai,
    "telegram.json": telegram,
    "whisper.json": whisper,
    "account.json": account,
    "messenger.json": messenger,
    "chatgpt.json": chatgpt,
    "aws.json": aws,
    "deepgram.json": deepgram,
}


def main() -> bool:
    """Measure each form in turn, in fresh processes; a transcript of ours is what the import made."""
    good = True
    with tempfile.TemporaryDirectory() as home:
        for form, write in FORMS.items():
            files = {count: Path(home, f"{count}.{form}") for count in (SHORT, LONG)}
            for count, path in files.items():
                path.write_text("".join(write(said(count))), "utf-8")
            good &= measured(
                f"importing {form}", files, home, lambda path, out: ["transcripts", "import", path, "--basis", "x", "--out", out]
            )
        files = {count: Path(home, f"{count}.vtt") for count in (SHORT, LONG)}
        good &= measured("scoring vtt", files, home, lambda path, _: ["score", path, "--format", "jsonl"])
        good &= measured("replaying vtt", files, home, lambda path, _: ["replay", path, "--format", "json"])
    return good


def measured(name: str, files: dict[int, Path], home: str, command: Callable[[str, str], list[str]]) -> bool:
    """The peak for both lengths, in turn."""
    trainee, persona = WHO.get(files[LONG].name.split(".")[1], ("Anna", "Mama"))
    who = ("--trainee", trainee, "--persona", persona, "--lang", "en")
    pairs: list[list[float]] = []
    for number in range(ROUNDS):
        out = Path(home, f"out-{files[LONG].name}-{number}")
        pairs.append([peak([PROGRAM, *command(str(files[count]), str(out)), *who], home) for count in (LONG, SHORT)])
    ours, floor = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratio = statistics.median(a / b for a, b in pairs)
    return report(f"{name}, {LONG:,} turns, floor {SHORT:,}", ours, floor, unit="MB", limit="at most 1.1 times", ok=ratio <= 1.1)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
