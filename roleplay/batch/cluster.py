"""The same work on the workers of a Dask scheduler, which gives what a lost worker had in hand to others by itself.

Scheduler and workers need this version of roleplay and the same plugins; whatever differs there is told, and not scored with.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from roleplay.batch.engines import Promise
from roleplay.batch.order import Order
from roleplay.batch.work import Done, Given, assess, packed
from roleplay.errors import Misconfigured, Unreachable

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["Cluster"]

PATIENCE = 10  # seconds for the scheduler to answer


class Cluster:
    """The scheduler at *address* (``tcp://HOST:PORT``). Raises `Misconfigured` without Dask, `Unreachable` if nobody answers."""

    seconds = 0.1  # at least 50 ms, whatever the first ones were taken for

    def __init__(self, order: Order, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise Misconfigured("Dask is not installed here; install it with: pip install 'roleplay[cluster]'") from None
        self.lost: tuple[type[Exception], ...] = (KilledWorker,)
        logging.getLogger("distributed.client").setLevel(logging.ERROR)  # that a worker is gone is no news: its work is given to others
        self._address, self._order = address, packed(order)
        try:
            self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise _unreachable(address, error) from None
        self.ahead = self._room()

    def _room(self) -> int:
        """Two chunks for each worker there is, however many come and go. It is a question to the scheduler: asked once a chunk, not once a file."""
        return max(2, 2 * len(self._client.scheduler_info(n_workers=-1)["workers"]))

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Send *chunk* to the scheduler."""
        self.ahead = self._room()
        return _Sent(self._client.submit(assess, self._order, tuple(chunk), pure=False), self._address)

    def close(self) -> None:
        """Let go; what nobody waits for any more is not begun."""
        self._client.close(timeout=PATIENCE)


class _Sent:
    def __init__(self, future: Future[Done], address: str) -> None:
        self._future, self._address = future, address

    def done(self) -> bool:
        return bool(self._future.done())

    def result(self) -> Done:
        from concurrent.futures import CancelledError

        try:
            done: Done = self._future.result()
        except (OSError, TimeoutError, CancelledError) as error:  # the scheduler is gone
            raise _unreachable(self._address, error) from None
        except (ImportError, AttributeError) as error:
            raise Misconfigured(
                "the workers at {address} cannot score ({reason}); install this version of roleplay there",
                address=self._address,
                reason=error,
            ) from None
        return done


def _unreachable(address: str, error: BaseException) -> Unreachable:
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    return Unreachable("there is no Dask scheduler at {address}: {reason}", address=address, reason=reason)
