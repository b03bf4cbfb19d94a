"""The compiled catalogue: whose a domain is, what proves nothing, who is related, and that it is there at once."""

from __future__ import annotations

import time

import pytest

from gyotaku.judge.brands import catalogue, matching
from gyotaku.judge.brands.catalogue import brand, brands, by_domain, family, proves_nothing, shared_part
from gyotaku.model import BrandClaim


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        ("eki-net.com", "eki-net"),
        ("www.eki-net.com", "eki-net"),
        ("WWW.EKI-NET.COM.", "eki-net"),
        ("mail.rakuten-card.co.jp", "rakuten-card"),
        ("info.rakuten.co.jp", "rakuten"),
        ("direct.bk.mufg.jp", "mufg-bank"),
        ("wdy.docomo.ne.jp", "docomo"),
        ("kagoya.jp", "kagoya"),
        ("activemail.kagoya.com", "kagoya"),
        ("email.apple.com", "apple"),
        ("amazon.co.jp", "amazon"),
        ("eki-net.com.evil.cn", None),
        ("noteki-net.com", None),
        ("example.com", None),
        ("", None),
        ("jp", None),
    ],
)
def test_whose_domain_this_is(domain: str, owner: str | None) -> None:
    """An official domain and everything below it is the brand's; a name that merely contains it is not."""
    found = by_domain(domain)
    assert (found.id if found else None) == owner


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        ("v133-18-1-1.vir.kagoya.net", "kagoya"),
        ("kagoya.net", "kagoya"),
        ("someone.sakura.ne.jp", "sakura-internet"),
        ("bucket.s3.amazonaws.com", "aws"),
        ("sites.google.com", "google"),
        ("tenant.sharepoint.com", "sharepoint"),
        ("docomo.ne.jp", "docomo"),
        ("gmail.com", "gmail"),
        ("wdy.docomo.ne.jp", None),
        ("kagoya.jp", None),
        ("amazon.co.jp", None),
        ("example.com", None),
    ],
)
def test_what_proves_nothing(domain: str, owner: str | None) -> None:
    """Servers, sites and mailboxes of customers prove neither the firm nor a fraud, and are official for nobody."""
    assert proves_nothing(domain) == owner
    if owner:
        assert by_domain(domain) is None


def test_kagoyas_three_names_are_told_apart() -> None:
    """kagoya.jp sends and serves, kagoya.com holds the log-ins, kagoya.net is full of customers."""
    kagoya = brand("kagoya")
    assert kagoya is not None
    assert "kagoya.jp" in kagoya.mail_domains
    assert "kagoya.com" in kagoya.web_domains
    assert "kagoya.net" in kagoya.shared_domains
    assert "kagoya.net" not in kagoya.official
    claim = BrandClaim("kagoya", "", "", (), 1, kagoya.mail_domains, kagoya.web_domains, kagoya.shared_domains)
    assert claim.sends_from("kagoya.jp")
    assert claim.serves("activemail.kagoya.com")
    assert not claim.sends_from("kagoya.net")
    assert not claim.serves("v1.vir.kagoya.net")


def test_a_kits_filler_name_is_no_brand() -> None:
    """ "T3 service" is what a phishing kit fills in, and nobody's name."""
    assert not any("t3" in one.id.split("-") for one in brands())


def test_shared_part_is_the_open_part() -> None:
    """What is left of the open part is the customer's own naming."""
    assert shared_part("paypal-login.s3.amazonaws.com") == "amazonaws.com"
    assert shared_part("www.example.com") is None


def test_family_begins_with_the_brand_itself() -> None:
    """The brand, then those above, below and beside it."""
    ids = [one.id for one in family("rakuten-card")]
    assert ids[0] == "rakuten-card"
    assert "rakuten" in ids
    assert {"resona", "saitama-resona"} <= {one.id for one in family("resona-card")}
    assert family("no-such-brand") == ()


def test_unknown_brand_is_none() -> None:
    """Asking for a brand that is not there is no error."""
    assert brand("no-such-brand") is None


def test_every_row_of_the_index_can_be_read() -> None:
    """Each compiled row gives a brand with both names and a sector."""
    for one in brands():
        assert one.name
        assert one.name_en
        assert one.sector


def test_the_catalogue_is_there_at_once() -> None:
    """Index and automata together cost a start-up less than a blink (CPU time, best of five)."""

    def once() -> float:
        for cached in (catalogue.index, matching._names, matching._labels):
            cached.cache_clear()
        start = time.process_time()
        catalogue.index()
        matching.find_names("amazon")
        matching.find_labels("amazon")
        return time.process_time() - start

    assert min(once() for _ in range(5)) < 0.06
