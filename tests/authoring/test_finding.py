"""What is wrong, and how it is told."""

from __future__ import annotations

from roleplay.authoring.finding import Finding, faults_of
from roleplay.errors import PluginInvalid, Sentence
from roleplay.wording import worded
from roleplay.yamltree import on_line


def test_a_finding_is_told_with_file_and_line() -> None:
    """The file first, as compilers do; in the language of the reader."""
    finding = Finding("cases.yaml: ru: soup", Sentence("is empty"), line=7)
    assert finding.said == "cases.yaml: line 7: ru: soup: is empty"
    assert worded(finding.said, "ru") == "cases.yaml: строка 7: ru: soup: пусто"
    assert worded(Finding("prompt.j2", Sentence("is empty"), line=2).said, "ro") == "prompt.j2: rândul 2: e gol"
    assert Finding("cases.yaml", "is missing").said == "cases.yaml: is missing"


def test_the_faults_of_a_file_are_findings_with_their_lines() -> None:
    """A fault that says its line itself, one that names the file, and any other."""
    faults = [on_line(3, Sentence("is empty")), Sentence("{name} is missing", name="a.yaml"), "no soup"]
    findings = faults_of(PluginInvalid("thanks", faults), "a.yaml")
    assert findings == [Finding("a.yaml", "is empty"), Finding("a.yaml", "is missing"), Finding("a.yaml", "no soup")]
    assert [finding.line for finding in findings] == [3, None, None]
