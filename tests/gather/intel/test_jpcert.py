"""``jpcert``: the list of JPCERT/CC, a file a month."""

from __future__ import annotations

from pathlib import Path

from tests.gather.intel.answers import Recorded, ask, told

from gyotaku.gather.intel.jpcert import SOURCE
from gyotaku.model import Listing, State


def test_the_months_are_read_and_told_with_their_last_date(tmp_path: Path) -> None:
    """``date,URL,description``, in folders by year."""
    for month, url in (("202409", "https://old.example/a"), ("202410", "https://www.eki-net-member.example/login")):
        (tmp_path / "jpcert" / "2024").mkdir(parents=True, exist_ok=True)
        date = f"{month[:4]}/{month[4:]}/30 12:00:00"
        (tmp_path / "jpcert" / "2024" / f"{month}.csv").write_text(f"date,URL,description\n{date},{url},えきねっと\n")
    network = Recorded(data_dir=tmp_path)
    assert told(SOURCE, "url", "https://old.example/a", network) == Listing(True, "phishing", "202409.csv, 2024-09-30")
    assert told(SOURCE, "host", "www.eki-net-member.example", network).listed
    assert told(SOURCE, "url", "https://good.example/", network) == Listing(False, None, "202410.csv, 2024-10-30")


def test_without_files_it_is_not_asked(tmp_path: Path) -> None:
    """SKIPPED."""
    assert ask(SOURCE, "url", "https://x.example/", Recorded(data_dir=tmp_path)).state is State.SKIPPED
