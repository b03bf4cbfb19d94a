"""``addressed-by-name``: a name that the address does not give away."""

from __future__ import annotations

import pytest

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "addressed-by-name"


def test_name_known_from_the_header() -> None:
    """The name in To and in the greeting agree, and the address does not contain it."""
    raw = mail(to="佐藤 花子 <x1985@example.jp>", text="佐藤 花子 様\n\nご予約ありがとうございます。")
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.COUNTER]


@pytest.mark.parametrize(
    ("to", "text"),
    [
        ("hanako <hanako@example.jp>", "hanako 様\n\nお知らせ"),
        ("hanako@example.jp", "佐藤 花子 様\n\nお知らせ"),
        ("佐藤 花子 <x1985@example.jp>", "お客様各位\n\nお知らせ"),
    ],
)
def test_twin_derived_or_unknown_name_does_not_count(to: str, text: str) -> None:
    """A name made from the address, a name known from nowhere, no name."""
    assert findings_of(mail(to=to, text=text), ID) == ()
