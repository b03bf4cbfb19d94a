"""The firm's legal name is written as no Japanese firm writes it."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "wrong-entity"


def test_two_legal_forms() -> None:
    """K.K. is already the form; Inc. on top of it is wrong."""
    assert findings_of(mail(text="いつもご利用ありがとうございます。Copyright EXAMPLE Japan, K.K Inc."), ID)


def test_honest_twin_one_form() -> None:
    """One form stays silent."""
    assert findings_of(mail(text="いつもご利用ありがとうございます。Example Japan K.K. 株式会社エグザンプル"), ID) == ()
