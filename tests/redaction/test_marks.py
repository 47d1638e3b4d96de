"""What is found by its form (D2)."""

from __future__ import annotations

import pytest

from roleplay.redaction.marks import marks


def found(text: str) -> list[tuple[str, str]]:
    """Kind and words of all that is found in *text*."""
    return [(each.kind, text[each.start : each.end]) for each in marks(text)]


@pytest.mark.parametrize(
    "number",
    [
        *("+7 (912) 345-67-89", "8 912 345 67 89", "8(912)3456789", "7 912 345 67 89", "9123456789", "345-67-89", "+7 912 345–67–89"),
        *("+40 721 123 456", "0721.123.456", "+4 0721 123 456", "40721123456", "021-312.45.67", "+40 (0)721 123 456"),
        *("069 123 456", "+373 (69) 12-34-56", "0 69 12 34 56", "(022) 12-34-56", "00373 22 12 34 56", "373 69 123 456"),
        *("+44 20 7946 0958", "07911 123456", "(020) 7946 0958", "+44 (0)20 7946 0958"),
        *(
            "+1 (555) 123-4567",
            "555-123-4567",
            "555.123.4567",
            "1-800-555-0199",
            "+1 555 123 4567 ext. 12",
            "+7\u00a0912\u00a0345\u00a067\u00a089",
        ),
    ],
)
def test_d2_phones_of_every_country_that_matters(number: str) -> None:
    assert ("phone", number) in found(f"Звони {number}, sau seara.")


@pytest.mark.parametrize(
    "text",
    [
        "(1990–2025)",
        "800-1300 lei",
        "2025-11-22 10:00",
        "в 2025 году",
        "31.12.2025 10:00",
        "100000 lei",
        "8 марта в 9:30",
        "0 la 0",
        "12, 13 și 14",
    ],
)
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


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("mail", "анна@почта.рф"),
        ("mail", "ana [at] mail.example.ro"),
        ("mail", "ana.pop @ example.ro"),
        ("mail", "o'brien@example.co.uk"),
        ("url", "t.me/anna_p"),
        ("url", "vk.com/id12345"),
        ("url", "ana-pop.example.md"),
        ("handle", "anna.p#1234"),
        ("iban", "MD24 AG00 0225 1000 1310 4168"),
        ("iban", "RO49-AAAA-1B31-0075-9384-0000"),
        ("iban", "GB82\u00a0WEST\u00a01234\u00a05698\u00a07654\u00a032"),
        ("snils", "112–233–445 95"),
        ("cnp", "1 800101 221144"),
        ("inn", "7707083893"),
    ],
)
def test_d2_what_is_written_in_other_ways_is_the_same(kind: str, text: str) -> None:
    """With spaces that do not break, with dashes, without the beginning of an address, with (at)."""
    assert (kind, text) in found(f"Вот: {text}, да.")


def test_d2_two_ways_of_writing_a_number_have_one_pseudonym() -> None:
    assert len({each.key for text in ("+7 912 345–67–89", "8(912)3456789", "79123456789") for each in marks(text)}) == 1


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
        "ул.Ленина,5",
        "улице 8 Марта, 5",
        "Тверской улице, 12",
        "пл. Ленина, 1",
        "мкр. Ботаника, дом 5",
        "ул. Штефан чел Маре, 12",
        "Ленина 5, кв. 12",
        "șos. Hâncești 38",
        "Splaiul Independenței 3",
        "Piața Unirii 1",
        "strada florilor 5",
        "strada Columna, nr. 12, bloc 3, scara 2, etaj 4, apartamentul 12",
        "Flat 3, 12 High St",
        "123 Main St, Apt 4B",
        "221B Baker Street",
        "SW1A 1AA",
        "MD-2001",
    ],
)
def test_d2_addresses_in_three_languages(address: str) -> None:
    """As they are written in full and in a hurry."""
    assert ("address", address) in found(f"x {address}. Da.")


@pytest.mark.parametrize(
    "text",
    [
        "На улице было 5 градусов.",
        "Pe stradă erau 3 copii.",
        "Piața e plină.",
        "Мне 5 лет, а ему 12.",
        "In 2020 Main roads closed.",
        "e.g. this/that",
    ],
)
def test_d2_streets_without_a_house_and_numbers_without_a_street_stay(text: str) -> None:
    assert found(text) == []
