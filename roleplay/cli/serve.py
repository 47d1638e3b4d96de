"""``roleplay serve``: the partners as models behind an OpenAI-compatible endpoint, on this machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import replace
from functools import lru_cache

import click

from roleplay.cli.beginning import conditions
from roleplay.cli.choices import Asked, Choices, choices_of, scenario_of
from roleplay.cli.context import Context, context, examples, message_language, nearest, note, stumble, tell, to_stdout
from roleplay.cli.latecoder import LateCoder
from roleplay.cli.partner import cast
from roleplay.dialogue import LANGUAGES, Header
from roleplay.errors import PluginInvalid, Unusable
from roleplay.persona import DIFFICULTIES
from roleplay.web.recorded import SEEDED, SERVED
from roleplay.web.talks import Stage, Talks
from roleplay.wording import error_text

__all__ = ["command"]

PORT = 8642


@click.command(
    help=tell(
        "Offer the partners as models, PERSONA/SCENARIO/LANGUAGE, to any client of OpenAI’s Chat Completions, on this machine only. Every talk is kept and can be scored. Ctrl-C ends it."
    ),
    epilog=examples(
        "roleplay serve",
        "roleplay serve --model ollama:gemma3 --difficulty easy",
        "curl -H 'Authorization: Bearer TOKEN' http://127.0.0.1:8642/v1/models",
        "roleplay score last",
    ),
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help=tell("Where to answer; 0 is any port that is free.")
)
@click.option(
    "--model", metavar="NAME", help=tell("Who speaks for the partner: offline, openai:NAME, ollama:NAME, …; see: roleplay models list.")
)
@click.option("--base-url", metavar="URL", help=tell("Where the model is, if not at its usual address."))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of a model named without one."))
@click.option("--me", "gender", type=click.Choice(["f", "m"]), help=tell("Your grammatical gender."))
@click.option("--difficulty", type=click.Choice(DIFFICULTIES), help=tell("How fast the partner heats, and how much it takes to be let in."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=tell("How the address and the token are told."))
@click.pass_context
def command(
    ctx: click.Context,
    port: int,
    model: str | None,
    base_url: str | None,
    language: str | None,
    gender: str | None,
    difficulty: str | None,
    form: str,
) -> int:
    from roleplay.web.endpoint import Endpoint
    from roleplay.web.entrance import Entrance
    from roleplay.web.loopback import ADDRESS, listening, serve

    room = context(ctx, language)
    choices = choices_of(room, Asked(model=model, base_url=base_url, language=language, gender=gender, difficulty=difficulty))
    models = _models(room)
    if not models:
        raise Unusable("there is no persona that can be used; see: roleplay doctor")
    stage = lru_cache(maxsize=None)(lambda name: _stage(room, choices, models, name))
    stage(models[0])  # a model that cannot be had is told now, not at the first word
    room.store.ready()
    with listening(port) as socket:
        place = f"{ADDRESS}:{socket.getsockname()[1]}"
        token = os.environ.get("ROLEPLAY_SERVE_TOKEN") or secrets.token_urlsafe(24)
        endpoint = Endpoint(Talks(room.store), models, stage, language=message_language(room.settings), fault=stumble)
        hosts = frozenset({place, place.replace(ADDRESS, "localhost")})
        _announce(f"http://{place}/v1", token, models, form)
        number = serve(Entrance(endpoint.app, hosts=hosts, token=token, refuse=endpoint.refuse), socket, stopping=endpoint.stop)
    note(tell("Stopped; every talk is kept."))
    return 130 if number else 0


def _announce(url: str, token: str, models: list[str], form: str) -> None:
    """Tell where it is and the token, once."""
    if form == "json":
        to_stdout(json.dumps({"base_url": url, "token": token, "models": models}, ensure_ascii=False))
        return
    to_stdout(f"OPENAI_BASE_URL={url}\nOPENAI_API_KEY={token}")
    note(tell("These two lines are all a client needs; only programs on this machine get an answer, and only with the token."))
    note(
        tell(
            "Models: {models} and {count} more, by the name PERSONA/SCENARIO/LANGUAGE. Ctrl-C ends it.",
            models=models[0],
            count=len(models) - 1,
        )
    )


def _models(room: Context) -> list[str]:
    """All that can be talked with; personas that are broken are told and left out."""
    models: list[str] = []
    for name in room.shelf("personas").found:
        try:
            persona = room.persona(name)
        except PluginInvalid as error:
            note(
                tell("persona {name} is left out: {reason} (see: roleplay doctor)", name=name, reason=error_text(error, message_language()))
            )
            continue
        models += [f"{name}/{scenario}/{language}" for scenario in persona.scenarios for language in persona.languages]
    return models


def _stage(room: Context, choices: Choices, models: list[str], name: str) -> Stage:
    """The persona that the model *name* is, of which scenario and language may be left out. Raises `Unusable` with a did-you-mean."""
    wanted = [part.replace("_", "-").lower() for part in name.strip("/").split("/")]
    fits = [model for model in models if _fits(model.replace("_", "-").split("/"), wanted)]
    spoken = [model for model in fits if model.endswith(f"/{choices.language}")] or fits
    if not spoken:
        raise Unusable(
            "there is no model {name}{near}; GET /v1/models lists them",
            name=name,
            near=nearest(name, [*models, *room.shelf("personas").found]),
        )
    persona_name, scenario, language = spoken[0].split("/")
    found = room.find("personas", persona_name)
    persona = room.persona(persona_name, (language,))
    wishes = Choices(
        persona=persona_name,
        language=language,
        gender=choices.gender,
        difficulty=choices.difficulty,
        name=choices.name,
        address=choices.address,
        model=choices.model,
        base_url=choices.base_url,
    )
    played_by = cast(room, wishes, found.folder)

    def header(identity: str, seed: int | None) -> Header:
        made = conditions(replace(wishes, seed=seed), persona, scenario_of(persona, scenario), identity)
        return replace(made, extra={**made.extra, SERVED: spoken[0]} | ({SEEDED: True} if seed is not None else {}))

    coder = LateCoder(room, language)
    return Stage(model=spoken[0], persona=persona, coder=coder, header=header, cast=lambda made: played_by(persona, made))


def _fits(model: list[str], wanted: list[str]) -> bool:
    """Whether *model*, its three parts, is what is *wanted*: the persona, then the scenario or the language, or both."""
    persona, *rest = wanted
    return model[0] == persona and (rest in (model[1:], []) or (len(rest) == 1 and rest[0] in model[1:]))
