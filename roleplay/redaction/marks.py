"""What can be recognised by its form: addresses of mail, web and houses, phones, accounts, personal numbers, handles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from roleplay.redaction.checksums import is_cnp, is_iban, is_idnp, is_inn, is_snils

__all__ = ["KINDS", "Found", "marks"]

KINDS = ("name", "phone", "mail", "address", "iban", "cnp", "idnp", "snils", "inn", "handle", "url")


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a text, from *start* to *end*, and the *key* by which the same thing is known again."""

    start: int
    end: int
    kind: str
    key: str


_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']{2,}[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,30}[A-Za-z0-9_])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d+])\d(?:[ -]?\d){9,12}(?!\d)", re.ASCII)
_PHONE = re.compile(r"(?<![\w+])(?:\+\d|00\d|0|8|\(0?\d)(?:[ ()./\u2011-]{0,2}\d){6,13}(?!\w)", re.ASCII)
_NUMBER = r"[A-Z]?\d{1,4}(?:[/-]\d{1,4})?[A-Za-zА-Яа-я]?\b"
_NAMED = r"[A-ZĂÂÎȘȚŞŢА-ЯЁ0-9][\w.'’-]*(?:\s(?:[A-ZĂÂÎȘȚŞŢА-ЯЁ][\w.'’-]*|cel|de|din)){0,3}"
_PARTS = r"(?:,?\s*(?:д(?:ом)?|корп(?:ус)?|к|стр|кв(?:артира)?|под(?:ъезд)?|nr|bl|sc|et|ap|apt|flat)\.?\s*" + _NUMBER + r")"
_STREET = (
    r"(?:ул(?:иц[аеуы]|\.)|пр(?:оспект[аеу]?|-т|\.)|пер(?:еул(?:ок|ке|ка)|\.)|б(?:ульвар[еа]?|-р)|шоссе|наб(?:ережн(?:ая|ой|ую)|\.)"
    r"|[Ss]tr(?:ada|ăzii|\.)|[Bb](?:ulevardul|ulevardului|d|d-ul|-dul|lvd)\.?|[Aa]leea|[ȘŞS]oseaua|[șş]oseaua|[Cc]alea)"
)
_ADDRESSES = (
    re.compile(rf"\b{_STREET}\s*{_NAMED}(?:,?\s+{_NUMBER}(?!\s*(?:час|ор[еa]|o'clock)))?{_PARTS}*"),
    re.compile(
        rf"\b\d{{1,5}}[A-Za-z]?\s(?:[A-Z][\w'’-]+\s){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Court)\b\.?{_PARTS}*"
    ),
)
_PERSONAL: tuple[tuple[str, Callable[[str], bool]], ...] = (("cnp", is_cnp), ("idnp", is_idnp), ("snils", is_snils), ("inn", is_inn))


def marks(text: str) -> Iterator[Found]:
    """Yield what is found in *text*, the surer kinds first; pieces may overlap."""
    for kind, pattern in (("mail", _MAIL), ("url", _URL)):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), kind, match[0].casefold())
    for match in _IBAN.finditer(text):
        yield from _account(match)
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        kinds = [name for name, holds in _PERSONAL if holds(digits) and not (len(digits) == 10 and digits[0] == "0")]  # that is a phone
        if kinds:
            yield Found(match.start(), match.end(), kinds[0], digits)
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if 7 <= len(digits) <= 15 and not re.fullmatch(r"0\d\.\d\d\.\d{4}", match[0]):
            yield Found(match.start(), match.end(), "phone", digits[-9:])
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "address", " ".join(match[0].casefold().split()))
    for match in _HANDLE.finditer(text):
        yield Found(match.start(), match.end(), "handle", match[0].casefold())


def _account(match: re.Match[str]) -> Iterator[Found]:
    """The longest beginning of *match* that is an account: the words after it may look as if they went on with it."""
    parts = match[0].split(" ")
    for count in range(len(parts), 0, -1):
        shown = " ".join(parts[:count])
        if is_iban(shown.replace(" ", "").upper()):
            yield Found(match.start(), match.start() + len(shown), "iban", shown.replace(" ", "").upper())
            return
