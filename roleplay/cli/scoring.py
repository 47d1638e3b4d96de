"""How ``roleplay score`` goes about its work: what is asked of each file, who scores it, and where."""

from __future__ import annotations

import os
from contextlib import suppress
from urllib.parse import urlsplit

from roleplay.batch import makings
from roleplay.batch.assessor import Assessor
from roleplay.batch.engines import Engine, Here
from roleplay.batch.order import Order
from roleplay.cli.coding import Coders, by_model
from roleplay.cli.context import Context, note, tell
from roleplay.cli.reading import talks_of
from roleplay.cli.sending import Sending
from roleplay.dialogue import LANGUAGES
from roleplay.errors import Misconfigured, Unusable
from roleplay.formats.casting import Casting
from roleplay.models.endpoint import Endpoint
from roleplay.scoring import Skill

__all__ = ["assessor_of", "engine_of", "order_of"]

FEW = 50  # files; other processes would take longer to begin than these to score


def order_of(
    room: Context, skills: list[Skill], roles: Casting, coder: str | None, base_url: str | None, *, named: bool, as_is: bool
) -> Order:
    """What is asked of every file: *skills*, by *roles*, of the *coder* at *base_url*, who is given talks from elsewhere *as_is*."""
    made = {skill.id: makings.of_skill(skill.folder) for skill in skills}
    coded = {language: makings.of_rules(language, room.folders) for language in LANGUAGES}
    if by_model(coder):  # which is asked the questions of all scorers at once
        coded = {
            language: makings.of_model(rules, [coder or "", base_url or room.settings.get("base_url") or "", str(as_is), *made.values()])
            for language, rules in coded.items()
        }
    made |= coded
    names = tuple(skill.id for skill in skills)
    return Order(scorers=names, made=made, named=named, folders=room.folders, shipped_only=room.shipped_only, casting=roles)


def assessor_of(room: Context, order: Order, skills: list[Skill], marking: Coders, sending: Sending) -> Assessor:
    """Who scores in this process; *sending* says what a model is given."""
    return Assessor(coder_of=marking, skills=skills, named=order.named, talks=talks_of(room, order.casting), sent=sending.coder)


def engine_of(
    room: Context, order: Order, assessor: Assessor, coder: str | None, *, cluster: str | None, jobs: int | None, count: int
) -> Engine:
    """A cluster where one is named; processes where they are asked for, or where *count* files are enough for them; else this process.

    Raises `Unusable`, `Misconfigured`, `Unreachable` for a cluster that cannot be.
    """
    if cluster is not None:
        return _cluster(room, order, cluster, coder)
    at_once = jobs or (_processors() if count > FEW else 1)
    if by_model(coder) or min(at_once, count) == 1:
        return Here(assessor)
    from roleplay.batch.processes import Processes

    return Processes(order, at_once)


def _cluster(room: Context, order: Order, address: str, coder: str | None) -> Engine:
    from roleplay.batch.cluster import Cluster

    where = Endpoint(name="", model="", url=address)
    if by_model(coder):
        raise Unusable("a model is asked from this machine; leave out --cluster")
    if not address.isprintable() or urlsplit(address).scheme not in ("tcp", "tls") or not where.host:
        raise Unusable("{address} is no address of a Dask scheduler, such as tcp://10.0.0.5:8786", address=address)
    if room.local_only and not where.local:
        raise Misconfigured("--local-only lets nothing leave this machine, and {name} is at {host}", name=address, host=where.host)
    if not where.local:
        note(tell("The talks leave this machine and go to the workers at {host}.", host=where.host))
    return Cluster(order, address)


def _processors() -> int:
    with suppress(AttributeError):  # Linux knows which of them may be used
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
