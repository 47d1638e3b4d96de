"""What stands around a talk: the brief before it, and after it the scorecard, what lay under it, and where it is kept."""

from __future__ import annotations

from rich.console import Console

from roleplay.cli import feedback as show
from roleplay.cli.context import tell
from roleplay.cli.talk import Talk
from roleplay.inert import inert
from roleplay.remembered import remember
from roleplay.scorecard import Scorecard

__all__ = ["after", "before"]


def before(talk: Talk, screen: Console) -> None:
    """Show the situation and the task; of a talk that is taken up again also where it stopped."""
    header = talk.session.header
    scene = talk.voice.scenes[header.scenario or ""]
    parts = [("", talk.worded(talk.voice.who)), ("", talk.worded(scene.situation)), (tell("To practise:"), talk.worded(scene.task))]
    story = header.extra.get("about")
    if isinstance(story, str):
        parts.append((tell("You told:"), story))
    foot = tell(
        "Enter sends, an empty line is staying silent, /help shows the rest. The partner is offline: written lines, no language model."
    )
    if header.model not in (None, "offline"):
        foot = tell(
            "Enter sends, an empty line is staying silent, /help shows the rest. The partner is spoken by {model}.", model=header.model
        )
    screen.print(show.brief(talk.worded(scene.title), parts, foot))
    if isinstance(story, str) and header.model in (None, "offline"):
        said = tell("The offline partner says the quoted sayings and pet phrases; the rest of the story needs a chat model.")
        screen.print(said, style="dim")
    turns = talk.session.turns
    if turns:
        screen.print(tell("Where you stopped:"), style="dim")
        screen.print(show.said(turns[-3:], talk.name))


def after(talk: Talk, screen: Console) -> None:
    """Show the scorecard if there is anything on it, keep the next step, and tell how to go through the talk again."""
    card, ready = _summed(talk, screen), talk.ready
    if card.scores:
        if ready.choices.feedback != "off":
            screen.print(show.card(card, talk.skills, talk.session.transcript, talk.language, width=screen.width))
        remember(talk.room.store.root, card, talk.session.header)
    if talk.session.over:
        screen.print(show.brief(tell("What lay under it"), [("", talk.worded(talk.voice.hidden_need))], ""))
    short = ready.path if ready.choices.save else "last"
    screen.print(inert(tell("Kept as {id}. To go through it again:", id=ready.path.name)), style="dim")
    screen.print(inert(f"  roleplay replay {short}"), style="dim", soft_wrap=True)  # on one line it can be copied


def _summed(talk: Talk, screen: Console) -> Scorecard:
    """The scorecard; a model that still codes is waited for, Ctrl-C takes what is there."""
    if all(map(talk.there, talk.session.steps)):
        return talk.summed()
    with screen.status(tell("Waiting for what {model} makes of your replies; Ctrl-C takes what is there.", model=talk.coder.name)):
        try:
            return talk.summed()
        except KeyboardInterrupt:
            return talk.summed(seconds=0)
