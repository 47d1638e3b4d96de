"""``roleplay personas import`` and ``export``: character cards in and out."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import click

from roleplay import private
from roleplay.cards.card import Card, parsed
from roleplay.cards.crossing import card_of, persona_of
from roleplay.cards.envelope import MAX_BYTES, embedded, unpacked
from roleplay.cli.context import context, examples, message_language, note, tell, to_stdout
from roleplay.cli.new import OUT, made
from roleplay.dialogue import LANGUAGES
from roleplay.errors import CardInvalid, StorageFailed, Unusable
from roleplay.wording import worded

__all__ = ["bring", "give"]

SPECS = {"v2": "chara_card_v2", "v3": "chara_card_v3"}
LANG = click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the card."))


@click.command(
    "import",
    help=tell("Make a persona from a character card: V2 or V3, as JSON, PNG or CHARX."),
    epilog=examples("roleplay personas import anna.png --lang en", "roleplay personas import card.json --name my_anna --gender f"),
)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help=tell("What it is to be called; the default comes from the card."))
@click.option("--gender", type=click.Choice(["f", "m"]), default="f", help=tell("The character’s grammatical gender."))
@OUT
@LANG
@click.pass_context
def bring(ctx: click.Context, path: Path, name: str | None, gender: str, out: Path | None, language: str | None) -> None:
    room = context(ctx)
    reader = message_language(room.settings)
    card = parsed(unpacked(_content(path), path.name), path.name)
    for remark in card.remarks:
        note(f"{path.name}: {worded(remark, reader)}")

    def fill(folder: Path, identity: str) -> None:
        persona_of(card, folder, identity, language=language or reader, gender=gender, reader=reader)

    made(room, "personas", name or _identity(card), out=out, package=False, fill=fill)
    if card.ours is None:
        note(tell("A chat model plays the card; the offline partner has only general lines for it."))
    for text in card.instructions:
        note(tell("The card wants to instruct the model; this is kept and not obeyed: {text}", text=" ".join(text.split())[:300]))
    if card.notes:
        note(tell("Its maker notes, for you and for no model: {text}", text=" ".join(card.notes.split())[:300]))


@click.command(
    "export",
    help=tell("Write a persona as a character card: JSON, or PNG by the name of the file."),
    epilog=examples(
        "roleplay personas export grumbling_parent --lang en --out mum.png", "roleplay personas export my_boss --spec v2 --out boss.json"
    ),
)
@click.argument("name")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the card to this file, .json or .png."))
@click.option("--spec", type=click.Choice(list(SPECS)), default="v3", help=tell("The version of the card."))
@click.option("--image", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=tell("The PNG picture to put the card into."))
@LANG
@click.pass_context
def give(ctx: click.Context, name: str, out: Path | None, spec: str, image: Path | None, language: str | None) -> None:
    room = context(ctx)
    found = room.find("personas", name)
    persona = room.persona(found.name)
    spoken = language or message_language(room.settings)
    if spoken not in persona.voices:
        if language is not None:
            raise Unusable(
                "{persona} does not speak {language}; it speaks: {languages}",
                persona=persona.id,
                language=spoken,
                languages=", ".join(persona.languages),
            )
        spoken = next(iter(persona.voices))
    cards = {key: card_of(found.folder, persona, spoken, spec=each) for key, each in (("chara", SPECS["v2"]), ("ccv3", SPECS["v3"]))}
    whole = json.dumps(cards["chara" if spec == "v2" else "ccv3"], ensure_ascii=False, indent=2)
    if out is None:
        to_stdout(whole)
        return
    data = (whole + "\n").encode()
    if out.suffix.lower() == ".png":
        wanted = {"chara": cards["chara"]} if spec == "v2" else cards
        data = embedded(
            {key: json.dumps(card, ensure_ascii=False).encode() for key, card in wanted.items()}, _content(image) if image else None
        )
    try:
        private.replace(out, data)
    except OSError as error:
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=out, reason=error.strerror) from None
    note(tell("{path} is written; the whole persona is in it, what it hides included", path=out.name))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CardInvalid("{name} is larger than {limit} MB, which no card needs", name=path.name, limit=MAX_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None


def _identity(card: Card) -> str:
    """A name for the folder: the one that our persona had, else the letters of the card's name."""
    known = card.ours.get("id") if card.ours is not None else None
    if isinstance(known, str):
        return known
    letters = unicodedata.normalize("NFKD", card.name).encode("ascii", "ignore").decode().casefold()
    made_of = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:40]
    return made_of if re.match(r"[a-z][a-z0-9_]", made_of) else f"card_{made_of}".rstrip("_") + ("" if made_of else "_1")
