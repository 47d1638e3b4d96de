"""What many requests share: a budget, and room for so many at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock, Thread

import pytest

from roleplay.dialogue import Status
from roleplay.errors import BudgetSpent, Misconfigured, ProviderFailed, RoleplayError
from roleplay.models.guards import guarded
from roleplay.models.limits import Budget, Budgeted, Capacity, Price, Shared, price
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage
from roleplay.models.scripted import Scripted
from roleplay.testing.server import Provider
from tests.models.asking import HELLO, at

WHOLE = Ending(status=Status.COMPLETE, finish="stop")


def used(sent: int, got: int) -> Scripted:
    """A model whose provider says what was used."""
    return Scripted({"Hello": ["Hm.", Ending(status=Status.COMPLETE, usage=Usage(sent, got))]})


def test_p21_a_budget_stops_before_a_request() -> None:
    """Never in one; counted by the provider, or guessed from the letters."""
    model = Scripted()
    budgeted = Budgeted(model, Budget(2))
    list(budgeted.stream(HELLO))
    with pytest.raises(BudgetSpent, match="2 tokens"):
        list(budgeted.stream(HELLO))
    assert (len(model.asked), budgeted.budget.spent) == (1, 2)

    guessed = Budgeted(Scripted({"Hello": ["Good morning.", WHOLE]}), Budget(100))
    list(guessed.stream(HELLO))
    assert guessed.budget.spent == len("Hello.Good morning.") // 3


def test_p21_money_stops_before_a_request_too() -> None:
    """At the price of what was sent and of what was got; a request that filled a schema counts like any other."""
    budget = Budget(money=0.5, price=Price(sent=1.0, got=2.0))
    model = Budgeted(used(100_000, 100_000), budget)
    list(model.stream(HELLO))
    list(model.fill(HELLO, {"title": "x"}))
    assert budget.paid == pytest.approx(0.6)
    with pytest.raises(BudgetSpent, match=r"0\.5"):
        list(model.stream(HELLO))


def test_p21_what_is_under_way_counts() -> None:
    """Fifty requests at once do not each find the budget untouched."""
    budget = Budget(10)
    first = Budgeted(Scripted({"Hello": ["Hm.", WHOLE]}), budget).stream([Message("user", "Hello " * 10)])
    words = iter(first)
    next(words)
    with pytest.raises(BudgetSpent):
        list(Budgeted(Scripted(), budget).stream(HELLO))
    list(words)
    assert budget.spent == len("Hello " * 10 + "Hm.") // 3


@pytest.mark.parametrize("text", ["", "1", "1/2/3", "a/b", "-1/2", "nan/1", "1e9/1"])
def test_what_is_no_price_is_refused(text: str) -> None:
    """With an example of one."""
    with pytest.raises(Misconfigured, match=r"0\.15/0\.60"):
        price(text)
    assert price("0,15/0,6") == Price(0.15, 0.6)


class Counting:
    """Counts how many are asking at once, and lets go when *all* are there."""

    name = "counting"

    def __init__(self, all_there: Barrier) -> None:
        self.all_there, self.now, self.most, self.lock = all_there, 0, 0, Lock()

    def stream(self, messages: Sequence[Message]) -> Reply:
        """Wait for the others."""
        return Reply(self._pieces())

    def _pieces(self) -> Pieces:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.all_there.wait(10)
        with self.lock:
            self.now -= 1
        yield "Hm."
        yield WHOLE


def test_p22_no_more_are_asking_at_once_than_there_is_room() -> None:
    """Thirty want to, three may; all are answered."""
    model = Counting(Barrier(3))
    shared = Shared(model, Capacity(3))
    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(lambda _: "".join(shared.stream(HELLO)), range(30)))
    assert said == ["Hm."] * 30
    assert model.most == 3


def test_p22_a_failure_does_not_cancel_the_others(provider: Provider) -> None:
    """Thirty talks over one key, every fifth of which fails: the rest are answered, and it can be told which failed."""
    capacity = Capacity(8)
    names = ["status:500" if number % 5 == 0 else f"say:{number}" for number in range(30)]
    models = [Shared(guarded(OpenAIModel(at(provider, name)), attempts=1), capacity) for name in names]

    def talk(model: Shared) -> str | RoleplayError:
        try:
            return "".join(model.stream(HELLO))
        except RoleplayError as error:
            return error

    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(talk, models))
    assert [number for number, each in enumerate(said) if isinstance(each, ProviderFailed)] == list(range(0, 30, 5))
    assert [each for each in said if isinstance(each, str)] == [str(number) for number in range(30) if number % 5]


def test_who_is_not_wanted_any_more_stops_waiting() -> None:
    """And does not take the place; who is under way is let go of."""
    closed = Event()

    class Stuck:
        name = "stuck"

        def stream(self, messages: Sequence[Message]) -> Reply:
            def pieces() -> Pieces:
                yield "You"
                closed.wait(30)

            return Reply(pieces(), closed.set)

    shared = Shared(Stuck(), Capacity(1))
    first = shared.stream(HELLO)
    words = iter(first)
    next(words)
    second = shared.stream(HELLO)
    waiting = Thread(target=list, args=(second,))
    waiting.start()
    second.close()
    waiting.join(10)
    assert not waiting.is_alive()
    first.close()
    assert closed.is_set()
    assert list(words) == []
