"""What is found by its form (D2)."""

from __future__ import annotations

import pytest

from roleplay.redaction.marks import marks


def found(text: str) -> list[tuple[str, str]]:
    """Kind and words of all that is found in *text*."""
    return [(each.kind, text[each.start : each.end]) for each in marks(text)]


@pytest.mark.parametrize(
    "number",
    ["+7 (912) 345-67-89", "8 912 345 67 89", "8(912)3456789", "+40 721 123 456", "0721.123.456", "069 123 456", "+44 20 7946 0958"],
)
def test_d2_phones_of_every_country_that_matters(number: str) -> None:
    assert ("phone", number) in found(f"Звони {number}, sau seara.")


@pytest.mark.parametrize("text", ["в 2025 году", "31.12.2025 10:00", "100000 lei", "8 марта в 9:30", "0 la 0", "12, 13 și 14"])
def test_d2_dates_and_sums_are_no_phones(text: str) -> None:
    assert found(text) == []


def test_d2_mails_pages_handles_and_accounts() -> None:
    text = "ana.pop+x@mail.example.ro, https://example.org/u/ana?x=1, @ana_pop; RO49 AAAA 1B31 0075 9384 0000 și CNP 1800101221144"
    kinds = dict(reversed(found(text)))

    assert {kind: kinds[kind] for kind in ("mail", "url", "handle", "iban", "cnp")} == {
        "mail": "ana.pop+x@mail.example.ro",
        "url": "https://example.org/u/ana?x=1",
        "handle": "@ana_pop",
        "iban": "RO49 AAAA 1B31 0075 9384 0000",
        "cnp": "1800101221144",
    }


def test_d2_numbers_of_russia_and_moldova() -> None:
    text = "СНИЛС 112-233-445 95, ИНН 500100732259, IDNP 2000123456788"

    assert found(text) == [("snils", "112-233-445 95"), ("inn", "500100732259"), ("idnp", "2000123456788")]


def test_d2_a_number_whose_check_fails_is_none() -> None:
    assert found("5001007322 1800101221145") == []


@pytest.mark.parametrize(
    "address",
    [
        "ул. Ленина, д. 5, кв. 12",
        "проспект Мира 7",
        "str. Mihai Eminescu nr. 10, bl. A2, ap. 3",
        "Strada Florilor 5",
        "12 Old Oak Street, flat 3",
    ],
)
def test_d2_addresses_in_three_languages(address: str) -> None:
    assert ("address", address) in found(f"x {address}. Da.")
