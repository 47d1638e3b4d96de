"""Practice off a terminal: standard input is one reply a line, standard output is nothing but the data that was asked for."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from roleplay.assessment import Assessed, assess_exchange
from roleplay.cli.beginning import Ready, begin, branch
from roleplay.cli.beside import PATIENCE, Beside
from roleplay.cli.cards import card_lines
from roleplay.cli.choices import Asked, choices_of
from roleplay.cli.coding import Models
from roleplay.cli.context import Context, note, tell, to_stdout
from roleplay.cli.hangup import HungUp, hearing
from roleplay.cli.partner import broken_off
from roleplay.cli.relay import words_of
from roleplay.cli.remarks import remark
from roleplay.codes import Code
from roleplay.dialogue import End, EndReason, Status, Turn
from roleplay.errors import KeyRefused, ProviderFailed, RoleplayError, Unusable
from roleplay.inert import inert
from roleplay.recordline import to_json as record_json
from roleplay.scorecard import CodingTally, Scorecard, summarise
from roleplay.scoreform import to_json
from roleplay.scoring import Score, Skill
from roleplay.session import Step
from roleplay.variants import render

__all__ = ["hold"]

MAX_REPLY = 1_000_000


def hold(room: Context, asked: Asked) -> int:
    """Hold the whole conversation; the exit code."""
    try:
        with hearing():
            return _Piped(room, _ready(room, asked), asked.form).hold()
    except (HungUp, KeyboardInterrupt):
        return 130


def _ready(room: Context, asked: Asked) -> Ready:
    choices = choices_of(room, asked)
    if asked.origin:
        return branch(room, room.store.resolve(asked.origin), asked.turn, choices)
    if choices.persona:
        return begin(room, choices)
    raise Unusable("which persona? For example: roleplay practice grumbling_parent; see: roleplay personas list")


class _Piped:
    def __init__(self, room: Context, ready: Ready, form: str) -> None:
        self.room, self.ready, self.form = room, ready, form
        self.language = ready.session.header.language or "en"
        self.voice = ready.persona.voices[self.language]
        self.name = render(self.voice.name, listener=None, speaker=ready.persona.genders[self.language])
        self.skills = room.skills(self.language) if isinstance(ready.coders, Models) else []
        self.beside = Beside(ready.coders(self.language), self.skills) if isinstance(ready.coders, Models) else None

    def hold(self) -> int:
        session = self.ready.session
        try:
            self._announce()
            self._converse()
            reason = EndReason.PERSONA if session.over else EndReason.TRAINEE
            session.end(reason)
        except (ProviderFailed, KeyRefused) as error:
            reason = broken_off(error, self.ready.path, session.header, self.ready.choices)
            session.end(reason)
            self._finish(reason)
            return error.exit_code
        except BaseException as error:
            with suppress(RoleplayError):  # what stopped the talk is the fault to tell
                session.end(EndReason.INTERRUPTED)
            if isinstance(error, HungUp | KeyboardInterrupt):
                self._broken_off()
            raise
        self._finish(reason)
        return 0

    def _broken_off(self) -> None:
        """Say that the talk was interrupted, if anybody is left to hear it."""
        with suppress(OSError):
            if self.form == "jsonl":
                self._line(record_json(End(reason=EndReason.INTERRUPTED)))
            note(tell("interrupted; what was said is kept: {path}", path=self.ready.path))

    def _converse(self) -> None:
        session = self.ready.session
        if not session.turns or session.turns[-1].speaker != "persona":
            self._partner()
        if session.over:
            return
        for reply in _replies():
            if reply.strip() in ("/stop", "/quit"):
                return
            step = session.reply(reply)
            self._show(step.exchange.reply)
            if self.beside is not None and Code.DANGER not in step.coding:
                self.beside.begin(step)
            if Code.DANGER in step.coding:
                note(
                    tell(
                        "Practice is paused: this seemed to be about you, not about the scene. This reply is not scored. If you are in danger or need someone now, contact your local emergency services or a person you trust. The next line goes on."
                    )
                )
                continue
            self._partner()
            if session.over:
                return

    def _partner(self) -> None:
        """Let the partner speak; what a model has said when it is stopped is kept."""
        session = self.ready.session
        line = session.line()
        if isinstance(line, str):
            self._show(session.say(line))
            return
        said, stopped = "", True
        try:
            for word in words_of(line):
                if self.form == "text":
                    to_stdout((" " if said else f"{inert(self.name)}: ") + inert(word.strip(), lines=False), end="")
                said += word
            stopped = False
        finally:
            if said or not stopped:
                status = Status.INTERRUPTED if stopped else line.status
                turn = session.say(said.rstrip(), status=status, meta=line.meta)
                if self.form == "jsonl" or not said:
                    self._show(turn)
                elif self.form == "text":
                    to_stdout("")
        if (told := remark(line.status, line.meta)) is not None:
            note(told)

    def _announce(self) -> None:
        if self.form == "jsonl":
            self._line(record_json(self.ready.session.header))
            for turn in self.ready.session.turns:
                self._line(record_json(turn))
        elif self.form == "text":
            scene = self.voice.scenes[self.ready.session.header.scenario or ""]
            gender = self.ready.session.header.trainee.gender
            for text in (scene.title, scene.situation, scene.task):
                to_stdout(inert(render(text, listener=gender, speaker=self.ready.persona.genders[self.language])))
            to_stdout("")

    def _show(self, turn: Turn) -> None:
        if self.form == "jsonl":
            self._line(record_json(turn))
        elif self.form == "text":
            who = self.name if turn.speaker == "persona" else tell("You")
            to_stdout(f"{inert(who)}: {inert(turn.text, lines=False) or tell('(silence)')}")

    def _finish(self, reason: EndReason) -> None:
        session = self.ready.session
        skills = self.skills or self.room.skills(self.language)
        card = self._card(skills)
        coder = session.coder if self.beside is None else self.beside.coder
        if self.form == "text":
            if session.over:
                to_stdout(tell("({name} ends the talk.)", name=inert(self.name)))
            for line in card_lines(card, skills, session.transcript, self.language):
                to_stdout(line)
            return
        value = to_json(card, skills, session.header, str(self.ready.path), self.language, coder)
        if self.form == "jsonl":
            self._line(record_json(End(reason=reason, outcome=session.over)))
            self._line({"type": "scorecard", **value})
        else:
            to_stdout(json.dumps(value, ensure_ascii=False, indent=2))

    def _card(self, skills: Sequence[Skill]) -> Scorecard:
        """The scorecard of all replies of the transcript, in a branch also of those that were made before; a model has so long for them."""
        end, tally, scores = time.monotonic() + PATIENCE, CodingTally(), list[Score]()
        for step in self.ready.session.steps:
            exchange, coding, found = self._assessed(step, skills, max(0.0, end - time.monotonic()))
            tally.add(exchange.reply.index, coding, found)
            scores += found
        if self.beside is not None:
            self.beside.close()
        return summarise(scores, [skill.id for skill in skills], tally)

    def _assessed(self, step: Step, skills: Sequence[Skill], seconds: float) -> Assessed:
        if self.beside is not None and Code.DANGER not in step.coding:
            return self.beside.take(step, seconds)
        material = self.ready.session.coder.material(step.exchange, step.coding)
        return step.exchange, step.coding, assess_exchange(step.exchange, step.coding, skills, material)

    @staticmethod
    def _line(value: Mapping[str, object]) -> None:
        to_stdout(json.dumps(value, ensure_ascii=False))


def _replies() -> Iterator[str]:
    """The lines of standard input, told apart by the newline byte alone; bytes that are no UTF-8 are shown as such and not lost silently."""
    source = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    number = 0
    while line := source.readline(MAX_REPLY):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        text = line.decode("utf-8", "replace").rstrip("\n").rstrip("\r")
        if "\ufffd" in text and b"\xef\xbf\xbd" not in line:
            note(tell("reply {number} is not UTF-8; what could not be read is kept as \ufffd", number=number))
        yield text
