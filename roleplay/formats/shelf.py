"""The formats that are installed, and which of them a file is of."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint
from pathlib import Path

from roleplay.dialogue import Transcript
from roleplay.errors import RoleplayError, Sentence, StorageFailed, TranscriptInvalid, Unusable
from roleplay.formats.conversation import Conversation, Document, Format, Writer, may_be_json
from roleplay.formats.encoding import decoded, long_text
from roleplay.formats.long import LongDocument
from roleplay.formats.longjson import LongJson
from roleplay.plugins import Broken, load
from roleplay.quiet import quiet
from roleplay.record import Remark

__all__ = ["LONG", "MAX_BYTES", "Formats", "Opened", "document", "formats", "opened"]

MAX_BYTES = 300_000_000
LONG = 1_000_000  # bytes; longer files are read line by line where their format can be
_LEAST = 0.3  # below this a format only guesses


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as text, and the *remarks* about how it was read."""

    document: Document
    remarks: tuple[Remark, ...] = ()


def opened(path: Path, encoding: str | None = None) -> Opened:
    """The file at *path* as text. Raises `StorageFailed` if it cannot be read, `TranscriptInvalid` if it is no text or too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TranscriptInvalid(
                "{name} is larger than {limit} MB; split it and import the parts", name=path.name, limit=MAX_BYTES // 1_000_000
            )
        if size > LONG and encoding is None:
            with path.open("rb") as file:
                head = file.read(65_536)
            if may_be_json(head.removeprefix(BOM_UTF8).lstrip().decode("utf-8", "replace")):
                with suppress(ValueError):  # what is wrong with it is told when it is read whole
                    return Opened(LongJson(path))
            if long_text(path, head):
                return Opened(LongDocument(path))
        data = path.read_bytes()
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
    return document(data, path.name, encoding)


def document(data: bytes, name: str, encoding: str | None = None) -> Opened:
    """The content *data* of the file called *name* as text. Raises `TranscriptInvalid` if it is none."""
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise TranscriptInvalid("{name} is empty", name=name)
    text, remarks = decoded(data, name, encoding)
    return Opened(Document(name, text), tuple(remarks))


@dataclass(frozen=True, slots=True)
class Formats:
    """All formats by id, and the plugins that cannot be used."""

    known: dict[str, Format] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()

    def get(self, ident: str) -> Format:
        """The format called *ident*. Raises `Unusable`."""
        for broken in self.broken:
            if broken.name == ident:
                raise Unusable("{name} cannot be used: {reason}; {fix}", name=ident, reason=broken.reason, fix=broken.fix)
        if ident not in self.known:
            raise Unusable("there is no format {name}; there are: {all}", name=ident, all=", ".join(self.known))
        return self.known[ident]

    def writer(self, ident: str) -> Writer:
        """The format called *ident*, which can be written. Raises `Unusable`."""
        found = self.known.get(ident)
        if found is None and any(broken.name == ident for broken in self.broken):
            self.get(ident)
        if not isinstance(found, Writer):
            able = ", ".join(name for name, each in self.known.items() if isinstance(each, Writer))
            raise Unusable("{name} is no format that can be written; these are: {all}", name=ident, all=able)
        return found

    def recognise(self, document: Document) -> Format:
        """The format that is surest of *document*, the first by name of several. Raises `TranscriptInvalid` when none is."""
        best = max(self.known.values(), key=lambda each: _sureness(each, document), default=None)
        if best is None or _sureness(best, document) < _LEAST:
            raise _unknown(document)
        return best

    def read(self, document: Document, ident: str | None = None) -> tuple[Format, list[Conversation]]:
        """The format of *document*, *ident* if one is given, and its conversations. Raises `TranscriptInvalid`, `Unusable`."""
        found = self.get(ident) if ident is not None else self.recognise(document)
        try:
            with quiet():
                return found, found.read(document)
        except (RoleplayError, KeyboardInterrupt):
            raise
        except BaseException as error:  # a plugin may raise anything, and leave; one file must not stop the others
            raise TranscriptInvalid(
                "{name} cannot be read as {format} ({reason})", name=document.name, format=found.id, reason=_told(error)
            ) from error

    def write(self, transcript: Transcript, ident: str) -> str:
        """*transcript* in the format *ident*. Raises `TranscriptInvalid` where it cannot be written so, `Unusable`."""
        writer = self.writer(ident)
        try:
            with quiet():
                return writer.write(transcript)
        except (RoleplayError, KeyboardInterrupt):
            raise
        except BaseException as error:  # as above
            raise TranscriptInvalid(
                "{name} cannot be written as {format} ({reason})", name=transcript.header.id, format=ident, reason=_told(error)
            ) from error


def formats(*, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False) -> Formats:
    """The formats behind all entry points. Never raises for a broken one."""
    found = load("formats", Format, Sentence("it has no id, title, sniff and read"), installed=installed, shipped_only=shipped_only)
    return Formats(found.known, found.broken)


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _sureness(each: Format, document: Document) -> float:
    try:
        with quiet():
            sure = float(each.sniff(document))
    except KeyboardInterrupt:
        raise
    except BaseException:  # a format that stumbles is not sure of anything
        return 0.0
    return sure if 0 <= sure <= 1 else 0.0  # nor one that is surer than sure


def _unknown(document: Document) -> TranscriptInvalid:
    if document.json_fault is not None:
        return TranscriptInvalid(
            "{name} looks like JSON but is broken: {reason}; export it again", name=document.name, reason=document.json_fault
        )
    if document.data is not None:
        return TranscriptInvalid(
            "{name} is JSON of a kind that is not known ({keys}); export the conversation as VTT, SRT, CSV or text",
            name=document.name,
            keys=", ".join(_keys(document.data)) or "-",
        )
    head = next((line for line in document.lines if line.strip()), "")
    if document.name.lower().endswith((".csv", ".tsv")) or head.count(",") + head.count(";") + head.count("\t") >= 3:
        return TranscriptInvalid(
            "{name} is a table without a column for who speaks and one for what is said; its first line is: {columns}",
            name=document.name,
            columns=head[:120],
        )
    return TranscriptInvalid(
        "{name} holds no conversation that can be recognised: no line begins with a name and a colon, and it is no known export",
        name=document.name,
    )


def _keys(data: object) -> Iterator[str]:
    first = data[0] if isinstance(data, list) and data else data
    if isinstance(first, dict):
        yield from list(first)[:6]
