"""From a reply to its codes and scores, worded: at most 50 ms. Floor: cutting the same reply into words."""

from __future__ import annotations

import sys
import time

from benchmarks.measure import report
from roleplay.assessment import assess_exchange
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import Exchange, Header, Speaker, Trainee, Turn
from roleplay.plugins import discover
from roleplay.scoreform import worded

SAID = {
    "en": (
        "Nobody comes to see me any more, and the stairs get longer every week.",
        "You sit there alone and the stairs get longer. What is the worst of it for you?",
    ),
    "ro": (
        "Nu mai vine nimeni pe la mine și scările sunt tot mai lungi.",
        "Stai singură și scările îți par tot mai lungi. Ce e cel mai greu pentru tine?",
    ),
    "ru": (
        "Никто ко мне не приезжает, а лестница с каждой неделей длиннее.",
        "Сидишь там одна, и лестница всё длиннее. Что для тебя самое трудное?",
    ),
}


def main() -> bool:
    """Measure 300 replies a language, each with a number of its own so that no reply is remembered."""
    skills = [load_skill(found.folder) for found in discover("scorers").found.values()]
    good = True
    for language, (heard, reply) in SAID.items():
        coder = RuleCoder(language)
        header = Header(id="bench", language=language, trainee=Trainee(gender="f"))
        ours, floor = [], []
        for number in range(310):
            text = f"{reply} {number}."
            exchange = Exchange(
                heard=Turn(index=0, speaker=Speaker.PERSONA, text=heard, start=0.0, end=3.0),
                reply=Turn(index=1, speaker=Speaker.TRAINEE, text=text, start=6.0, end=9.0),
            )
            began = time.perf_counter()
            coding = coder.code(exchange)
            for score in assess_exchange(exchange, coding, skills, coder.material(exchange, coding)):
                worded(score, next(skill for skill in skills if skill.id == score.scorer), header, language, None)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            coder.pack.analyse(text)
            floor.append(time.perf_counter() - began)
        worst = sorted(ours[10:])[-4]
        good &= report(
            f"feedback, {language} (99th of 100: {worst * 1000:.2f} ms)", ours[10:], floor[10:], limit="at most 50 ms", ok=worst <= 0.05
        )
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
