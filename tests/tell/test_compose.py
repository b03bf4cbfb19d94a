"""What goes into a report: whose names are listed, which places are numbered, what is said of what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.tell.cases import CODE, HOST, TEXT, WHO, dissection, span, verdict

from gyotaku.model import (
    Address,
    AuthResult,
    Evidence,
    Finding,
    Hidden,
    Label,
    Recipient,
    Section,
    Step,
    Strength,
    Trail,
)
from gyotaku.tell import defang
from gyotaku.tell.compose import compose
from gyotaku.tell.redact import redact
from gyotaku.tell.report import Report
from gyotaku.tell.telling import tell
from gyotaku.tell.words import words


def plain(value: str, where: str) -> str:
    return value


def report() -> Report:
    d = dissection()
    return redact(d, verdict(d))


def quotes(one: Report) -> str:
    return " ".join(e.quote for f in one.findings for e in f.evidence)


# -- Indicators --------------------------------------------------------------------------------------------------------


def test_indicators_are_the_phishers_names() -> None:
    """Every station of the chain, the mailbox that is answered, the address that handed the mail over."""
    found = report().indicators
    assert found.hosts == (
        "www[.]jump-mado[.]example", "studio-nagare[.]example", "update[.]domain-keiyaku[.]example",
    )  # fmt: skip
    assert found.domains == (
        "jump-mado[.]example", "studio-nagare[.]example", "domain-keiyaku[.]example", "maru-net[.]example",
    )  # fmt: skip
    assert found.ips == ("203[.]0[.]113[.]62",)
    assert found.emails == ("desk@maru-net[.]example",)
    assert len(found.urls) == 3


def test_the_borrowed_brand_is_not_an_indicator() -> None:
    """A forged From and the genuine links that were copied in belong to the victim firm."""
    found = report().indicators
    assert "kagoya" not in str((found.hosts, found.domains, found.emails))


def test_the_recipient_is_not_an_indicator() -> None:
    """Their domain forged as sender, or their web mail linked, is not the phisher's."""
    d = dissection()
    own = Address("", "admin", "example.jp", "")
    d = replace(d, sender=replace(d.sender, address=own, candidates=(own,), reply_to=()))
    link = replace(d.links[0], url="https://mail.example.jp/", href="https://mail.example.jp/", host="mail.example.jp")
    d = replace(d, links=(link,), trails=(Trail(0, (Step(link.href, link.host, "example.jp", "start"),), "offline"),))
    found = compose(d, verdict(d), plain).indicators
    assert (found.hosts, found.domains, found.urls, found.emails) == ((), (), (), ())


@pytest.mark.parametrize(
    ("url", "host", "listed"),
    [
        ("https://www.google.com/url?q=https://evil.example/", "www.google.com", False),
        ("https://twitter.com/somebody", "twitter.com", False),
        ("https://nam01.safelinks.protection.outlook.com/?url=x", "nam01.safelinks.protection.outlook.com", False),
        ("https://bit.ly/", "bit.ly", False),
        ("https://bit.ly/3xYz", "bit.ly", True),
        ("https://docs.google.com/forms/d/e/abc/viewform", "docs.google.com", True),
    ],
)
def test_shared_hosts_are_never_listed_by_name(url: str, host: str, listed: bool) -> None:
    """A short link is its maker's; the shortener is everybody's."""
    d = dissection()
    link = replace(d.links[0], url=url, href=url, host=host)
    d = replace(d, links=(link,), trails=(Trail(0, (Step(url, host, host, "start"),), "offline"),))
    found = compose(d, verdict(d), plain).indicators
    assert defang.host(host) not in found.hosts + found.domains
    assert (defang.url(url) in found.urls) is listed


@pytest.mark.parametrize("ip", ["10.1.2.3", "127.0.0.1", "192.168.0.9", "100.64.1.1", "fe80::1", "not-an-ip"])
def test_addresses_that_name_nobody_are_not_listed(ip: str) -> None:
    """Private nets and nonsense say nothing about the sender."""
    d = dissection()
    d = replace(d, hops=(replace(d.hops[0], ip=ip), *d.hops[1:]))
    assert compose(d, verdict(d), plain).indicators.ips == ()


def test_a_sender_whose_policy_refused_the_mail_is_a_victim() -> None:
    """DMARC fail: the name was borrowed from somebody who had nothing to do with it."""
    d = dissection()
    other = Address("", "news", "other-firm.example", "")
    d = replace(d, sender=replace(d.sender, address=other, candidates=(other,), reply_to=()))
    listed = compose(d, verdict(d), plain).indicators
    refused = replace(d, auth=(AuthResult("dmarc", "fail", "other-firm.example", False, "boundary", ""),))
    assert listed.emails == ("news@other-firm[.]example",)
    assert compose(refused, verdict(d), plain).indicators.emails == ()


def test_a_freemail_writer_is_listed_but_not_the_provider() -> None:
    """The mailbox is the phisher's; the domain is half the world's."""
    d = dissection()
    free = Address("", "hikari.8812", "gmail.com", "")
    d = replace(d, sender=replace(d.sender, address=free, candidates=(free,), reply_to=()))
    found = compose(d, verdict(d), plain).indicators
    assert found.emails == ("hikari.8812@gmail[.]com",)
    assert "gmail[.]com" not in found.domains


@pytest.mark.parametrize("label", ["undecided", "no-signs"])
def test_without_a_verdict_nobody_is_listed(label: Label) -> None:
    """There is no phisher whose names these could be."""
    d = dissection()
    found = compose(d, replace(verdict(d), label=label), plain).indicators
    assert found == type(found)()


# -- Places ------------------------------------------------------------------------------------------------------------


def test_marks_are_numbered_in_reading_order() -> None:
    """Header lines, text from top to bottom, stations, links."""
    kinds = [m.pointers[0].partition(":")[0] for m in report().marks]
    assert kinds == ["header", "part", "part", "hop", "link", "link"]
    assert [m.number for m in report().marks] == list(range(1, len(kinds) + 1))


def test_marks_stand_where_the_words_stand_after_redaction() -> None:
    """Taking the recipient out moves every character; the marks move with the words."""
    one = report()
    spans = [one.body.text[m.start : m.end] for m in one.marks if m.start is not None]
    assert spans[0] == "2025年10月6日"
    assert spans[1].startswith("本日中に更新の")
    assert spans[1].endswith("のメールは止まります。")
    assert WHO not in spans[1]


def test_a_received_header_is_a_station() -> None:
    """Evidence in a Received line leads to the path, not to the card."""
    one = report()
    told = tell(one, words("ja"))
    assert told.stops[0].number == next(m.number for m in one.marks if "header:1" in m.pointers)
    assert "received" not in [f.name.lower() for f in one.card]


def test_every_mark_leads_back_to_a_sentence() -> None:
    """There and back: no number without evidence, no evidence number without a mark."""
    told = tell(report(), words("en"))
    numbers = {p.number for c in told.chapters for s in c.sentences for p in s.proofs if p.number}
    numbers |= {p.number for s in told.favour for p in s.proofs if p.number}
    assert numbers == set(told.back)


def test_a_quote_never_begins_inside_the_recipients_address() -> None:
    """Half an address is no longer recognised, so quotes are cut after cleaning."""
    d = dissection()
    at = TEXT.index(WHO, 20)
    for shift in range(len(WHO)):
        low = at + shift
        half = Evidence(f"part:1@{low + 4}-{low + 24}", TEXT[low : low + 40])
        prefix = Evidence("hop:0", d.hops[0].raw[: d.hops[0].raw.index(WHO) + shift])
        header = Evidence("header:5", WHO[shift:])
        v = replace(verdict(d), findings=(Finding("a", Strength.NOTE, (half, prefix, header)),))
        text = quotes(redact(d, v))
        for form in (WHO, "hanako", "@example", "anako@", "xample.jp"):
            assert form not in text, shift


def test_places_in_texts_of_several_parts() -> None:
    """A pointer counts from the start of its own part."""
    d = dissection(text="一番目の文。\n二番目の文。\n")
    d = replace(d, body=replace(d.body, sections=(Section("1.1", 0, 7), Section("1.2", 7, 14))))
    v = replace(verdict(d), findings=(Finding("a", Strength.NOTE, (Evidence("part:1.2@0-3", "二番目"),)),))
    one = compose(d, v, plain)
    assert [(m.start, m.end) for m in one.marks] == [(7, 10)]


@pytest.mark.parametrize(
    "pointer", ["part:1@x-y", "part:9@0-3", "part:1@5-999999", "part:1@9-2", "hop:99", "link:77", ""]
)
def test_a_pointer_to_nowhere_is_no_mark_and_no_error(pointer: str) -> None:
    """Evidence is still quoted; only the number is missing."""
    d = dissection()
    v = replace(verdict(d), findings=(Finding("a", Strength.NOTE, (Evidence(pointer, "words"),)),))
    one = compose(d, v, plain)
    assert one.findings[0].evidence[0].quote == "words"
    assert not [m for m in one.marks if m.start is not None]


# -- The rest ----------------------------------------------------------------------------------------------------------


def test_hosts_stay_whole_though_they_look_like_tokens() -> None:
    """A site that cannot be named cannot be reported."""
    from gyotaku.model import Token

    d = dissection()
    token = Token("opaque", "update", (), "query:url")
    d = replace(
        d,
        trails=(replace(d.trails[0], steps=(replace(d.trails[0].steps[0], tokens=(token,)), *d.trails[0].steps[1:])),),
    )
    assert redact(d, verdict(d)).links[0].steps[2].host == HOST


def test_redactions_are_counted() -> None:
    """The report says how much was taken out, never what."""
    one = report()
    assert sum(c.count for c in one.redactions) > 3
    assert WHO not in repr(one)
    assert CODE not in repr(one)


def test_a_private_report_is_marked_and_complete() -> None:
    """Nothing is cut for the recipient's own eyes."""
    d = dissection()
    one = redact(d, verdict(d), private=True)
    assert one.private
    assert one.redactions == ()
    assert WHO in one.body.text


def test_what_the_mail_is_after_comes_first() -> None:
    """First aid begins with what this mail asks for."""
    d = dissection(text="ワンタイムパスワードと口座番号を入力してください")
    told = tell(compose(d, verdict(d), plain), words("ja"))
    assert [a.kind for a in told.aid][:3] == ["bank", "code", "password"]
    assert [a.asked for a in told.aid] == [True, True, True, False, False, False, False]


def test_one_sign_is_told_three_times_at_most() -> None:
    """The fourth like sentence says nothing new; it is counted."""
    d = dissection()
    found = tuple(
        Finding(
            "link-not-brand",
            Strength.WEAK,
            (Evidence("link:0", "x"),),
            {"domain": f"d{i}.example", "host": f"d{i}.example"},
        )
        for i in range(9)
    )
    told = tell(compose(d, replace(verdict(d), findings=found), plain), words("en"))
    chapter = next(c for c in told.chapters if c.viewpoint == "link")
    assert len(chapter.sentences) <= 3
    assert len(chapter.sentences) + chapter.more <= 9


def test_the_best_of_several_signatures_is_shown() -> None:
    """An aligned pass says more for the sender than an unaligned one, and that more than a failure."""
    d = dissection()
    results = tuple(
        AuthResult("dkim", status, domain, aligned, "boundary", "")
        for status, domain, aligned in (
            ("fail", "a.example", True),
            ("pass", "b.example", False),
            ("pass", "c.example", True),
        )
    )
    assert compose(replace(d, auth=results), verdict(d), plain).auth["dkim"].domain == "c.example"


def test_hidden_text_is_not_on_the_card() -> None:
    """The card shows what a reader sees."""
    d = dissection()
    d = replace(d, body=replace(d.body, hidden=(Hidden("1", "display-none", "かくれた文"),)))
    assert "かくれた文" not in compose(d, verdict(d), plain).body.text


def test_the_brand_in_the_readers_language() -> None:
    """Both names are kept until the words are chosen."""
    one = report()
    assert "カゴヤ・ジャパン" in tell(one, words("ja")).answer
    assert "KAGOYA JAPAN" in tell(one, words("en")).answer


def test_an_empty_recipient_changes_nothing() -> None:
    """A mail that names nobody is told as it is."""
    d = replace(dissection(), recipient=Recipient(()))
    assert "desk@maru-net.example" in redact(d, verdict(d)).sender.reply_to
    assert span(TEXT, "ご契約").quote == "ご契約"
