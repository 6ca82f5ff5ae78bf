"""Switchers that lead only to front pages."""

from __future__ import annotations

from pathlib import Path

from crawler.archive import Archive
from crawler.cli.site_lookup import site_for
from crawler.sources.importing import import_files
from tests.support.warcs import WarcFile

HEAD = '<meta charset="windows-1251"><section class="content-page"><h1>Заявление</h1><p>{text}</p></section>'
SWITCHER = '<select class="header_menu-lang"><option value="/">Рус</option><option value="/be/">Бел</option></select>'


def test_a_front_page_that_was_never_captured_is_refused_all_the_same(tmp_path: Path) -> None:
    """The site file says which addresses are fronts: a switcher there announces no translation (by_mfa, 2022)."""
    file = WarcFile()
    for number in range(2):
        page = SWITCHER + HEAD.format(text=f"Министерство приняло решение номер {number}. " * 9)
        address = f"https://mfa.gov.by/press/statements/a00000000000000{number}.html"
        file.add(address, page.encode("cp1251"), at="2022-03-01T00:00:00Z")
    with Archive.open(tmp_path / "a.db") as archive:
        import_files(archive, [file.save(tmp_path / "a.warc.gz")], site_for)
        rows = archive.variants("https://mfa.gov.by/press/statements/a000000000000000.html")
    assert [(row["language"], row["state"], row["reason"]) for row in rows] == [
        ("be", "refused", "front-page"),
        ("ru", "archived", ""),
    ]
