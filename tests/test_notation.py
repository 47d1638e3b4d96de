"""The strict reading of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.errors import NotationInvalid
from roleplay.notation import MAX_BYTES, Entry, Node, parse, read
from tests.messages import strange

Plain = str | list["Plain"] | dict[str, "Plain"]


@pytest.fixture(name="loader", params=["libyaml", "python"], scope="module", autouse=True)
def _loader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both of PyYAML's parsers: the one in C, and the one that is there without it."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "python":
            patch.delattr(yaml, "CSafeLoader", raising=False)
        yield


def plain(node: Node) -> Plain:
    """*node* without its lines."""
    if isinstance(node.value, dict):
        return {key: plain(inner) for key, inner in node.value.items()}
    if isinstance(node.value, list):
        return [plain(inner) for inner in node.value]
    return node.value


def parsed(text: str) -> Plain:
    """What *text* is read as."""
    return plain(parse(text.encode()))


def refused(data: str | bytes) -> str:
    """The one fault for which *data* is refused."""
    with pytest.raises(NotationInvalid) as caught:
        parse(data.encode() if isinstance(data, str) else data, "lines.ru.yaml")
    assert caught.value.path == "lines.ru.yaml"
    assert str(caught.value).startswith("lines.ru.yaml: ")
    (fault,) = caught.value.faults
    return fault


def entry(text: str) -> Entry:
    """The mapping that *text* is, ready to be asked."""
    return Entry(parse(text.encode()), [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: Рита\nlines: [да, нет\n", (2, 3)),
        ("name: 'Рита\n", (1, 2)),
        ("name: a: b\n", (1,)),
        ("name: Рита\n\tage: 40\n", (2,)),
        ("name: Рита\n- да\n", (2,)),
        ("# имя\n\n@name: Рита\n", (3,)),
        ("имя: Рита\nречь: \x07\n", (2,)),
        ("имя: Рита\nречь: да\0нет\n", (2,)),
    ],
)
def test_g6_a_syntax_error_names_file_and_line(text: str, line: tuple[int, ...]) -> None:
    """Who wrote the file finds the place; the two parsers may see an unclosed bracket on its line or on the next."""
    found = re.match(r"line (\d+): .", refused(text))
    assert found is not None
    assert int(found[1]) in line


def test_g6_a_character_that_cannot_be_is_named() -> None:
    """A control character, which no editor shows, is told by its number."""
    assert refused("имя: Рита\nречь: да\0нет\n") == "line 2: the character U+0000 is not allowed"


def test_g7_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    """A few lines never unfold into gigabytes."""
    bomb = 'a: &a ["x","x"]\n' + "".join(f"{chr(i + 1)}: &{chr(i + 1)} [*{chr(i)},*{chr(i)}]\n" for i in range(97, 121))
    assert refused(bomb) == "line 1: anchors and aliases (&, *) are not used here: write the value out"
    assert refused("a: b\nc: *a\n").startswith("line 2: anchors and aliases")


@pytest.mark.parametrize("text", ["a: b\n<<: {c: d}\n", "a: b\n'<<': {c: d}\n", "a: b\n<<: [{c: d}, {e: f}]\n"])
def test_g8_merge_keys_are_refused(text: str) -> None:
    """Nothing is merged into a mapping that does not stand in it."""
    assert refused(text) == "line 2: merge keys (<<) are not used here: write the values out"


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [id]", "!!python/name:os.system x", "!!int 5", "!!binary aGk=", "!own x", "!<x> y"]
)
def test_g9_tags_are_refused(tag: str) -> None:
    """No value chooses what it is read as, least of all code."""
    assert re.fullmatch(r"line 2: tags \(.+\) are not used here", refused(f"a: b\nc: {tag}\n"))


def test_g10_five_thousand_brackets_are_refused_for_their_depth() -> None:
    """Depth is a fault and not a crash, closed or not."""
    assert refused("[" * 5_000 + "]" * 5_000) == "line 1: nested more than 20 deep"
    assert refused("{a: " * 5_000) == "line 1: nested more than 20 deep"
    assert refused("a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 500))).endswith("nested more than 20 deep")


def test_g10_long_numbers_and_impossible_dates_are_text() -> None:
    """What PyYAML's own loaders stumble over is only letters here."""
    assert parsed(f"a: {'9' * 5_000}\nb: 2026-13-45\nc: 0o9\nd: 1e999\n") == {"a": "9" * 5_000, "b": "2026-13-45", "c": "0o9", "d": "1e999"}


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\ud83d\ude00", r"\UFFFFFFFF", r"\U00110000"])
def test_g10_what_is_no_character_is_refused(escape: str) -> None:
    """Half a surrogate pair would break the first file it is written to."""
    assert refused(f'a: "x{escape}"')


def test_g11_text_stays_text() -> None:
    """No value becomes a truth, a number, a time or nothing."""
    text = "lang: no\ntime: 12:30\nid: 010\non: x\nyes: off\nnone: null\nfloat: 1.0\ndate: 2026-11-22\ntilde: ~\n"
    assert parsed(text) == {
        "lang": "no",
        "time": "12:30",
        "id": "010",
        "on": "x",
        "yes": "off",
        "none": "null",
        "float": "1.0",
        "date": "2026-11-22",
        "tilde": "~",
    }


@pytest.mark.parametrize("text", ["a: x\nb: y\na: z\n", "a: x\nb: y\n'a': z\n", "a: x\nb: y\n? a\n: z\n"])
def test_g11_a_key_that_is_there_twice_is_refused(text: str) -> None:
    """The last one does not silently win, however it is quoted."""
    assert refused(text) == "line 3: 'a' is there twice"


def test_g11_the_same_key_in_two_mappings_is_none_twice() -> None:
    """Every mapping has keys of its own, also when they close one after the other."""
    assert parsed("a: {x: 1}\nb: {x: {x: 2}}\nc:\n- x: 1\n- x: 2\n") == {
        "a": {"x": "1"},
        "b": {"x": {"x": "2"}},
        "c": [{"x": "1"}, {"x": "2"}],
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_g12_utf8_with_and_without_a_mark_and_utf16_are_read(encoding: str) -> None:
    """Files as common editors save them."""
    assert plain(parse("имя: Țară\n".encode(encoding))) == {"имя": "Țară"}


def test_g12_another_encoding_is_refused_with_what_to_do() -> None:
    """A file in cp1251 is never read as something else."""
    assert refused("имя: Рита\n".encode("cp1251")) == "not UTF-8 (byte 0): save the file as UTF-8"
    assert refused(b"a: " + "ș".encode("iso8859-16")) == "not UTF-8 (byte 3): save the file as UTF-8"
    assert refused(b"\xff\xfea\x00:") == "not UTF-8 (byte 4): save the file as UTF-8"


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"# only a comment\n", b"\xff\xfe"])
def test_g12_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    """Nothing at all, a mark, or comments alone."""
    assert refused(data) == "the file is empty"


def test_g12_tabs_are_refused_where_they_indent() -> None:
    """A tab instead of spaces is told with its line."""
    assert refused("a:\n\tb: c\n").startswith("line 2: ")


def test_g12_a_second_document_is_refused() -> None:
    """One file is one document; its own marks of begin and end are allowed."""
    assert refused("a: b\n---\nc: d\n") == "line 2: a second document: keep one document a file"
    assert parsed("---\na: b\n...\n") == {"a": "b"}


def test_g13_ten_megabytes_are_refused_before_they_are_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size alone is enough, from memory or from a file, which is not even opened."""
    monkeypatch.setattr(yaml, "parse", None)
    assert refused(b"a: " + b"x" * 10_000_000) == f"10000003 bytes is more than the {MAX_BYTES} allowed"
    path = tmp_path / "great.yaml"
    path.write_bytes(b"a: " + b"x" * 10_000_000)
    monkeypatch.setattr(Path, "read_bytes", None)
    with pytest.raises(NotationInvalid) as caught:
        read(path)
    assert (caught.value.path, caught.value.faults) == (str(path), [f"10000003 bytes is more than the {MAX_BYTES} allowed"])


def test_g13_a_hundred_and_fifty_thousand_keys_are_refused() -> None:
    """Many keys are too many bytes, or too many values."""
    assert refused("".join(f"k{i}: v\n" for i in range(150_000))).endswith(f"is more than the {MAX_BYTES} allowed")
    assert refused("".join(f"{i:x}:\n" for i in range(120_000))) == "line 25000: more than 50000 values"


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Who asks knows whether the file had to be there."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.yaml")


def test_read_names_the_file(tmp_path: Path) -> None:
    """A fault begins with the path of its file."""
    path = tmp_path / "persona.yaml"
    path.write_text("a: [", "utf-8")
    with pytest.raises(NotationInvalid, match=re.escape(f"{path}: line ")):
        read(path)


yamlish = st.text(st.sampled_from("ab:- \n\t[]{},&*!|>'\"%@`#?~<\\xuU0é\0\x85\u2028\ufeff"), max_size=60)


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=60) | yamlish.map(str.encode))
@example(b'"\\UFFFFFFFF"')
@example(b"%YAML 1." + b"9" * 5_000 + b"\n---\na")
@example(b"a: |999999999999999999999\n x")
@example(b"- ? \xe2\x80\xa8")
def test_parsing_any_bytes_raises_nothing_but_notation_invalid(data: bytes) -> None:
    """Noise is a tree, or is refused with at least one fault of one line."""
    try:
        node = parse(data, "noise.yaml")
    except NotationInvalid as error:
        assert error.faults
        assert all(fault and "\n" not in fault for fault in error.faults)
    else:
        assert node.line >= 1


keys = st.text(max_size=6).filter(lambda key: key != "<<")
trees = st.recursive(
    st.text(max_size=12), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@settings(deadline=None, max_examples=100)
@given(trees)
def test_any_tree_of_texts_comes_back_from_json_notation(tree: Plain) -> None:
    """What is quoted is read as it was, every letter of it."""
    node = parse(yaml.safe_dump(tree, allow_unicode=True, default_style='"').encode())
    assert plain(node) == tree


def test_g14_all_faults_are_found_at_once_with_path_and_line() -> None:
    """One reading tells everything that is wrong: missing, wrong and unknown, at every level, in the order of asking."""
    document = entry(
        "id: [1]\nmood:\n  tension: high\n  colour: red\nscenes:\n- title: ''\n  seats: 3\n- title: x\nlanguages: ru\nextra: 1\n"
    )
    document.text("id")
    document.text("version")
    mood = document.entry("mood")
    mood.number("tension", 0, 1)
    mood.finish()
    for scene in document.entries("scenes"):
        scene.text("title")
        scene.finish()
    document.texts("languages")
    document.finish()
    assert document.faults == [
        "line 1: id: must be text",
        "line 1: version: is missing",
        "line 3: mood.tension: must be a number from 0 to 1",
        "line 4: mood.colour: is not a known key (free keys go under extensions)",
        "line 6: scenes[0].title: is empty",
        "line 7: scenes[0].seats: is not a known key (free keys go under extensions)",
        "line 9: languages: must be a list of texts",
        "line 10: extra: is not a known key (free keys go under extensions)",
    ]


def test_g14_unknown_keys_are_faults_except_under_extensions() -> None:
    """Whatever stands under extensions is free, at every level."""
    document = entry("id: a\nextensions: {colour: {red: [1]}}\nmood: {extensions: x}\n")
    assert document.text("id") == "a"
    document.entry("mood").finish()
    document.finish()
    assert document.faults == []


@pytest.mark.parametrize("text", ["- a\n- b\n", "only text"])
def test_g14_a_document_that_is_no_mapping_is_one_fault(text: str) -> None:
    """Nothing is missing in what is no mapping at all."""
    document = entry(text)
    assert (document.text("id"), document.keys) == ("", [])
    document.finish()
    assert document.faults == ["line 1: the document: must be a mapping"]


def test_text_is_stripped_and_may_have_a_default() -> None:
    """Spaces around a text are nobody's meaning; an absent text is its default."""
    document = entry("a: '  да  '\nb: ''\n")
    assert (document.text("a"), document.text("b", "x"), document.text("c", "нет"), document.faults) == ("да", "", "нет", [])


def test_choice_is_one_of_its_options_or_a_fault_on_its_own_line() -> None:
    """A word that is no option is told with the options, and the reading goes on with a usable value."""
    document = entry("x: y\nend: [warms]\nform: cold\nblank:\ngood: b\n")
    chosen = [document.choice(key, ("a", "b"), default) for key, default in [("end", "b"), ("form", None), ("blank", "b"), ("good", None)]]
    assert chosen == ["b", "a", "b", "b"]
    assert document.choice("absent", ("a", "b"), "b") == "b"
    assert document.choice("missing", ("a", "b")) == "a"
    assert document.faults == [
        "line 2: end: is no text, must be one of a, b",
        "line 3: form: is 'cold', must be one of a, b",
        "line 4: blank: is '', must be one of a, b",
        "line 1: missing: is missing",
    ]


@pytest.mark.parametrize(("text", "number"), [("0.25", 0.25), ("-1", -1), ("1e0", 1), ("1", 1)])
def test_a_number_within_its_range_is_read(text: str, number: float) -> None:
    """Both ends belong to the range."""
    document = entry(f"a: {text}")
    assert (document.number("a", -1, 1), document.faults) == (number, [])


@pytest.mark.parametrize("text", ["2", "-1.01", "nan", "inf", "1e999", "half", "''", "[1]", "{a: 1}", "0x1", "9" * 5_000])
def test_a_number_that_is_none_or_out_of_range_is_a_fault(text: str) -> None:
    """The reading goes on with the lowest value."""
    document = entry(f"a: {text}")
    assert document.number("a", -1, 1) == -1
    assert document.faults == ["line 1: a: must be a number from -1 to 1"]


def test_an_absent_number_is_its_default_or_missing() -> None:
    """Only a number without a default must be there."""
    document = entry("x: y")
    assert (document.number("a", 0, 1, 0.5), document.number("b", 0, 1)) == (0.5, 0)
    assert document.faults == ["line 1: b: is missing"]


def test_a_flag_is_true_or_false_and_nothing_like_it() -> None:
    """Yes and no are words; absent means the default."""
    document = entry("a: true\nb: false\nc: yes\nd:\n")
    assert [document.flag(key) for key in "ab"] == [True, False]
    assert (document.flag("none"), document.flag("none", default=True)) == (False, True)
    assert (document.flag("c"), document.flag("d", default=True)) == (False, True)
    assert document.faults == ["line 3: c: is 'yes', must be one of false, true", "line 4: d: is '', must be one of false, true"]


def test_texts_are_a_list_with_enough_in_it() -> None:
    """Empty entries and lists within are no texts; too few are counted."""
    document = entry("a: [' да ', нет]\nb: [да]\nc: [да, '']\nd: [[да]]\n")
    assert document.texts("a", least=2) == ("да", "нет")
    assert document.texts("b", least=2) == ("да",)
    assert [document.texts(key) for key in "cd"] == [(), ()]
    assert document.texts("e", required=False) == ()
    assert document.texts("f") == ()
    assert document.faults == [
        "line 2: b: has 1 entries, needs 2",
        "line 3: c: must be a list of texts",
        "line 4: d: must be a list of texts",
        "line 1: f: is missing",
    ]


def test_an_entry_that_is_missing_or_no_mapping_reads_as_empty() -> None:
    """The faults inside it are found in the same reading, with its path."""
    document = entry("a: x\n")
    document.entry("a").text("name")
    document.entry("b").text("name")
    document.entry("c", required=False).text("name", "")
    assert document.faults == [
        "line 1: a: must be a mapping",
        "line 1: a.name: is missing",
        "line 1: b: is missing",
        "line 1: b.name: is missing",
    ]


def test_entries_are_a_list_of_mappings() -> None:
    """Each knows its number; anything else is a fault."""
    document = entry("a:\n- n: 1\n- n: 2\nb: [x]\nc: {n: 1}\n")
    assert [(item.path, item.text("n")) for item in document.entries("a")] == [("a[0]", "1"), ("a[1]", "2")]
    assert [document.entries(key) for key in "bc"] == [[], []]
    assert document.entries("d", required=False) == []
    assert document.faults == ["line 4: b: must be a list of mappings", "line 5: c: must be a list of mappings"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: 'Рита\n", "a quotation mark is opened here and never closed"),
        ('name: "a\\qb"\n', "a backslash and what follows it mean nothing here: write two of them, or use single quotation marks"),
        ("a: [b, c\nd: e\n", "a list is opened with [ and not closed, or a comma is missing in it"),
        ("a: {b: c\nd: e\n", "a mapping is opened with { and not closed, or a comma is missing in it"),
        ("name: a: b\n", "a colon too many: put text with a colon in it between quotation marks, and look at the indentation"),
        ("name: @a\n", "no text begins with @: put it between quotation marks"),
        ("name: `a\n", "no text begins with `: put it between quotation marks"),
        ("name:\n  a: b\n\tc: d\n", "there is a tab: indent with spaces"),
        ("name: Рита\nslip\nother: x\n", "a colon is missing after a key, or text is not indented under its key"),
        ("name: Рита\n- да\n", "a quotation mark is missing above, the indentation does not fit, or this belongs to no key"),
        ("a:\n  b: c\n d: e\n", "a quotation mark is missing above, the indentation does not fit, or this belongs to no key"),
        ("a: &\n", "this is no YAML: look at quotation marks, brackets, colons and indentation here and one line above"),
    ],
)
def test_g6_a_syntax_error_is_told_in_our_own_words(text: str, told: str) -> None:
    """Not in a parser's, whichever it is: they know one language, and not what to do."""
    assert refused(text).partition(": ")[2] == told


@settings(deadline=None)  # the catalogue is read within the first example
@given(st.text(alphabet="a:-[]{}'\"\\\n\t |>&*!%@`#,?ж\0\x07\ud800", max_size=40))
def test_whatever_is_wrong_is_told_in_a_sentence_that_can_be_translated(text: str) -> None:
    """No text of a parser is left that the catalogues do not know."""
    try:
        parse(text.encode("utf-8", "surrogatepass"))
    except NotationInvalid as error:
        assert [strange(fault) for fault in error.faults] == [[]] * len(error.faults)
