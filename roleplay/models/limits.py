"""What many requests share: a budget of tokens and money, and how many may be under way at once on one key.

Both stop before a request and never in one; both may be shared by any number of talks and threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition, Event, Lock

from roleplay.dialogue import Status
from roleplay.errors import BudgetSpent, Misconfigured
from roleplay.models.guard import Ask, Guard
from roleplay.models.reply import ChatModel, Ending, Pieces, Reply, Usage

__all__ = ["Budget", "Budgeted", "Capacity", "Price", "Shared", "price"]

CHARS_A_TOKEN = 3  # a cautious guess where the provider does not count
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, those *sent* and those *got*, in whatever currency the budget is in."""

    sent: float
    got: float

    def of(self, usage: Usage) -> float:
        """What *usage* costs."""
        return ((usage.sent or 0) * self.sent + (usage.got or 0) * self.got) / MILLION


def price(text: str) -> Price:
    """The price written as ``SENT/GOT``. Raises `Misconfigured`.

    >>> price("0.15/0.60")
    Price(sent=0.15, got=0.6)
    """
    parts = text.replace(",", ".").split("/")
    try:
        sent, got = (float(part) for part in parts)
    except ValueError:
        sent = got = -1.0
    if not (0 <= sent < MILLION and 0 <= got < MILLION):
        raise Misconfigured("{text} is no price; write what a million tokens cost, sent and got: 0.15/0.60", text=text)
    return Price(sent, got)


class Budget:
    """At most so many *tokens*, and so much *money* at a *price*; None is no limit."""

    def __init__(self, tokens: int | None = None, money: float | None = None, price: Price | None = None) -> None:
        self.limit, self.money, self._price = tokens, money, price or Price(0, 0)
        self.spent, self.paid = 0, 0.0
        self._under_way = Usage(0, 0)
        self._lock = Lock()

    def begin(self, sent: int) -> None:
        """Take a request of about *sent* tokens into account. Raises `BudgetSpent` if nothing is left for it."""
        with self._lock:
            waiting = self._under_way
            if self.limit is not None and self.spent + (waiting.sent or 0) >= self.limit:
                raise BudgetSpent("the {tokens} tokens that may be used are used up; nothing more was sent", tokens=self.limit)
            if self.money is not None and self.paid + self._price.of(waiting) >= self.money:
                raise BudgetSpent("the {money} that may be spent is spent; nothing more was sent", money=f"{self.money:g}")
            self._under_way = Usage((waiting.sent or 0) + sent, 0)

    def end(self, sent: int, used: Usage) -> None:
        """What the request of about *sent* tokens has *used*."""
        with self._lock:
            self._under_way = Usage((self._under_way.sent or 0) - sent, 0)
            self.spent += (used.sent or 0) + (used.got or 0)
            self.paid += self._price.of(used)


class Budgeted(Guard):
    """Counts what the provider says was used, else the letters, and asks no more when *budget* has nothing left."""

    def __init__(self, model: ChatModel, budget: Budget) -> None:
        super().__init__(model)
        self.budget = budget

    def _guarded(self, ask: Ask) -> Reply:
        inner = ask()
        return Reply(self._pieces(inner, sum(len(message.text) for message in ask.messages)), inner.close)

    def _pieces(self, inner: Reply, asked: int) -> Pieces:
        sent = asked // CHARS_A_TOKEN
        self.budget.begin(sent)
        said, counted = 0, None
        try:
            for piece in inner.pieces:
                if isinstance(piece, str):
                    said += len(piece)
                elif piece.usage is not None and piece.usage.sent is not None and piece.usage.got is not None:
                    counted = piece.usage
                yield piece
        finally:
            self.budget.end(sent, counted or Usage(sent, (asked + said) // CHARS_A_TOKEN - sent))


class Capacity:
    """Room for *most* requests at once; others wait for a place."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._changed = Condition()

    def enter(self, gone: Event) -> bool:
        """Wait for a place and take it; False if nobody wants it any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._free > 0 or gone.is_set())
            if gone.is_set():
                return False
            self._free -= 1
            return True

    def leave(self) -> None:
        """Give a place back."""
        with self._changed:
            self._free += 1
            self._changed.notify()

    def look(self) -> None:
        """Let those who wait look whether they are still wanted."""
        with self._changed:
            self._changed.notify_all()


class Shared(Guard):
    """Asks only while there is a place in *capacity*, which belongs to all that use one key. Put it outside `Timed`: waiting is no fault."""

    def __init__(self, model: ChatModel, capacity: Capacity) -> None:
        super().__init__(model)
        self._capacity = capacity

    def _guarded(self, ask: Ask) -> Reply:
        gone = Event()
        under_way: list[Reply] = []

        def close() -> None:
            gone.set()
            self._capacity.look()
            for reply in under_way:
                reply.close()

        return Reply(self._pieces(ask, under_way, gone), close)

    def _pieces(self, ask: Ask, under_way: list[Reply], gone: Event) -> Pieces:
        if not self._capacity.enter(gone):
            yield Ending(status=Status.INTERRUPTED)
            return
        try:
            reply = ask()
            under_way.append(reply)
            yield from reply.pieces
        finally:
            self._capacity.leave()
