"""Personal numbers are told from others by their check digits (D2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roleplay.redaction.checksums import is_cnp, is_iban, is_idnp, is_inn, is_snils

GOOD = [
    (is_cnp, "1800101221144"),
    (is_idnp, "2000123456788"),
    (is_snils, "11223344595"),
    (is_inn, "7707083893"),
    (is_inn, "500100732259"),
    (is_iban, "RO49AAAA1B31007593840000"),
    (is_iban, "MD24AG000225100013104168"),
    (is_iban, "GB82WEST12345698765432"),
]


@pytest.mark.parametrize(("holds", "number"), GOOD)
def test_d2_a_number_holds_and_with_any_other_last_digit_it_does_not(holds: Callable[[str], bool], number: str) -> None:
    assert [digit for digit in "0123456789" if holds(number[:-1] + digit)] == [number[-1]]


@pytest.mark.parametrize(
    ("holds", "number"),
    [
        (is_cnp, "1801301221144"),
        (is_cnp, "123"),
        (is_inn, "0000000000"),
        (is_snils, "00000000000"),
        (is_iban, "RO49"),
        (is_idnp, "1000123456788"),
    ],
)
def test_d2_what_has_not_the_form_does_not_hold(holds: Callable[[str], bool], number: str) -> None:
    assert not holds(number)
