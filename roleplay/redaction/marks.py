"""What can be recognised by its form: addresses of mail, web and houses, phones, accounts, personal numbers, handles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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


# letters that are written for others: spaces that do not break, dashes for hyphens, wide digits; one for one, so that places stay
_PLAIN = str.maketrans(
    "\u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
    "    ------0123456789",
)
_MAIL = re.compile(
    r"(?<![\w.+-])\w[\w.+'’-]{0,63}(?:@|\s?[\[({](?:at|собака)[\])}]\s?|\s@\s)[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[^\W\d_]{2,24}(?![\w-])",
    re.IGNORECASE,
)
_DOMAIN = r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}"
_URLS = (
    re.compile(r"(?:https?://|www\.)[^\s<>\"']{2,}[^\s<>\"'.,;:!?)\]]", re.IGNORECASE),
    re.compile(_DOMAIN + r"[a-z]{2,12}/[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE),
    re.compile(_DOMAIN + r"(?:com|org|net|ru|ro|md|uk)(?![\w/-])", re.IGNORECASE),
)
_HANDLE = re.compile(r"(?<![\w@./])(?:@[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,30}[A-Za-z0-9_])|[A-Za-z][\w.]{1,31}#\d{4}\b)")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d+])\d(?:[ -]?\d){9,12}(?!\d)", re.ASCII)
_GAP = r"[ ()./-]{0,2}"
_EXTENSION = r"(?:,?\s?(?:ext|доб|int)\.?\s?\d{1,5})?(?!\w)"
_PHONES = (
    re.compile(rf"(?<![\w+])(?:(?:\+\d|00\d|0|\(0?\d)(?:{_GAP}\d){{6,13}}|8(?:{_GAP}\d){{10}}){_EXTENSION}", re.ASCII),
    # with the number of the country but without its sign (Russia, Romania, Moldova, Britain), a Russian mobile without any, one of a town; America
    re.compile(
        rf"(?<![\w+])(?:7{_GAP}[3489](?:{_GAP}\d){{9}}|40{_GAP}[237](?:{_GAP}\d){{8}}|373(?:{_GAP}\d){{8}}|44{_GAP}[1-37](?:{_GAP}\d){{9}}){_EXTENSION}",
        re.ASCII,
    ),
    re.compile(rf"(?<![\w+])(?:9\d\d(?:{_GAP}\d){{7}}|\d{{3}}-\d\d-\d\d){_EXTENSION}", re.ASCII),
    re.compile(rf"(?<![\w+])(?:1[ .-])?\(?[2-9]\d\d\)?[ .-]\d{{3}}[ .-]\d{{4}}{_EXTENSION}", re.ASCII),
)
_DATES = re.compile(r"0\d\.\d\d\.\d{4}$|\(?[12]\d{3}-[12]\d{3}\b|[12]\d{3}-[01]\d-[0-3]\d\b", re.ASCII)
_NUMBER = r"[A-Z]?\d{1,4}(?:[/-]\d{1,4})?[A-Za-zА-Яа-я]?\b"
_CAPITAL = r"[A-ZĂÂÎȘȚŞŢА-ЯЁ]"
_NAMED = rf"(?:{_CAPITAL}|\d)[\w.'’-]*(?:\s(?:{_CAPITAL}[\w.'’-]*|cel|de|din|lui|și|чел|и)){{0,3}}"
_INSIDE = r"(?i:кв(?:артира)?|ap(?:t|artament(?:ul)?)?|flat|apartment|unit)"
_PARTS = rf"(?:,?\s*(?:(?i:д(?:ом)?|корп(?:ус)?|к|стр(?:оение)?|под(?:ъезд)?|этаж|nr|num[ăa]rul|bl(?:oc(?:ul)?)?|sc(?:ara)?|et(?:aj(?:ul)?)?)|{_INSIDE})\.?\s*{_NUMBER})"
_STREET = (
    r"(?:ул(?:иц[аеуы]|\.)|пр(?:оспект[аеу]?|-т|\.)|пер(?:еул(?:ок|ке|ка)|\.)|б(?:ульвар[еа]?|-р|ул\.)|шоссе|наб(?:ережн(?:ая|ой|ую)|\.)"
    r"|[Ss]tr(?:ada|ăzii|\.)|[Bb](?:ulevardul|ulevardului|d|d-ul|-dul|lvd)\.?|[Aa]leea|[ȘŞSșşs]oseaua|[ȘŞșş]os\.|[Cc]alea|[Ss]plaiul)"
)
_PLACE = r"(?:пл(?:ощад[ьи]|\.)|м(?:икро)?(?:р-н|крн|район)[еа]?|мкр\.|проезд[еа]?|тупик[еа]?|[Pp]ia[țţt]a|[Ii]ntrarea|[Ff]und[ăa]tura|[Dd]rumul|[Pp]relungirea)"
_AFTER = r"(?:ул(?:иц[аеуы]|\.)|проспект[аеу]?|пр-т[аеу]?|переул(?:ок|ке|ка)|бульвар[еау]?|шоссе|набережн(?:ая|ой|ую)|площад[ьи])"
_ROAD = r"(?i:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Court|Way|Close|Crescent|Place|Terrace|Boulevard|Blvd|Gardens|Mews|Row)"
_HOUSE = rf"(?:(?:,\s*|\s+){_NUMBER}(?!\s*(?:час|ор[еa]|o'clock)))"
_ADDRESSES = (
    re.compile(rf"\b{_STREET}\s*{_NAMED}{_HOUSE}?{_PARTS}*"),
    re.compile(rf"\b{_STREET}\s\w[\w.'’-]*(?:\s\w[\w.'’-]*){{0,2}}(?:{_HOUSE}(?=\s*(?:[,.;!?)]|$)){_PARTS}*|{_PARTS}+)"),
    re.compile(rf"\b{_PLACE}\s*{_NAMED}(?:{_HOUSE}{_PARTS}*|{_PARTS}+)"),
    re.compile(rf"\b{_CAPITAL}[\w-]+\s{_AFTER}(?:{_HOUSE}{_PARTS}*|{_PARTS}+)"),
    re.compile(rf"\b{_CAPITAL}[\w-]+{_HOUSE},?\s*{_INSIDE}\.?\s*{_NUMBER}"),
    re.compile(
        rf"\b(?:{_INSIDE}\.?\s{_NUMBER},?\s)?\d{{1,5}}[A-Za-z]?\s(?:[A-Z][\w'’-]+\s){{1,3}}{_ROAD}\b(?:\.(?=,|\s+{_INSIDE}))?(?:\s(?:N|S|E|W|NE|NW|SE|SW)\b)?{_PARTS}*"
    ),
    re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|MD-\d{4}|(?<=, )[A-Z]{2} \d{5}(?:-\d{4})?|P\.? ?O\.? ?Box \d{1,6})\b"),
)
_PERSONAL: tuple[tuple[str, Callable[[str], bool]], ...] = (("cnp", is_cnp), ("idnp", is_idnp), ("snils", is_snils), ("inn", is_inn))


def marks(text: str) -> Iterator[Found]:
    """Yield what is found in *text*, the surer kinds first; pieces may overlap."""
    text = text.translate(_PLAIN)
    for kind, patterns in (("mail", (_MAIL,)), ("url", _URLS)):
        for match in _all(patterns, text):
            yield Found(match.start(), match.end(), kind, match[0].casefold())
    for match in _IBAN.finditer(text):
        yield from _account(match)
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        kinds = [name for name, holds in _PERSONAL if holds(digits) and not (len(digits) == 10 and digits[0] == "0")]  # that is a phone
        if kinds and not _DATES.match(match[0]):
            yield Found(match.start(), match.end(), kinds[0], digits)
    for match in _all(_PHONES, text):
        digits = re.sub(r"\D", "", match[0])
        if 7 <= len(digits) <= 20 and not _DATES.match(match[0]):
            yield Found(match.start(), match.end(), "phone", digits[-9:])
    for match in _all(_ADDRESSES, text):
        yield Found(match.start(), match.end(), "address", " ".join(match[0].casefold().split()))
    for match in _HANDLE.finditer(text):
        yield Found(match.start(), match.end(), "handle", match[0].casefold())


def _all(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in patterns for match in pattern.finditer(text))


def _account(match: re.Match[str]) -> Iterator[Found]:
    """The longest beginning of *match* that is an account: the words after it may look as if they went on with it."""
    ends = [gap.start() for gap in re.finditer("[ -]", match[0])]
    for end in (len(match[0]), *reversed(ends)):
        account = re.sub("[ -]", "", match[0][:end]).upper()
        if is_iban(account):
            yield Found(match.start(), match.start() + end, "iban", account)
            return
