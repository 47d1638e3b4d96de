"""``roleplay tree``: all branches of a talk with their scores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from rich.text import Text
from rich.tree import Tree

from roleplay.batch.talks import Talks
from roleplay.cli.cards import bar
from roleplay.cli.coding import BASE_URL, CODER, Coders, coders
from roleplay.cli.context import Context, context, examples, message_language, tell, to_stdout
from roleplay.cli.feedback import colour
from roleplay.cli.paper import show
from roleplay.cli.reading import casting_of, talks_of
from roleplay.cli.scoredtalk import ScoredTalk, scored_talk, titles_of
from roleplay.cli.sending import SEND_AS_IS, Sending
from roleplay.cli.voices import who_is_who
from roleplay.dialogue import LANGUAGES, EndReason, Header
from roleplay.errors import RoleplayError, mark
from roleplay.inert import inert
from roleplay.journal import head
from roleplay.scoreform import summary_json
from roleplay.store import BESIDE
from roleplay.wording import say, say_many
from roleplay.workshop.branches import Attempt, Node, family, parting

__all__ = ["command"]

_ENDS = {
    EndReason.TRAINEE: mark("you ended it"),
    EndReason.PERSONA: mark("the partner ended it"),
    EndReason.INTERRUPTED: mark("interrupted"),
    EndReason.BRANCHED: mark("gone on with in a branch"),
    EndReason.BUDGET: mark("the budget was spent"),
    EndReason.PROVIDER: mark("the provider failed"),
}


@click.command(
    help=tell("Show all branches of a talk with what each of them came to after it parted."),
    epilog=examples(
        "roleplay tree last",
        "roleplay tree talk.jsonl --format json",
        "roleplay tree call.vtt --trainee Anna --persona Mama --lang ro",
    ),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of transcripts that do not say theirs.")
)
@CODER
@BASE_URL
@SEND_AS_IS
@who_is_who
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str,
    language: str | None,
    coder: str | None,
    base_url: str | None,
    as_is: bool,
    form: str,
    **roles: Any,
) -> int:
    room = context(ctx, language)
    path = room.store.resolve(name)
    talks = talks_of(room, casting_of(roles, language))
    sending = Sending(as_is=as_is)
    header = talks.one(path).header
    root = family([(header, path), *_neighbours(room, path, header.id)], header.id)
    assert root is not None
    grower = _Grower(room, talks, header.id, coders(room, coder, room.skills(loud=False), base_url=base_url), sending)
    if form == "json":
        to_stdout(json.dumps(grower.data(root, None), ensure_ascii=False, indent=2))
    else:
        show([grower.drawn(root, None)])
    sending.tell()
    return 0


def _neighbours(room: Context, path: Path, identity: str) -> Iterator[tuple[Header, Path]]:
    """The other talks in the store and beside *path*, each once; what is none is passed over."""
    seen = {identity}
    beside = sorted(each for each in path.resolve().parent.glob("*.jsonl") if not f"/{each.name}".endswith((*BESIDE, "/ratings.jsonl")))
    for each in (*room.store.files(), *beside):
        with suppress(RoleplayError):
            header = head(each)
            if header.id not in seen:
                seen.add(header.id)
                yield header, each


class _Grower:
    """Scores each talk of a tree once and puts it into words or data."""

    def __init__(self, room: Context, talks: Talks, wanted: str, marking: Coders, sending: Sending) -> None:
        self.room, self.talks, self.wanted = room, talks, wanted
        self._marking, self._sending = marking, sending
        self.scored: dict[Path, ScoredTalk | RoleplayError] = {}

    def talk(self, node: Node[Path]) -> ScoredTalk | RoleplayError:
        """The talk of *node*, or why it cannot be scored."""
        if node.item not in self.scored:
            try:
                self.scored[node.item] = scored_talk(
                    self.room, node.item, self.talks, loud=False, marking=self._marking, sending=self._sending
                )
            except RoleplayError as error:
                self.scored[node.item] = error
        return self.scored[node.item]

    def attempt(self, node: Node[Path], above: Node[Path] | None) -> Attempt | None:
        """What was made of a talk after it parted from the one *above*."""
        talk = self.talk(node)
        if isinstance(talk, RoleplayError):
            return None
        parent = None if above is None else self.talk(above)
        shared = parting(parent.transcript.turns, talk.transcript.turns) if isinstance(parent, ScoredTalk) else 0
        names = tuple(skill.id for skill in talk.skills)
        return Attempt(header=node.header, turns=talk.transcript.turns, shared=shared, scores=talk.scores, skills=names)

    def data(self, node: Node[Path], above: Node[Path] | None) -> dict[str, Any]:
        """A talk and its branches as data; the summary is of the replies after the parting."""
        attempt, talk = self.attempt(node, above), self.talk(node)
        end = talk.transcript.end if isinstance(talk, ScoredTalk) else None
        return {
            "id": node.header.id,
            "path": str(node.item),
            "started_at": node.header.started_at,
            "persona": node.header.persona,
            "shared": 0 if attempt is None else attempt.shared,
            "replies": None if attempt is None else len(attempt.replies),
            "end": None if end is None else str(end.reason),
            "summary": None if attempt is None else summary_json(attempt.card.summary),
            "versions": {skill.id: skill.version for skill in talk.skills} if isinstance(talk, ScoredTalk) else {},
            "error": str(talk) if isinstance(talk, RoleplayError) else None,
            "branches": [self.data(branch, node) for branch in node.branches],
        }

    def drawn(self, node: Node[Path], above: Node[Path] | None) -> Tree:
        """A talk and its branches as a tree."""
        tree = Tree(self._label(node, above), guide_style="dim")
        for branch in node.branches:
            tree.add(self.drawn(branch, node))
        return tree

    def _label(self, node: Node[Path], above: Node[Path] | None) -> Text:
        language = message_language()
        label = Text.assemble((inert(node.item.stem, lines=False), "bold cyan" if node.header.id == self.wanted else "bold"))
        talk, attempt = self.talk(node), self.attempt(node, above)
        if isinstance(talk, RoleplayError) or attempt is None:
            assert isinstance(talk, RoleplayError)
            return label.append(f"\n{say(talk.message, language, **talk.values)}", "red")
        about = [(node.header.started_at or "")[:16].replace("T", " ")]
        about.append("" if above is None else tell("from turn {turn}", turn=attempt.shared))
        about.append(say_many("{n} reply", "{n} replies", len(attempt.replies), language))
        end = talk.transcript.end
        about.append("" if end is None else tell(_ENDS[end.reason]))
        label.append("  " + " · ".join(inert(part, lines=False) for part in about if part), "dim")
        titles = titles_of(talk.skills, language)
        for name, summary in attempt.card.summary.items():
            value = "–" if summary.value is None else f"{summary.value:.0%}"
            label.append(f"\n{bar(summary.value, 8)}", colour(summary.value))
            label.append(f" {value:>4}  {inert(titles[name], lines=False)}")
        return label.append("\n")
