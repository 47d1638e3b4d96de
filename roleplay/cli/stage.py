"""A talk on a terminal: the partner speaks, the first key of a reply is timed, feedback follows, and slash commands help on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import click

from roleplay.assessment import assess_exchange
from roleplay.cli import feedback as show
from roleplay.cli.clock import Clock
from roleplay.cli.context import Context, context, note, speak, tell
from roleplay.cli.practice import LateCoder, Ready, again, begin, branch, choices_of
from roleplay.cli.prompt import Asker, Typed
from roleplay.cli.questions import ask_once
from roleplay.cli.speech import Keyboard, Spoken, hold_breath
from roleplay.cli.speech import speak as utter
from roleplay.codes import Code
from roleplay.dialogue import EndReason, Speaker, Status
from roleplay.errors import StorageFailed, mark
from roleplay.inert import inert
from roleplay.remembered import remember
from roleplay.scorecard import Scorecard, summarise
from roleplay.scoring import Score, Skill
from roleplay.session import Step
from roleplay.variants import render

__all__ = ["Stage", "play"]

HELP = {
    "/hint": mark("an idea for this reply"),
    "/undo": mark("take the last reply back"),
    "/retry": mark("say the last reply another way and compare"),
    "/why": mark("the passages behind the advice"),
    "/mood": mark("how tension and trust went"),
    "/score": mark("how it stands"),
    "/pause": mark("stop the clock"),
    "/stop": mark("step out of the scene at once"),
    "/quit": mark("end, with the scorecard"),
    "/help": mark("this list"),
}


class Leave(Exception):
    """The trainee ends the talk."""


def play(ctx: click.Context, room: Context, given: dict[str, Any]) -> int:
    """Hold a talk on the terminal; the exit code."""
    if os.environ.get("TERM") == "dumb":
        from roleplay.cli.piped import hold

        return hold(room, given)
    try:
        if given["origin"]:
            ready = branch(room, room.store.resolve(given["origin"]), given["turn"], choices_of(room, given))
        else:
            room.store.ready()
            choices = ask_once(room, choices_of(room, given), given)
            if choices.language != given["language"]:
                room = context(ctx, choices.language)
            ready = begin(room, choices)
    except (KeyboardInterrupt, EOFError):
        return 130
    speed = given["speed"] if given["speed"] is not None else _number(room.settings.get("speed"))
    return Stage(room, ready, speed=speed).play()


def _number(text: str | None) -> float:
    try:
        return min(100.0, max(0.0, float(text or "1")))
    except ValueError:
        return 1.0


class Stage:
    """One talk on one terminal; *io* hands tests' input and output to prompt_toolkit."""

    def __init__(self, room: Context, ready: Ready, *, speed: float, io: dict[str, Any] | None = None) -> None:
        self.room, self.ready, self.speed = room, ready, speed
        self.language = ready.session.header.language or "en"
        speak(self.language)
        self.voice = ready.persona.voices[self.language]
        self.name = inert(self._worded(self.voice.name))
        self.console = show.console()
        self.clock = Clock()
        self.skills: list[Skill] = []
        self.scores: dict[int, tuple[Score, ...]] = {}
        self.before: tuple[str, tuple[Score, ...]] | None = None
        self.keys = Keyboard((io or {}).get("input"))
        self.asker = Asker(self.clock, [*HELP], self._toolbar, **(io or {}))
        self.loading = ThreadPoolExecutor(max_workers=1)
        self.loaded: Future[None] | None = None

    def play(self) -> int:
        """Hold the talk to its end; the exit code."""
        self.loaded = self.loading.submit(self._load)
        self._brief()
        reason, code = EndReason.TRAINEE, 0
        try:
            self._converse()
            reason = EndReason.PERSONA
        except Leave:
            pass
        except EOFError:
            self.console.print()
        except KeyboardInterrupt:
            reason, code = EndReason.INTERRUPTED, 130
            self.console.print()
        self.ready.session.end(reason)
        self._close()
        return code

    # the talk

    def _converse(self) -> None:
        while True:
            session = self.ready.session
            spoken = None
            if not session.turns or session.turns[-1].speaker is Speaker.TRAINEE:
                spoken = self._partner()
                if session.over:
                    self.console.print(tell("({name} ends the talk.)", name=self.name), style="bright_black")
                    return
            self._trainee(spoken)

    def _partner(self) -> Spoken:
        session = self.ready.session
        line = session.line()
        keys = hold_breath(self._breath(), self.keys) if self.speed else []
        self.console.print(f"{self.name}  ", style="bold magenta", end="")
        spoken = utter(inert(line, lines=False), keys=self.keys, clock=self.clock, put=self._put, speed=0 if keys else self.speed)
        self.console.print("\n")
        status = Status.INTERRUPTED if spoken.cut else Status.COMPLETE
        self._kept(lambda: session.say(spoken.said if spoken.cut else line, start=spoken.start, end=spoken.end, status=status))
        return spoken

    def _breath(self) -> float:
        """How long the partner is quiet before speaking: shorter when tense, none before the first word."""
        session = self.ready.session
        return 0.0 if not session.turns else (1.4 - 0.9 * session.standing.mood.tension) / self.speed

    def _put(self, words: str) -> None:
        self.console.out(words, end="", highlight=False)
        self.console.file.flush()

    def _trainee(self, spoken: Spoken | None) -> None:
        """Ask until there is a reply; commands in between take no time."""
        typed_ahead, at = (spoken.typed, spoken.typed_at) if spoken is not None else ("", None)
        asked = self.clock.now()
        while True:
            typed = self._asked(typed_ahead, at)
            typed_ahead, at = "", None
            if not typed.text.strip().startswith("/"):
                self._reply(typed)
                return
            self.clock.pause()
            done = self._command(typed.text.strip())
            self.clock.back_to(asked)
            if done:
                return

    def _asked(self, begun: str, at: float | None) -> Typed:
        try:
            return self.asker.ask(tell("You"), begun=begun, begun_at=at)
        except KeyboardInterrupt:
            note(tell("Ctrl-C once more ends the talk; Enter goes on"))
            return self.asker.ask(tell("You"))

    def _reply(self, typed: Typed) -> None:
        session = self.ready.session
        start = typed.first if typed.text.strip() else typed.sent
        step: Step = self._kept(lambda: session.reply(typed.text, start=start, end=typed.sent, meta={"input": "typed"}))
        if Code.DANGER in step.coding:
            self._card(
                tell(
                    "Practice is paused. This seemed to be about you, not about the scene; nobody has to go on with an exercise then. This reply is not scored. If you are in danger or need someone now, contact your local emergency services, or a person you trust, or your coach."
                )
            )
            return
        scores = self._scored(step)
        self.console.print()
        if self.before is not None:
            before, self.before = self.before, None
            self.console.print(show.side_by_side(before, (typed.text, scores), self.skills, self.language))
        if self.ready.choices.feedback == "turn":
            self.console.print(show.after_reply(scores, self.skills, session.header, self.language))

    def _scored(self, step: Step) -> tuple[Score, ...]:
        self._ready()
        material = self.ready.session.coder.material(step.exchange, step.coding)
        scores = assess_exchange(step.exchange, step.coding, self.skills, material)
        self.scores[step.exchange.reply.index] = scores
        return scores

    def _kept(self, keep: Callable[[], Any]) -> Any:
        """Do what is written to disk; if it cannot be, say so and let the user free some room or leave."""
        while True:
            try:
                return keep()
            except StorageFailed as error:
                note(str(error))
                note(tell("Not saved yet. Free some room, then press Enter to try again; Ctrl-C ends the talk."))
                self.asker.session.prompt("")

    # commands

    def _command(self, text: str) -> bool:
        """Do a slash command; whether the turn is over."""
        name, _, rest = text.partition(" ")
        action = getattr(self, "_do_" + name[1:], None) if name in HELP else None
        if action is None:
            from roleplay.cli.context import nearest

            self.console.print(tell("there is no command {name}", name=inert(name)) + nearest(name, HELP), style="yellow")
            return False
        return bool(action(rest.strip()))

    def _do_help(self, _: str) -> None:
        for name, text in HELP.items():
            self.console.print(f"  {name:<8} {tell(text)}", style="bright_black")
        self.console.print("  " + tell("Enter sends, Alt+Enter begins a new line, an empty line is staying silent."), style="bright_black")

    def _do_hint(self, _: str) -> None:
        from roleplay.hint import hint

        self._ready()
        text = hint(self.ready.session.turns, self.ready.session.coder, self.skills, self.ready.session.header, self.language)
        self.console.print("→ " + inert(text or tell("Wait a moment, then say in one sentence what you heard.")), style="cyan")

    def _do_why(self, rest: str) -> None:
        self._ready()
        wanted = [skill for skill in self.skills if not rest or rest.replace("-", "_") == skill.id]
        self.console.print(show.passages(wanted or self.skills, self.language))

    def _do_mood(self, _: str) -> None:
        self.console.print(show.curves(self.ready.session.transcript))

    def _do_score(self, _: str) -> None:
        self._ready()
        self.console.print(show.card(self._summed(), self.skills, self.ready.session.transcript, self.language))

    def _do_pause(self, _: str) -> None:
        self._card(tell("Paused; the clock stands. Take the time you need."))

    def _do_stop(self, _: str) -> None:
        self._card(tell("You have stepped out of the scene. Nothing has to be answered now."))

    def _do_quit(self, _: str) -> None:
        raise Leave

    def _do_undo(self, _: str) -> bool:
        return self._back(keep_for_comparison=False)

    def _do_retry(self, _: str) -> bool:
        return self._back(keep_for_comparison=True)

    def _back(self, *, keep_for_comparison: bool) -> bool:
        turns = self.ready.session.turns
        last = next((turn for turn in reversed(turns) if turn.speaker is Speaker.TRAINEE), None)
        if last is None:
            self.console.print(tell("There is no reply to take back yet."), style="yellow")
            return False
        fresh = again(self.ready, last.index)
        self.ready.session.end(EndReason.BRANCHED)
        self.before = (last.text, self.scores.get(last.index, ())) if keep_for_comparison else None
        self.scores = {index: scores for index, scores in self.scores.items() if index < last.index}
        self.ready = fresh
        heard = fresh.session.turns[-1].text if fresh.session.turns else ""
        self.console.print(tell("Back to:"), style="bright_black")
        self.console.print(f"{self.name}  {inert(heard, lines=False)}\n")
        return True

    # showing

    def _card(self, text: str) -> None:
        """A card outside the scene; one key goes on, q ends."""
        self.clock.pause()
        foot = tell("Any key goes on, q ends the talk.")
        self.console.print(show.brief("—", [("", text)], foot))
        with self.keys:
            while not (pressed := self.keys.wait(3600)):
                continue
        self.clock.go()
        if any(name in ("q", "Q", "й", "Й", "c-c", "c-d") for name, _ in pressed):
            raise Leave

    def _brief(self) -> None:
        header = self.ready.session.header
        scene = self.voice.scenes[header.scenario or ""]
        parts = [("", self._worded(self.voice.who)), ("", self._worded(scene.situation)), (tell("To practise:"), self._worded(scene.task))]
        story = header.extra.get("about")
        if isinstance(story, str):
            parts.append((tell("You told:"), story))
        foot = tell(
            "Enter sends, an empty line is staying silent, /help shows the rest. The partner is offline: written lines, no language model."
        )
        self.console.print(show.brief(self._worded(scene.title), parts, foot))
        if isinstance(story, str):
            note(tell("The offline partner says the quoted sayings and pet phrases; the rest of the story needs a chat model."))

    def _worded(self, text: str) -> str:
        header = self.ready.session.header
        return render(text, listener=header.trainee.gender, speaker=self.ready.persona.genders[self.language])

    def _toolbar(self) -> str:
        mood = self.ready.session.standing.mood
        return tell(
            " tension {tension}  trust {trust}   /hint /retry /stop /help", tension=f"{mood.tension:.0%}", trust=f"{mood.trust:.0%}"
        )

    def _summed(self) -> Scorecard:
        return summarise([score for scores in self.scores.values() for score in scores], [skill.id for skill in self.skills])

    def _close(self) -> None:
        session = self.ready.session
        self._ready()
        if self.scores:
            if self.ready.choices.feedback != "off":
                self.console.print(show.card(self._summed(), self.skills, session.transcript, self.language))
            remember(self.room.store.root, self._summed(), session.header)
        if session.over:
            self.console.print(show.brief(tell("What lay under it"), [("", self._worded(self.voice.hidden_need))], ""))
        note(tell("Kept as {id}. roleplay replay {short} goes through it again.", id=self.ready.path.name, short="last"))

    def _ready(self) -> None:
        """Wait until coder and scorers are loaded; raises what loading them raised."""
        if self.loaded is not None:
            self.loaded.result()

    def _load(self) -> None:
        """Make coder and scorers ready while the partner speaks."""
        coder = self.ready.session.coder
        if isinstance(coder, LateCoder):
            rules = coder.ready()
            rules.code_text("…", self.voice.name)
        self.skills = self.room.skills(self.language)
