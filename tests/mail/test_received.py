"""Whose word each Received line is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.parse import parse
from gyotaku.mail.received import MAX_HOPS, is_internal, read_hops
from gyotaku.model import Hop, Trust

DATE = "; Mon, 11 Nov 2024 15:46:02 +0900"
EDGE = (
    "from evil.example (evil.example [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1 for <hanako@example.jp>"
)
LOCAL = "from mx.example.jp (localhost [127.0.0.1]) by mx.example.jp (Postfix) with ESMTP id 2"
INNER = "from mx.example.jp (mx.example.jp [10.0.0.2]) by store.example.jp (Postfix) with ESMTP id 3"
FORGED = "from bank.example (bank.example [198.51.100.1]) by mx.example.jp (Postfix) with ESMTP id 4"


def hops(*lines: str, own: tuple[str, ...] = ()) -> tuple[Hop, ...]:
    """Hops of a mail with these Received values, newest first."""
    head = "".join(f"Received: {line}{DATE}\r\n" for line in lines)
    return read_hops(parse((head + "From: a@example.com\r\n\r\nx").encode()), own)


def trust(*lines: str, own: tuple[str, ...] = ()) -> str:
    """One letter a hop: Ours, Handed over, Claimed."""
    return "".join(h.trust.name[0] for h in hops(*lines, own=own))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([EDGE], "H"),
        ([LOCAL, EDGE], "OH"),
        ([INNER, LOCAL, EDGE], "OOH"),
        ([INNER, EDGE, FORGED], "OHC"),
        ([EDGE, FORGED, FORGED], "HCC"),
        ([INNER], "O"),
        ([INNER, LOCAL], "OO"),
    ],
)
def test_walk(lines: list[str], expected: str) -> None:
    """The first line about an outside address is the hand-over; forged lines below it never win."""
    assert trust(*lines) == expected


def test_forged_line_with_the_recipients_own_names() -> None:
    """A client that calls itself by the recipient's server name is still the outside: only its address was seen."""
    line = "from mx.example.jp (unknown [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1"
    read = hops(line, FORGED)
    assert [h.trust for h in read] == [Trust.HANDED_OVER, Trust.CLAIMED]
    assert read[0].ip == "203.0.113.5"


def test_unverified_reverse_name_is_no_proof() -> None:
    """qmail notes reverse names without checking them, and Sendmail warns: such a name opens no door."""
    qmail = "from relay.example.jp (HELO relay.example.jp) (203.0.113.5) by mx.example.jp with SMTP"
    sendmail = "from x (relay.example.jp [203.0.113.5] (may be forged)) by mx.example.jp (8.17/8.17) with ESMTP id 1"
    forged = "from bank.example (bank.example [198.51.100.1]) by relay.example.jp (Postfix) with ESMTP id 4"
    assert trust(qmail, forged) == "HC"
    assert trust(sendmail, forged) == "HC"


def test_customer_of_the_recipients_provider() -> None:
    """A rented machine has a name in the provider's domain and is the outside all the same."""
    line = (
        "from vps1.vs.sakura.ne.jp (ik1-314.vs.sakura.ne.jp [203.0.113.5]) by "
        "www1.sakura.ne.jp (Postfix) with ESMTP id 1"
    )
    forged = "from bank.example (bank.example [198.51.100.1]) by ik1-314.vs.sakura.ne.jp (Postfix) with ESMTP id 4"
    assert trust(line, forged) == "HC"


def test_own_relay_with_public_address() -> None:
    """A checked name in the recipient's own domain, and a line written by it: our relay."""
    relay = "from relay.example.jp (relay.example.jp [192.0.2.7]) by mx.example.jp (Postfix) with ESMTP id 1"
    edge = "from evil.example (evil.example [203.0.113.5]) by relay.example.jp (Postfix) with ESMTP id 2"
    assert trust(relay, edge, FORGED) == "OHC"


def test_settings() -> None:
    """Told hosts, domains, addresses and networks are believed, and the basis says so."""
    forward = "from fwd.example.net([192.0.2.57]) by mx.example.jp with ESMTP id 1"
    edge = "from evil.example([203.0.113.5]) by in.example.net with ESMTP id 2"
    assert trust(forward, edge) == "HC"
    read = hops(forward, edge, own=("example.jp", "example.net", "192.0.2.0/24"))
    assert [h.trust.name[0] for h in read] == ["O", "H"]
    assert {h.trust_basis for h in read} == {"settings"}
    assert {h.trust_basis for h in hops(EDGE, own=("nowhere.example",))} == {"inferred"}


def test_exchange_online() -> None:
    """Microsoft's inner hops are ours; the address its border saw is handed over, another tenant's relay too."""
    inner = [
        "from A.namprd19.prod.outlook.com (::1) by B.namprd19.prod.outlook.com with HTTPS",
        "from C.eurprd03.prod.outlook.com (2603:10a6:206:14::46) by A.namprd19.prod.outlook.com (2603:10b6:303:4f::17) "
        "with Microsoft SMTP Server (version=TLS1_2) id 15.20.1",
        "from D.eop-eur05.prod.protection.outlook.com (2603:10a6:206:14:cafe::e6) by C.outlook.office365.com "
        "(2603:10a6:206:14::46) with Microsoft SMTP Server (version=TLS1_2) id 15.20.1 via Frontend Transport",
    ]
    edge = (
        "from evil.example (203.0.113.5) by D.mail.protection.outlook.com (10.152.3.103) with "
        "Microsoft SMTP Server id 1"
    )
    assert trust(*inner, edge, FORGED) == "OOOHC"
    tenant = (
        "from E.outbound.protection.outlook.com (40.107.1.2) by D.mail.protection.outlook.com "
        "(10.1.1.1) with Microsoft SMTP Server id 1"
    )
    assert trust(*inner, tenant, "from F.prod.outlook.com ([fe80::1]) by F.prod.outlook.com with mapi id 1") == "OOOHC"


def test_gmail() -> None:
    """Google's inner line has no client; its border's line is the hand-over."""
    inner = "by 2002:a05:6512:e87:b0:59b:6c1e with SMTP id x"
    edge = "from evil.example (evil.example. [203.0.113.5]) by mx.google.com with ESMTPS id x for <hanako@example.jp>"
    assert trust(inner, edge, FORGED) == "OHC"


def test_fetched() -> None:
    """A fetched mailbox belongs to the recipient, and so does the server it was fetched from."""
    pull = "from pop.example.jp [192.0.2.1] by localhost with POP3 (fetchmail-6.3) for <hanako@localhost>"
    assert trust(pull, EDGE, FORGED) == "OHC"


def test_no_outside_address() -> None:
    """Private, loopback and carrier-grade addresses are never the outside."""
    for ip in ("10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.3.4", "127.0.0.1", "169.254.1.1", "fe80::1", "fd00::1"):
        assert is_internal(ip)
    for ip in ("203.0.113.5", "172.32.0.1", "100.128.0.1", "2001:db8::1", "not an ip"):
        assert not is_internal(ip)
    assert trust("from x (unknown [100.64.3.4]) by mx.example.jp (Postfix) with ESMTP id 1") == "O"


def test_fields() -> None:
    """Index, header index, time, recipient and the raw value stand with the hop."""
    read = hops(LOCAL, EDGE)[1]
    assert (read.index, read.header, read.recipient, read.protocol) == (1, 1, "hanako@example.jp", "ESMTP")
    assert read.at is not None
    assert read.at.isoformat() == "2024-11-11T15:46:02+09:00"
    assert read.raw == EDGE + DATE
    assert hops() == ()


def test_limit() -> None:
    """Of ten thousand lines the newest hundred are kept, quickly."""
    mail = parse((f"Received: {EDGE}{DATE}\r\n" * 10_000 + "\r\n").encode())
    start = time.process_time()
    assert len(read_hops(mail)) == MAX_HOPS
    assert time.process_time() - start < 1.0


@settings(deadline=None)
@given(st.lists(st.sampled_from([EDGE, LOCAL, INNER, FORGED, "(qmail 1 invoked by uid 1)", "by x", ""]), max_size=8))
def test_at_most_one_hand_over(lines: list[str]) -> None:
    """Whatever the chain: ours, then at most one hand-over, then claims."""
    letters = trust(*lines)
    assert letters.count("H") <= 1
    assert letters == "".join(sorted(letters, key="OHC".index))


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_never_raises(lines: list[str]) -> None:
    """Any text may stand in Received."""
    hops(*[line.replace("\n", " ").replace("\r", " ") for line in lines])
