"""The rules of form: one test a rule over the whole catalogue, and a brand that breaks it."""

from __future__ import annotations

import pytest

from gyotaku.judge.brands import check
from gyotaku.judge.brands.entries import Entry, read_entries, read_entry

ENTRIES = read_entries()

SOUND = """
id = "example"
sector = "bank"
[names]
ja = "例銀行"
en = "Example Bank"
aliases = ["例銀行", "Example Bank"]
source = "general knowledge"
date = "2026-11"
basis = "knowledge"
[[mail_domain]]
domain = "example.com"
source = "https://example.com/security"
date = "2026-10-01"
basis = "read"
"""


def made(text: str = SOUND, name: str = "example") -> Entry:
    """A made-up brand file."""
    return read_entry(name, text)


@pytest.mark.parametrize("rule", check.RULES, ids=lambda rule: rule.__name__)
def test_the_catalogue_keeps_the_rule(rule: check.Rule) -> None:
    """No brand file of the catalogue breaks this rule of form."""
    assert list(rule(ENTRIES)) == []


def test_a_sound_brand_breaks_no_rule() -> None:
    """The made-up brand that the next tests spoil is itself in order."""
    assert check.violations((made(),)) == ()


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("identity", 'id = "example"', 'id = "Example"'),
        ("identity", 'sector = "bank"', 'sector = "bank"\ncolour = "red"'),
        ("named", 'en = "Example Bank"\n', ""),
        ("named", 'sector = "bank"', 'sector = "banking"'),
        ("sourced", 'source = "https://example.com/security"\n', ""),
        ("sourced", 'date = "2026-10-01"', 'date = "last year"'),
        ("sourced", 'basis = "read"', 'basis = "hearsay"'),
        ("sourced", 'date = "2026-11"', 'date = "undated"'),
        ("domains-well-formed", '"example.com"\n', '"Example.com"\n'),
        ("domains-well-formed", '"example.com"\n', '"例え.jp"\n'),
        ("domains-well-formed", '"example.com"\n', '"https://example.com/"\n'),
        ("domains-well-formed", '"example.com"\n', '"co.jp"\n'),
        ("official-is-own", '"example.com"\n', '"gmail.com"\n'),
        ("official-is-own", '"example.com"\n', '"example-bank.vercel.app"\n'),
        ("names-long-enough", '"Example Bank"]', '"EB"]'),
        ("names-apart", 'aliases = ["例銀行", "Example Bank"]', 'aliases = ["Example Bank"]\nweak = ["EXAMPLE BANK"]'),
        ("relatives-exist", 'sector = "bank"', 'sector = "bank"\nparent = "nobody"'),
        ("relatives-exist", 'sector = "bank"', 'sector = "bank"\nparent = "example"'),
        ("reports-can-be-sent", "[[mail_domain]]", '[report_to]\nto = "the police"\n[[mail_domain]]'),
        ("has-a-home", "[[mail_domain]]", "[[sender_service]]"),
    ],
)
def test_a_breach_is_named(rule: str, old: str, new: str) -> None:
    """Each rule sees the brand file that breaks it."""
    assert old in SOUND
    broken = check.violations((made(SOUND.replace(old, new)),))
    assert rule in {violation.rule for violation in broken}


def test_two_strangers_may_not_own_one_domain() -> None:
    """One domain official for two brands is a breach, unless parent or group relates them."""
    other = SOUND.replace('"example"', '"other"').replace("例銀行", "別銀行").replace("Example Bank", "Other Bank")
    assert [v.rule for v in check.violations((made(), made(other, "other")))] == ["one-owner"]
    related = other.replace('sector = "bank"', 'sector = "bank"\nparent = "example"')
    assert check.violations((made(), made(related, "other"))) == ()


def test_two_brands_may_not_share_a_name_that_speaks_alone() -> None:
    """A name that means two brands has to be weak in both."""
    other = SOUND.replace('"example"', '"other"').replace('"example.com"', '"example.net"')
    rules = [v.rule for v in check.violations((made(), made(other, "other")))]
    assert set(rules) == {"names-apart"}


def test_shared_wins_over_official() -> None:
    """A domain below one that is full of customers is nobody's official domain."""
    text = SOUND + '[[shared_domain]]\ndomain = "example.com"\nsource = "x"\ndate = "2026"\nbasis = "read"\n'
    assert "shared-wins" in {v.rule for v in check.violations((made(text),))}


def test_a_fake_is_nobodys_official_domain() -> None:
    """A domain cannot be both a known fake and official."""
    text = SOUND + '[[not_official]]\ndomain = "example.com"\nsource = "x"\ndate = "2026"\nbasis = "read"\n'
    assert "fakes-are-nobodys" in {v.rule for v in check.violations((made(text),))}


def test_the_committed_index_is_fresh() -> None:
    """A run loads what the brand files say: ``gyotaku brands compile`` was not forgotten."""
    assert check.index_is_fresh(ENTRIES)


def test_the_catalogue_is_as_large_as_promised() -> None:
    """At least 250 brands, and more than a thousand facts that somebody read at their source."""
    counted = check.counts(ENTRIES)
    assert counted["brands"] >= 250
    assert counted["basis.read"] > 1000


def test_oldest_and_weakest_facts_are_named() -> None:
    """What to check next comes out in that order: old first; only-known before read."""
    dates = [fact.date for _, fact in check.oldest(ENTRIES, 30)]
    assert dates == sorted(dates)
    assert {fact.basis for _, fact in check.weakest(ENTRIES, 30)} == {"knowledge"}
