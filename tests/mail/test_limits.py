"""One table for every ceiling."""

from __future__ import annotations

from gyotaku.mail import limits


def test_every_limit_is_in_the_table_with_its_reason() -> None:
    """No ceiling without a name, a number and a reason."""
    defined = {value for value in vars(limits).values() if isinstance(value, limits.Limit)}
    assert defined == set(limits.TABLE)
    assert len({limit.name for limit in limits.TABLE}) == len(limits.TABLE)
    assert all(limit.reason and limit.value > 0 for limit in limits.TABLE)


def test_a_defect_names_its_limit() -> None:
    """The number and the name are in what a reader gets."""
    defect = limits.PARTS.defect("mail")
    assert (defect.where, defect.what) == ("mail", "limit-parts")
    assert "2,000" in defect.detail
