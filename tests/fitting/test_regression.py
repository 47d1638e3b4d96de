"""The regression under both fits: what a sign tells, and the table that comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fitting.regression import TELLING, Fitted, table, telling


def test_a_sign_that_tells_is_held_back_less() -> None:
    """Whichever way it tells; one that is as frequent with the label as without it most."""
    there = csr_matrix([[1, 1, 0, 1], [2, 1, 0, 0], [0, 1, 1, 1], [0, 1, 1, 1]])
    for_it, even, against, rather = telling(there, np.ones(4), np.array([True, True, False, False]))
    assert even == pytest.approx(1 - TELLING)
    assert for_it == pytest.approx(against)
    assert for_it > rather > even


def test_the_table_is_for_reading() -> None:
    """How it was made, a column for each code, then where they start and what each sign adds; a cell for nothing is empty."""
    given = {
        "blame": Fitted(-0.5, {"word b": 0.25, "word a": 1.0, "word sorry": -2.001}),
        "care": Fitted(0.0, {"word sorry": 1.5, "word a": -0.004}),
    }
    assert table(given, "made by hand\nin a test").splitlines() == [
        "// made by hand",
        "// in a test",
        "sign\tblame\tcare",
        "\t-0.50\t0.00",
        "word a\t1\t",
        "word b\t0.25\t",
        "word sorry\t-2\t1.5",
    ]
