"""Texts cut into sentences, clauses and words, and the normal form of a word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load
from roleplay.language.text import MAX_CHARS, Cutter, Text, fold, forms
from tests.language.packs import texts

PLAIN = Cutter({})
ENGLISH = Cutter({"im": ("i", "'m"), "cannot": ("ca", "n't")}, clitics="apostrophe", conjunctions=frozenset({"but"}))
ROMANIAN = Cutter({}, clitics="hyphen", conjunctions=frozenset({"dar"}))


def words(text: Text) -> list[str]:
    """The words as they are written."""
    return [text.raw[token.start : token.end] for token in text.tokens]


def normal(text: Text) -> list[str]:
    """The words in normal form."""
    return [token.form for token in text.tokens]


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Ещё", "еще"),
        ("ЁЛКА", "елка"),
        ("йод", "йод"),
        ("Мой", "мой"),
        ("însă", "insa"),
        ("Şi", "si"),
        ("Și", "si"),
        ("ţi", "ti"),
        ("ți", "ti"),
        ("VÂNT", "vant"),
        ("naïve", "naive"),
        ("Don’t", "don't"),
        ("donʼt", "don't"),
        ("don`t", "don't"),
        ("don´t", "don't"),
        ("n‑ai", "n-ai"),
        ("al\u00adways", "always"),
        ("ne\u200bver", "never"),
    ],
)
def test_t16_one_normal_form_for_many_spellings(written: str, form: str) -> None:
    """Case, ё, comma and cedilla, diacritics, apostrophes and invisible characters make no difference; й stays й."""
    assert fold(written) == form
    assert fold(unicodedata.normalize("NFD", written)) == form
    assert fold(form) == form


def test_t16_the_text_itself_is_never_changed() -> None:
    """The words are matched on a normal form, and the text stays as it was written."""
    raw = unicodedata.normalize("NFD", "Ţi-e greu şi încă моё… Don’t!")
    cut = ROMANIAN.cut(raw)
    assert cut.raw == raw
    assert words(cut) == [unicodedata.normalize("NFD", word) for word in ("Ţi", "e", "greu", "şi", "încă", "моё", "Don’t")]
    assert normal(cut) == ["ti", "e", "greu", "si", "inca", "мое", "don't"]


@pytest.mark.parametrize(
    ("stretched", "expected"),
    [
        ("nooo", {"no", "noo"}),
        ("soooorrrrry", {"sory", "soory", "sorry", "soorry"}),
        ("даааа", {"да", "даа"}),
        ("aaabbbcccddd", {"abcd", "aabbccdd"}),
        ("meet", {"meet"}),
        ("1000", {"1000"}),
    ],
)
def test_stretched_letters_may_stand_for_one_or_two(stretched: str, expected: set[str]) -> None:
    """Three and more of a letter are one or two; numbers are left alone."""
    assert set(forms(stretched)) == expected


def test_sentences_are_closed_by_their_marks() -> None:
    """Each sentence knows how it is closed; an ellipsis, several marks and a line's end count too."""
    cut = PLAIN.cut("Why? No! Yes. Well... Hm… What?! One\nlast")
    assert [sentence.mark for sentence in cut.sentences] == ["?", "!", ".", "…", "…", "?", "", ""]
    assert [cut.raw[s.start : s.end].strip() for s in cut.sentences][:3] == ["Why?", "No!", "Yes."]
    assert [(s.first, s.last) for s in cut.sentences] == [(n, n + 1) for n in range(8)]


def test_a_late_question_mark_belongs_to_the_line_before() -> None:
    """A question mark on a line of its own closes what was not closed yet, and nothing else."""
    assert [s.mark for s in PLAIN.cut("You know\n?").sentences] == ["?"]
    assert [s.mark for s in PLAIN.cut("You know. ?").sentences] == ["."]
    assert PLAIN.cut("?!").sentences == ()


def test_clauses_are_parted_by_marks_dashes_and_conjunctions() -> None:
    """Comma, semicolon, colon, dashes, brackets and conjunctions begin a clause; a conjunction at the beginning does not."""
    cut = ENGLISH.cut("but a, b; c: d - e – f (g) but h")
    assert [token.clause for token in cut.tokens] == [0, 0, 1, 2, 3, 4, 5, 6, 8, 8]
    assert [token.clause for token in PLAIN.cut("well-known").tokens] == [0]


def test_a_list_of_lines_is_a_list_of_sentences() -> None:
    """A dash at the beginning of a line does not tie it to the line before."""
    assert len(PLAIN.cut("- one\n- two").sentences) == 2


@pytest.mark.parametrize("raw", ["a «b c» d", "a „b c” d", "a „b c“ d", "a “b c” d", 'a "b c" d', 'a „b c" d'])
def test_words_in_quotation_marks_are_quoted(raw: str) -> None:
    """The quotation marks of all three languages are known."""
    assert [token.quoted for token in PLAIN.cut(raw).tokens] == [False, True, True, False]


def test_a_quotation_that_is_never_closed_quotes_nothing() -> None:
    """One stray mark does not hide the rest of the reply."""
    assert [token.quoted for token in PLAIN.cut('"a" b "c d').tokens] == [True, False, False, False]


def test_english_contractions_are_two_words() -> None:
    """The apostrophe parts them, curly or not; what is typed without one is looked up."""
    cut = ENGLISH.cut("You’re I'd can't Im cannot she’s o'clock")
    assert words(cut) == ["You", "’re", "I", "'d", "ca", "n't", "Im", "Im", "cannot", "cannot", "she", "’s", "o'clock"]
    assert normal(cut)[:10] == ["you", "'re", "i", "'d", "ca", "n't", "i", "'m", "ca", "n't"]


def test_romanian_hyphens_part_words() -> None:
    """Clitics are words of their own, also with a hyphen that does not break."""
    assert words(ROMANIAN.cut("N-ai sunat, dă-mi-l, n‑ai")) == ["N", "ai", "sunat", "dă", "mi", "l", "n", "ai"]


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    """Past a limit words are not looked at, and the text is kept whole."""
    raw = "ab " * MAX_CHARS
    cut = PLAIN.cut(raw)
    assert cut.raw == raw
    assert cut.tokens[-1].end <= MAX_CHARS
    assert cut.sentences[-1].end == MAX_CHARS


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=150)
@given(raw=texts())
def test_offsets_lie_in_the_text_and_in_order(language: str, raw: str) -> None:
    """Every word is a piece of the raw text, none begins before the one before it, and sentences hold all words once."""
    cut = load(language).analyse(raw)
    assert cut.raw == raw
    assert all(0 <= token.start < token.end <= len(raw) and token.form for token in cut.tokens)
    assert [token.start for token in cut.tokens] == sorted(token.start for token in cut.tokens)
    assert [place for s in cut.sentences for place in range(s.first, s.last)] == list(range(len(cut.tokens)))
    assert all(cut.tokens[place].sentence == number for number, s in enumerate(cut.sentences) for place in range(s.first, s.last))
    assert all(s.start == cut.tokens[s.first].start and cut.tokens[s.last - 1].end <= s.end <= len(raw) for s in cut.sentences)


@settings(deadline=None, max_examples=200)
@given(raw=texts())
def test_the_normal_form_of_a_normal_form_is_itself(raw: str) -> None:
    """Folding twice changes nothing more."""
    for token in PLAIN.cut(raw).tokens:
        assert fold(token.form) == token.form
