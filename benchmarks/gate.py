"""The gate beside written replies: what it lets through, what it stops without need, and how long it takes.

``tests/gate/LANGUAGE.tsv`` holds a reply a line: the mood, the persona, the gender of who listens, what was said, the reply, and the breach
in it or nothing. The lines that ship with the personas, each in its own mood, are all in character.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from roleplay.actors.chat import ChatActor
from roleplay.actors.gate.breach import Breach
from roleplay.actors.gate.judging import judge
from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.sentences import cut
from roleplay.actors.release import Released
from roleplay.catalog import load_persona
from roleplay.dialogue import LANGUAGES, Mood, Speaker, Status, Trainee, Turn
from roleplay.models.reply import Ending, Message, Pieces
from roleplay.models.scripted import Scripted
from roleplay.mood import Standing
from roleplay.persona import Band, Persona, Reaction
from roleplay.plugins import discover
from roleplay.prompt import compiled
from roleplay.session import Cue
from roleplay.variants import needs, render

__all__ = ["MOODS", "Case", "cases", "facts", "found", "written"]

WRITTEN = Path(__file__).parents[1] / "tests" / "gate"
SLOWEST = 50e-3  # seconds that the first words may wait once their sentence is whole
MOODS = {
    "furious": Standing(mood=Mood(tension=0.9, trust=0.1)),
    "angry": Standing(mood=Mood(tension=0.7, trust=0.15)),
    "guarded": Standing(mood=Mood(tension=0.5, trust=0.3)),
    "soft": Standing(mood=Mood(tension=0.2, trust=0.7), yielded=True),
}
_BANDS = {Band.HOT: "angry", Band.GUARDED: "guarded", Band.SOFT: "soft", Band.ANY: "guarded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A *reply* of a persona in a mood to what was *heard*, and the *breach* in it; None where it is in character."""

    language: str
    mood: str
    persona: str
    listens: str
    heard: str
    reply: str
    breach: Breach | None = None
    reaction: Reaction | None = None


def cases(language: str, later: str = "") -> list[Case]:
    """The written replies of *language*; those of *later* were written after the word files were mended by the ones before."""
    with (WRITTEN / f"{language}{later}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_case(language, row) for row in rows]


def _case(language: str, row: Mapping[str, str]) -> Case:
    return Case(
        language=language,
        mood=row["mood"],
        persona=row["persona"],
        listens=row["listens"],
        heard=row["heard"],
        reply=row["reply"],
        breach=Breach(row["breach"]) if row["breach"] else None,
    )


def written(language: str) -> Iterator[Case]:
    """The lines that ship with the personas, as said by the offline actor to a daughter."""
    for name in discover("personas").found:
        persona = _persona(name)
        voice = persona.voices[language]
        shelves = [*voice.reactions.items(), *(shelf for scene in voice.scenes.values() for shelf in scene.reactions.items())]
        topics = [(None, scene.lines) for scene in voice.scenes.values()]
        for reaction, lines in (*shelves, *topics):
            for band, texts in lines.items():
                for text in texts:
                    if "quote" not in needs(text):
                        you = next(iter(voice.vocatives.get("f", ())), "")
                        reply = render(text, listener="f", speaker=persona.genders[language], you=you)
                        mood = _BANDS[band]
                        yield Case(language=language, mood=mood, persona=name, listens="f", heard="", reply=reply, reaction=reaction)


def facts(language: str) -> Iterator[Case]:
    """What the personas tell of themselves to anybody who asks, in every scenario, to a daughter."""
    for name in discover("personas").found:
        persona = _persona(name)
        for scene in persona.voices[language].scenes.values():
            for text in (text for fact in scene.facts if not fact.hidden for text in fact.says if not needs(text) & {"quote", "you"}):
                reply = render(text, listener="f", speaker=persona.genders[language])
                yield Case(language=language, mood="guarded", persona=name, listens="f", heard="", reply=reply)


def found(case: Case) -> Breach | None:
    """What the gate stops the reply of *case* for; None if it lets all of it through."""
    moment, so_far = _moment(case), ""
    for sentence in cut(case.reply):
        verdict = judge(sentence, so_far, moment)
        if verdict is not None:
            return verdict.breach
        so_far += sentence
    return None


def _moment(case: Case) -> Moment:
    """The moment of *case* in the first scenario of its persona, with the prompt as a model would get it."""
    persona = _persona(case.persona)
    actor = ChatActor(
        persona,
        scenario=next(iter(persona.scenarios)),
        language=case.language,
        trainee=Trainee(gender=case.listens),
        seed=0,
        model=Scripted(),
        prompt=_prompt(case.persona),
    )
    said = (Turn(index=0, speaker=Speaker.PERSONA, text="…"), Turn(index=1, speaker=Speaker.TRAINEE, text=case.heard))
    cue = Cue(reaction=case.reaction, standing=MOODS[case.mood], exchange=None, turn=1, said=said)
    return actor.moment(cue, actor.messages(cue))


@cache
def _persona(name: str) -> Persona:
    return load_persona(discover("personas").found[name].folder)


@cache
def _prompt(name: str) -> Callable[[Mapping[str, object]], str]:
    return compiled(discover("personas").found[name].folder / "prompt.j2")


def main() -> bool:
    """Say what is missed and what is stopped without need, by breach and language; only the time has a limit."""
    good = True
    for language in LANGUAGES:
        for name, later in (
            ("", ""),
            (", second", "_second"),
            (", third", "_third"),
            (", fourth", "_fourth"),
            (", fifth", "_fifth"),
            (", sixth", "_sixth"),
        ):
            _compared(f"{language}{name}", cases(language, later))
        _lines(language)
        good &= _timed(language)
    return good


def _compared(language: str, replies: Sequence[Case]) -> None:
    judged = [(case, found(case)) for case in replies]
    broken = [(case, breach) for case, breach in judged if case.breach]
    missed = [case for case, breach in broken if breach is None]
    otherwise = [(case, breach) for case, breach in broken if breach not in (None, case.breach)]
    fine = [(case, breach) for case, breach in judged if not case.breach]
    stopped = [(case, breach) for case, breach in fine if breach]
    every = Counter(case.breach for case, _ in broken)
    by = ", ".join(f"{breach} {count} of {every[breach]}" for breach, count in Counter(case.breach for case in missed).items())
    print(f"gate, {language}: {len(missed)} of {len(broken)} missed{f' ({by})' if by else ''}")
    print(f"gate, {language}: {len(otherwise)} of {len(broken)} stopped under another name")
    print(f"gate, {language}: {len(stopped)} of {len(fine)} stopped without need{_names(breach for _, breach in stopped)}")
    for case in missed:
        print(f"  missed {case.breach}: {case.reply}")
    for case, breach in (*otherwise, *stopped):
        print(f"  {breach}, should be {case.breach or 'nothing'}: {case.reply}")


def _lines(language: str) -> None:
    lines = [(case, breach) for case in written(language) for breach in [found(case)]]
    alarms = [(case, breach) for case, breach in lines if breach]
    print(f"gate, {language}: {len(alarms)} of {len(lines)} written lines stopped{_names(breach for _, breach in alarms)}")
    for case, breach in alarms:
        print(f"  {breach}, should be nothing: {case.reply}")


def _timed(language: str) -> bool:
    """How long the first words of a reply wait from the end of their sentence on, until they are let out; the word files are loaded."""
    times = []
    for case in cases(language, "_third"):
        model = _Streamed(f"{case.reply} And then.")
        for _ in Released(model, [Message("user", "x")], _moment(case), lambda: "…"):
            times.append(time.perf_counter() - model.given)
            break
    slowest = statistics.quantiles(times, n=100)[98]
    ok = slowest <= SLOWEST
    print(
        f"gate, {language}, wait of the first words after their sentence: {statistics.median(times) * 1e3:.2f} ms, 99th of 100 {slowest * 1e3:.2f} ms; "
        f"wanted at most {SLOWEST * 1e3:g} ms: {'met' if ok else 'NOT MET'}"
    )
    return ok


class _Streamed(Scripted):
    """Says *text* letter by letter, whatever is asked; the last letter was *given* then."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text, self.given = text, 0.0

    def _pieces(self, _: tuple[Message, ...]) -> Pieces:
        for letter in self._text:
            self.given = time.perf_counter()
            yield letter
        yield Ending(status=Status.COMPLETE, finish="stop")


def _names(breaches: Iterable[Breach | None]) -> str:
    counted = Counter(str(breach) for breach in breaches)
    return f" ({', '.join(f'{name} {count}' for name, count in counted.items())})" if counted else ""


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
