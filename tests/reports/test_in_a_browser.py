"""The pages of reports in a real browser; left out where there is none."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay.reports.group_page import handout_html
from roleplay.reports.group_page import html as group_html
from roleplay.reports.talk import html, talk
from tests.browser import CHROMIUM, Browser
from tests.reports.held import reworded, talkative
from tests.reports.test_group import attempt, html_of_many, told
from tests.reports.test_talk_page import hostile

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(name="browser", scope="module")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with Browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def test_the_browser_would_tell(browser: Browser, tmp_path: Path) -> None:
    """A page that shows a dialog, breaks its policy and asks for something is seen to do so: the tests below can fail."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; script-src 'unsafe-inline'\">"
    page = tmp_path / "bad.html"
    page.write_text(f"<!doctype html>{policy}<script>alert(1)</script><b style=color:red>x</b><img src=a.png>", "utf-8")

    seen = browser.open(page)

    assert seen.dialogs == ["1"]
    assert any("style-src" in each for each in seen.refused)
    assert any("a.png" in each for each in (*seen.asked, *seen.refused))


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_t11_a_hostile_talk_shows_no_dialog_and_breaks_no_policy(browser: Browser, tmp_path: Path, language: str) -> None:
    """T11: nothing runs, nothing is refused because nothing is tried, nothing is asked for."""
    page = tmp_path / "report.html"
    group = told(hostile(), hostile(), language=language)
    for made in (html(talk(hostile(), language), language), group_html(group, language)):
        page.write_text(made, "utf-8")

        seen = browser.open(page)

        assert (seen.dialogs, seen.refused, seen.asked) == ([], [], [])
        assert browser.do("Runtime.evaluate", expression="document.scripts.length + document.images.length")["result"]["value"] == 0


def test_a_page_is_no_wider_than_a_phone(browser: Browser, tmp_path: Path) -> None:
    """Nothing has to be moved from side to side at 390 pixels."""
    page = tmp_path / "report.html"
    browser.do("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)

    widths = []
    for made in (html(talk(hostile(), "en"), "en"), group_html(told(hostile(), hostile()), "en")):
        page.write_text(made, "utf-8")
        browser.open(page)
        widths.append(browser.do("Runtime.evaluate", expression="document.documentElement.scrollWidth")["result"]["value"])
    browser.do("Emulation.clearDeviceMetricsOverride")

    assert max(widths) <= 390


def test_a_page_of_two_hundred_participants_opens_in_a_second(browser: Browser, tmp_path: Path) -> None:
    """The best of three, for a busy machine; nothing is tried that is forbidden."""
    page = tmp_path / "group.html"
    page.write_text(html_of_many(200), "utf-8")

    seen = [browser.open(page) for _ in range(3)]

    assert (seen[0].dialogs, seen[0].refused, seen[0].asked) == ([], [], [])
    assert min(each.seconds for each in seen) < 1


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
@pytest.mark.parametrize("letters", [60, 600])
def test_a_handout_fits_on_one_sheet_of_paper(browser: Browser, tmp_path: Path, language: str, letters: int) -> None:
    """A4, with three moments, whose words may be as long as they are shown, and a change in every skill; its talks are not printed."""
    long = "Слышу, что тебе было одиноко и горько, и мне жаль, что я так долго не звонила и не приезжала. " * 7
    talks = [talkative(reworded(attempt("Ana", 0.0, 1.0, 0.5, when=when), long[:letters])) for when in ("2026-11-01", "2026-11-09")]
    found = told(*talks, language=language)
    page = tmp_path / "handout.html"
    page.write_text(handout_html(found.people[0], found.talks, found.notes, language), "utf-8")

    browser.open(page)
    printed = base64.b64decode(browser.do("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    assert len(found.people[0].moments) == 3
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
