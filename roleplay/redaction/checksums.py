"""Whether digits are a personal number: the check digits of CNP, IDNP, SNILS, INN and IBAN."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

__all__ = ["is_cnp", "is_iban", "is_idnp", "is_inn", "is_snils"]


def _weighed(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_cnp(digits: str) -> bool:
    """Romania: 13 digits with a date of birth (Legea 105/1996: weights 279146358279 modulo 11, 10 becomes 1).

    >>> is_cnp("1800101221144"), is_cnp("1800101221145")
    (True, False)
    """
    if len(digits) != 13 or digits[0] == "0":
        return False
    try:
        date(2000, int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        return False
    rest = _weighed(digits, map(int, "279146358279")) % 11
    return int(digits[12]) == (1 if rest == 10 else rest)


def is_idnp(digits: str) -> bool:
    """Moldova: 13 digits that begin with 0 or 2 (weights 7, 3, 1 modulo 10).

    >>> is_idnp("2000123456788"), is_idnp("2000123456783")
    (True, False)
    """
    return len(digits) == 13 and digits[0] in "02" and _weighed(digits, [7, 3, 1] * 4) % 10 == int(digits[12])


def is_snils(digits: str) -> bool:
    """Russia, social insurance: 9 digits and 2 that check them (weights 9 to 1, modulo 101).

    >>> is_snils("11223344595"), is_snils("11223344596")
    (True, False)
    """
    return len(digits) == 11 and len(set(digits[:9])) > 1 and _weighed(digits[:9], range(9, 0, -1)) % 101 % 100 == int(digits[9:])


def is_inn(digits: str) -> bool:
    """Russia, tax: 10 digits of a firm or 12 of a person, the last one or two check the others (modulo 11, then 10).

    >>> is_inn("7707083893"), is_inn("500100732259"), is_inn("500100732258")
    (True, True, False)
    """
    firm, first, second = [2, 4, 10, 3, 5, 9, 4, 6, 8], [7, 2, 4, 10, 3, 5, 9, 4, 6, 8], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]
    if len(set(digits)) < 2:
        return False
    if len(digits) == 10:
        return _weighed(digits, firm) % 11 % 10 == int(digits[9])
    return (
        len(digits) == 12 and _weighed(digits, first) % 11 % 10 == int(digits[10]) and _weighed(digits, second) % 11 % 10 == int(digits[11])
    )


def is_iban(text: str) -> bool:
    """An account of a bank, without spaces: the country, two check digits, the rest (ISO 13616, modulo 97).

    >>> is_iban("RO49AAAA1B31007593840000"), is_iban("RO48AAAA1B31007593840000")
    (True, False)
    """
    turned = text[4:] + text[:4]
    return (
        15 <= len(text) <= 34
        and turned.isascii()
        and turned.isalnum()
        and int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
    )
