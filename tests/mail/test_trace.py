"""One Received field read apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail import trace as module
from gyotaku.mail.trace import canonical_ip, read_trace

DATE = "; Mon, 11 Nov 2024 15:46:02 +0900"


@pytest.mark.parametrize(
    ("line", "helo", "ptr", "ip", "by"),
    [
        (  # Postfix
            "from h.example (p.example [203.0.113.5]) by mx.example.jp (Postfix) with ESMTPS id 1 for <a@example.jp>",
            *("h.example", "p.example", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from h (unknown [203.0.113.5]) by mx.example.jp (Postfix) with ESMTP id 1",
            "h",
            "",
            "203.0.113.5",
            "mx.example.jp",
        ),
        (  # Gmail
            "from h.example (p.example. [203.0.113.5]) by mx.google.com with ESMTPS id x (version=TLS1_3 bits=256/256)",
            *("h.example", "p.example", "203.0.113.5", "mx.google.com"),
        ),
        (  # Exim
            "from p.example ([203.0.113.5]:4242 helo=h.example) by mx.example.jp with esmtps (TLS1.3) (Exim 4.96) id 1",
            *("h.example", "p.example", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from [203.0.113.5] (port=4242 helo=h.example) by mx.example.jp with esmtp (Exim 4.92) id 1",
            *("h.example", "", "203.0.113.5", "mx.example.jp"),
        ),
        (  # qmail
            "from unknown (HELO h.example) (203.0.113.5) by mx.example.jp with SMTP",
            *("h.example", "", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from p.example (HELO h.example) (u@203.0.113.5) by mx.example.jp with SMTP",
            *("h.example", "p.example", "203.0.113.5", "mx.example.jp"),
        ),
        (  # Exchange: the name is the HELO, nothing was looked up
            "from h.example (203.0.113.5) by mx.example.jp (10.0.0.1) with Microsoft SMTP Server (TLS) id 15.20.1",
            *("h.example", None, "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from A.prod.outlook.com (2603:10a6:10:0550::33) by B.prod.outlook.com (2603:10b6::7) "
            "with Microsoft SMTP Server id 1",
            *("A.prod.outlook.com", None, "2603:10a6:10:550::33", "B.prod.outlook.com"),
        ),
        (  # Yahoo
            "from 203.0.113.5 (EHLO h.example) (203.0.113.5) by mta1.mail.yahoo.co.jp with SMTP",
            *("h.example", "", "203.0.113.5", "mta1.mail.yahoo.co.jp"),
        ),
        (  # nifty, docomo
            "from h.example([203.0.113.5]) by ifmta0001.nifty.com with ESMTP id 1",
            *("h.example", None, "203.0.113.5", "ifmta0001.nifty.com"),
        ),
        (  # Zimbra
            "from p.example (LHLO h.example) (10.2.2.20) by store.example.jp with LMTP",
            *("h.example", "p.example", "10.2.2.20", "store.example.jp"),
        ),
        (  # the Linux lists
            'from p.example ([203.0.113.5]:41632 "EHLO h.example" rhost-flags-OK-OK-OK-OK) by '
            "vger.example with ESMTP id 1",
            *("h.example", "p.example", "203.0.113.5", "vger.example"),
        ),
        ("from localhost [127.0.0.1] by localhost with IMAP (fetchmail-6.3)", "localhost", None, None, "localhost"),
        ("by 2002:a05:6512:e87:b0:59b with SMTP id 1", None, None, None, "2002:a05:6512:e87:b0:59b"),
        ("from mail pickup service by mx.example.jp with Microsoft SMTPSVC", None, None, None, "mx.example.jp"),
        ("(qmail 123 invoked from network)", None, None, None, None),
        (  # a HELO that plays a whole line: the server's own comment is the last
            "from bank.example (bank.example [198.51.100.1]) (evil.example [203.0.113.5]) by "
            "mx.example.jp (Postfix) with SMTP id 1",
            *("bank.example", "evil.example", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from x by fake.example (evil.example [203.0.113.5]) by mx.example.jp (Postfix) with SMTP id 1",
            *("x", "evil.example", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from x by fake.example (Postfix) with SMTP id 9; (evil.example [203.0.113.5]) by mx.example.jp (Postfix) "
            "with SMTP id 1",
            *("x", "evil.example", "203.0.113.5", "mx.example.jp"),
        ),
        (
            "from x ( (evil.example [203.0.113.5]) by mx.example.jp (Postfix) with SMTP id 1",
            *("x", "evil.example", "203.0.113.5", "mx.example.jp"),
        ),
        (  # carriage returns alone as folding, ANSI and HTML in the HELO
            "from \x1b[31m<b>x</b>\r (evil.example\r [203.0.113.5]) by mx.example.jp\r (Postfix) with SMTP id 1",
            *("\x1b[31m<b>x</b>", "evil.example", "203.0.113.5", "mx.example.jp"),
        ),
    ],
)
def test_forms(line: str, helo: str | None, ptr: str | None, ip: str | None, by: str | None) -> None:
    """What each mail server writes is read into the same four names."""
    trace = read_trace(line + DATE)
    assert (trace.helo, trace.ptr, trace.ip, trace.by) == (helo, ptr, ip, by)
    assert trace.at is not None


def test_rest_of_the_line() -> None:
    """Protocol, recipient, and whether the client logged in."""
    trace = read_trace(
        "from h (p.example [203.0.113.5]) (Authenticated sender: x) by mx.example.jp (Postfix) with ESMTPSA id 1 "
        "for <hanako@example.jp>" + DATE
    )
    assert (trace.protocol, trace.recipient, trace.authenticated) == ("ESMTPSA", "hanako@example.jp", True)


@pytest.mark.parametrize(
    "line",
    [
        "from h.example (p.example [203.0.113.5]) by mx.example.jp (Postfix) with ESMTPS id 1 for <a@example.jp>;",
        "from h (unknown [203.0.113.5]) (using TLSv1.3) (Authenticated sender: x) by mx.example.jp (Postfix) "
        "with ESMTP id 1;",
        "from h (p.example. [IPv6:2001:db8::1]) by mx.google.com with ESMTPSA id 1.2-3;",
        "from h.example (203.0.113.5) by B.example (10.0.0.1) with Microsoft SMTP Server (version=TLS1_2) id 15.20.1 "
        "via Frontend Transport;",
        "from h.example (2603:10a6::1) by B.example (10.0.0.1) with Microsoft SMTP Server id 15.20.1;",
    ],
)
def test_short_way_is_the_long_way(line: str) -> None:
    """The usual forms, read at once, give what the grammar gives."""
    value = line + DATE[1:]
    assert module._common(value) == module._any(value) != module.Trace()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:0db8::0:1", "2001:db8::1"),
        ("10.0.8.6.13219", "10.0.8.6"),
        ("203.000.113.005", "203.0.113.5"),
        ("fe80::1%7", "fe80::1"),
        ("256.1.1.1", None),
        ("203.0.113.5.", "203.0.113.5"),
        ("mail", None),
        ("", None),
    ],
)
def test_canonical_ip(text: str, canonical: str | None) -> None:
    """One text for one address; no text for what is none."""
    assert canonical_ip(text) == canonical


@settings(deadline=None)
@given(st.text() | st.text(alphabet='from by with id ()[];"0123456789.:\\\x00\r\n@<>'))
def test_never_raises(text: str) -> None:
    """Any text is a trace."""
    read_trace(text)
    read_trace("from " + text)


@pytest.mark.parametrize(
    "unit", ["(", "from a (", "(a) ", "by ", "x by ", '"', "[", "1.", "helo=", ";", "\\", " ", "with "]
)
def test_linear(unit: str) -> None:
    """A megabyte of the worst input is read in a moment."""
    start = time.process_time()
    read_trace(("from " + unit * 1_000_000)[:1_000_000])
    read_trace("from a " + "(" * 50_000 + ")" * 50_000 + " by mx.example.jp")
    assert time.process_time() - start < 1.0
