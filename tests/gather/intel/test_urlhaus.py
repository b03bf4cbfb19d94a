"""``urlhaus``: listed, not listed, and everything that is neither."""

from __future__ import annotations

import pytest
from tests.gather.intel.answers import Recorded, ask, reply, told

from gyotaku.errors import WorldFailure
from gyotaku.gather.intel.urlhaus import API, SOURCE
from gyotaku.model import Listing, State

URL = "https://www.evil.example/a.apk?x=1&y=2"


def net(body: object, status: int = 200) -> Recorded:
    """The service."""
    return Recorded(
        http=reply(API + "url/", body, status) | reply(API + "host/", body, status), settings={"urlhaus.key": "k"}
    )


def test_listed_and_not_listed() -> None:
    """Its own word for the threat, and where to read on."""
    known = {"query_status": "ok", "threat": "malware_download", "urlhaus_reference": "https://urlhaus.abuse.ch/url/1/"}
    network = net(known)
    assert told(SOURCE, "url", URL, network) == Listing(True, "malware download", "https://urlhaus.abuse.ch/url/1/")
    assert network.posted == [b"url=https%3A%2F%2Fwww.evil.example%2Fa.apk%3Fx%3D1%26y%3D2"]
    assert "'Auth-Key': 'k'" in network.asked[0]
    assert told(SOURCE, "host", "www.evil.example", net({"query_status": "no_results"})) == Listing(False, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 200), (b"[1]", 200), ({"query_status": 7}, 200), ({"query_status": "invalid_url"}, 200), ({}, 403)],
)
def test_no_answer_is_not_clean(body: object, status: int) -> None:
    """UNKNOWN with its reason."""
    answer = ask(SOURCE, "url", URL, net(body, status))
    assert (answer.state, bool(answer.reason)) == (State.UNKNOWN, True)


def test_no_key_no_question_and_busy() -> None:
    """SKIPPED without the key; 503 is a failure of the moment."""
    assert ask(SOURCE, "url", URL, Recorded()).state is State.SKIPPED
    with pytest.raises(WorldFailure):
        ask(SOURCE, "url", URL, net(b"", 503))
