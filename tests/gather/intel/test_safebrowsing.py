"""``safebrowsing``: four bytes leave, a full hash counts, silence is not "clean"."""

from __future__ import annotations

import base64
import hashlib

import pytest
from tests.gather.intel.answers import Recorded, ask, told

from gyotaku.errors import WorldFailure
from gyotaku.gather.intel.safebrowsing import SEARCH, SOURCE
from gyotaku.gather.source import HttpReply
from gyotaku.model import Listing, State

URL = "https://www.eki-net-member.example/login"
KEY = {"safebrowsing.key": "k"}


def full(expression: str) -> bytes:
    """A full hash."""
    return hashlib.sha256(expression.encode()).digest()


class Service(Recorded):
    """The service: one answer whatever is asked."""

    answer = HttpReply(200, {}, b"{}", SEARCH)

    def _reply(self, url: str) -> HttpReply:
        self.asked.append(url)
        return self.answer


def service(body: str, status: int = 200) -> Service:
    """A service that says this."""
    made = Service(settings=KEY)
    made.answer = HttpReply(status, {}, body.encode(), SEARCH)
    return made


def details(what: str, expression: str) -> str:
    """A reply with one full hash."""
    return (
        f'{{"fullHashes":[{{"fullHash":"{base64.b64encode(full(expression)).decode()}","fullHashDetails":[{what}]}}]}}'
    )


def test_only_four_bytes_of_each_hash_leave() -> None:
    """Neither the address nor its host stands in the question, and no whole hash."""
    network = service("{}")
    assert told(SOURCE, "url", URL, network) == Listing(False, None)
    (question,) = network.asked
    assert "eki-net" not in question
    assert base64.b64encode(full("www.eki-net-member.example/login")[:4]).decode().rstrip("=") in question.replace(
        "%2F", "/"
    ).replace("%2B", "+")
    assert question.count("hashPrefixes=") == 4


@pytest.mark.parametrize("expression", ["www.eki-net-member.example/login", "eki-net-member.example/"])
def test_a_page_or_its_whole_site_is_listed(expression: str) -> None:
    """A full hash of any of the expressions counts."""
    network = service(details('{"threatType":"SOCIAL_ENGINEERING"}', expression))
    assert told(SOURCE, "url", URL, network) == Listing(True, "phishing")


@pytest.mark.parametrize(
    "body",
    [
        details('{"threatType":"SOCIAL_ENGINEERING"}', "other.example/"),
        details('{"threatType":"SOCIAL_ENGINEERING","attributes":["CANARY"]}', "eki-net-member.example/"),
        details('{"threatType":"SOMETHING_NEW"}', "eki-net-member.example/"),
        '{"fullHashes":[7,{},{"fullHash":7},{"fullHash":"%"}],"cacheDuration":"300s"}',
    ],
)
def test_what_must_be_disregarded_is(body: str) -> None:
    """Another page's hash, a canary, a threat of tomorrow, nonsense: not listed at this moment."""
    assert told(SOURCE, "url", URL, service(body)) == Listing(False, None)


def test_a_host_is_asked_for_as_its_front_page() -> None:
    """Where an address carries the recipient only its host may be asked for."""
    network = service(details('{"threatType":"MALWARE"}', "a.example/"))
    assert told(SOURCE, "host", "a.example", network) == Listing(True, "malware")


def test_no_key_no_question() -> None:
    """SKIPPED, and nothing left."""
    network = Recorded()
    assert ask(SOURCE, "url", URL, network).state is State.SKIPPED
    assert network.asked == []


@pytest.mark.parametrize(("body", "status"), [("", 200), ("<html>", 200), ("[]", 200), ('{"error":{}}', 403)])
def test_no_answer_is_not_clean(body: str, status: int) -> None:
    """UNKNOWN with its reason."""
    answer = ask(SOURCE, "url", URL, service(body, status))
    assert (answer.state, bool(answer.reason)) == (State.UNKNOWN, True)


def test_busy() -> None:
    """429 is a failure of the moment."""
    with pytest.raises(WorldFailure):
        ask(SOURCE, "url", URL, service("", 429))
