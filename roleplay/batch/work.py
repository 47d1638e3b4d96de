"""A few files at once, scored in this process or in another one, and what comes of it: all of it values that can be sent."""

from __future__ import annotations

import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from roleplay.batch import makings
from roleplay.batch.assessor import Assessor, Card
from roleplay.batch.order import Order
from roleplay.batch.talks import Talks
from roleplay.catalog import load_skill
from roleplay.errors import BadInput, Misconfigured, RoleplayError, StorageFailed
from roleplay.formats.shelf import formats
from roleplay.plugins import discover, own_words
from roleplay.session import Coder

__all__ = ["FAULTS", "Done", "Given", "assess", "assess_here", "assessor_of", "packed"]

_LOCK = Lock()
FAULTS = (BadInput, Misconfigured, StorageFailed)
"""What can be wrong with one file, and leaves the others as they are."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file: where it was read, and what is in it."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """For each file its cards, or what was wrong with it; and how many *seconds* they took."""

    results: tuple[tuple[Card, ...] | RoleplayError, ...]
    seconds: float


def assess_here(assessor: Assessor, chunk: Sequence[Given]) -> Done:
    """Score the files of *chunk*, one after the other."""
    began = time.perf_counter()
    results = tuple(_one(assessor, given) for given in chunk)
    return Done(results, time.perf_counter() - began)


def assess(order: bytes, chunk: Sequence[Given]) -> Done:
    """Score the files of *chunk* in a process that knows nothing but a `packed` *order*; one chunk at a time, however many threads there are."""
    with _LOCK:
        return assess_here(_assessor(order), chunk)


def packed(order: Order) -> bytes:
    """*order* as it is sent; what is made of it is kept over there."""
    return pickle.dumps(order)


@lru_cache(maxsize=2)
def _assessor(order: bytes) -> Assessor:
    return assessor_of(pickle.loads(order))  # noqa: S301  # it comes from the process that started this one


def assessor_of(order: Order) -> Assessor:
    """Who scores as *order* says. Raises `Misconfigured` where a scorer is not the same as where the order was made."""
    shelf = discover("scorers", order.folders, shipped_only=order.shipped_only).found
    for name in order.scorers:
        _same(name, order, makings.of_skill(shelf[name].folder) if name in shelf else "")
    return Assessor(
        coder_of=lru_cache(lambda language: _rules(language, order)),
        skills=[load_skill(shelf[name].folder) for name in order.scorers],
        named=order.named,
        talks=Talks(casting=order.casting, formats=lru_cache(lambda: formats(shipped_only=order.shipped_only))),
    )


def _rules(language: str, order: Order) -> Coder:
    from roleplay.coders.rules import RuleCoder
    from roleplay.language.pack import extended

    folders = () if order.shipped_only else order.folders
    _same(language, order, makings.of_rules(language, folders))
    files = own_words(folders, language)
    return RuleCoder(language, extended(language, files)) if files else RuleCoder(language)


def _same(name: str, order: Order, found: str) -> None:
    if order.made[name] != found:
        raise Misconfigured("{name} is not the same on this machine and where the scores are made; install the same there", name=name)


def _one(assessor: Assessor, given: Given) -> tuple[Card, ...] | RoleplayError:
    try:
        return tuple(assessor.cards(given.path, given.data))
    except FAULTS as error:
        return error
