"""``registrations``: the report's ``domains`` and ``reputation``, from what was answered and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.judge.signs.asked import DOMAIN, HOST, NOW, PAGE, absent, case, listing, lure, registered, silent

from gyotaku.judge.look import look
from gyotaku.judge.verdict import judge
from gyotaku.tell.redact import redact
from gyotaku.tell.registrations import domain_facts, reputation


def plain(text: str, where: str) -> str:
    """A redactor with nothing to redact."""
    return text


def test_a_registration_is_shown() -> None:
    """Registered since when, by whom sold, by whom hidden, and what kind of domain that makes it."""
    d = case(lure(), registered(DOMAIN, proxy="Domains By Proxy, LLC"))
    assert domain_facts(d, DOMAIN, HOST, plain) == {
        "kind": "own-cheap",
        "registered": True,
        "registered_at": datetime(2024, 11, 1, tzinfo=UTC),
        "registrar": "Example Registrar",
        "registrant": "Domains By Proxy, LLC",
        "privacy_proxy": "Domains By Proxy, LLC",
    }


def test_not_registered_not_known_and_a_platforms_customer() -> None:
    """False by the registry's word alone; silence and customers stay ``null``."""
    assert domain_facts(case(lure(), absent("rdap:domain", DOMAIN)), DOMAIN, HOST, plain)["registered"] is False
    assert domain_facts(case(lure(), silent("rdap:domain", DOMAIN)), DOMAIN, HOST, plain) == {"kind": None}
    customer = case(lure("https://shop.vercel.app/"), registered("vercel.app", subject="shop.vercel.app"))
    facts = domain_facts(customer, "shop.vercel.app", "shop.vercel.app", plain)
    assert facts == {"kind": "platform-subdomain"}
    assert domain_facts(case(lure("http://192.0.2.7/")), "192.0.2.7", "192.0.2.7", plain) == {"kind": "ip"}


def test_every_question_to_a_list_is_shown_with_its_time() -> None:
    """Listed, not listed and not answered are three lines; DNS and registries are not lists."""
    d = case(
        lure(),
        listing("safebrowsing:url", PAGE, "phishing"),
        listing("jpcert:host", HOST),
        silent("urlhaus:host", HOST),
        registered(DOMAIN),
    )
    lines = list(reputation(d, plain))
    assert [(r.source, r.state, r.value) for r in lines] == [
        ("safebrowsing:url", "found", "phishing"),
        ("jpcert:host", "found", "not listed"),
        ("urlhaus:host", "unknown", None),
    ]
    assert {r.asked_at for r in lines} == {NOW}
    assert all("[.]" in r.subject for r in lines)


def test_the_reports_domains_hold_the_senders_the_replies_and_the_links() -> None:
    """Each by the name that was registered, the Reply-To's too: the fourth seed turns on it."""
    raw = lure(sender="えきねっと <a@mail.faxohbr.cn>", headers=[("Reply-To", "postmaster@aq.xyz")])
    d = case(raw, registered("faxohbr.cn"), absent("rdap:domain", "aq.xyz"), registered(DOMAIN))
    report = redact(d, judge(d, look(d)))
    assert [(x.domain, x.registered) for x in report.domains] == [
        ("faxohbr.cn", True),
        ("aq.xyz", False),
        (DOMAIN, True),
    ]
