"""How often words that say nothing, put after the worse reply of a minimal pair, raise its score by the rules: the length bias of the coder."""

from __future__ import annotations

import sys

from roleplay.authoring.cases import cases_of
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES
from roleplay.plugins import discover
from roleplay.skills import load_skill
from roleplay.testing.bias import CoderOf, padded

SCORERS = ("listening", "i_messages", "blame_avoidance")


def always(coder: RuleCoder) -> CoderOf:
    """*coder*, whatever is asked: the rules answer no questions."""
    return lambda _: coder


def main() -> bool:
    """Pad every worse reply of the shipped scorers."""
    coders = {language: RuleCoder(language) for language in LANGUAGES}
    good = True
    for name in SCORERS:
        folder = discover("scorers", (), shipped_only=True).found[name].folder
        skill = load_skill(folder)
        for language in LANGUAGES:
            pairs = [case for case in cases_of(folder) if case.language == language and case.worse and not case.limit]
            risen = len(list(padded(skill, pairs, always(coders[language]))))
            print(
                f"{name}, {language}: {risen} of {len(pairs)} worse replies score higher with padding; wanted 0: {'NOT MET' if risen else 'met'}"
            )
            good &= not risen
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
