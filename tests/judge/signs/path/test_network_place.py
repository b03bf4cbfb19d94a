"""``network-place``: what the atlas said of the sending machine, told without blame."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.judge.signs.atlas_case import IP, NANJING, case, found, sentence

from gyotaku.judge.signs.networks import _countries, country_facts, place_of
from gyotaku.judge.verdict import judge
from gyotaku.model import State, Strength


def test_a_town_is_told_with_radius_and_date_and_without_blame() -> None:
    """Country, town, radius, network and date stand in one sentence, and that place is not person."""
    (finding,) = found("network-place", case(NANJING))
    assert finding.strength is Strength.NOTE
    assert sentence(finding, "ja") == (
        "送信に使われた機器は、中国・Nanjing付近の回線にあるようです(半径約50km、2026年9月1日のデータ)。"
        "ネットワークは China Telecom (CHINANET) です。犯人がそこにいるとは限りません。"
    )
    assert "near Nanjing, China (within about 50 km, data of 1 September 2026)" in sentence(finding, "en")
    assert [e.pointer for e in finding.evidence] == ["hop:0", "intel:0"]
    assert "AS146966 China Telecom" in finding.evidence[1].quote


def test_a_country_alone() -> None:
    """Without a town there is no radius in the sentence."""
    place = replace(NANJING, city=None, region=None, latitude=None, longitude=None, radius_km=None)
    (finding,) = found("network-place", case(place))
    assert "中国の回線" in sentence(finding, "ja")
    assert "km" not in sentence(finding, "ja") + sentence(finding, "en")


@pytest.mark.parametrize("state", [State.ABSENT, State.UNKNOWN, State.SKIPPED])
def test_twin_no_answer_is_silent(state: State) -> None:
    """Nothing is said of a place that the atlas did not give."""
    d = case(None, state=state)
    assert found("network-place", d) == found("cloud-origin", d) == ()
    assert place_of(d, IP) is None
    assert place_of(d, None) is None


def test_a_place_weighs_nothing() -> None:
    """The same mail from a town, from a cloud or from nowhere gets the same probability."""
    probabilities = set()
    for place in (NANJING, replace(NANJING, kind="cloud"), replace(NANJING, country="JP")):
        d = case(place)
        findings = found("network-place", d) + found("cloud-origin", d)
        assert findings
        probabilities.add(judge(d, findings).probability)
    assert len(probabilities) == 1


def test_countries_have_names_in_both_languages() -> None:
    """Every code has two names; a code we do not know is said as it is."""
    assert len(_countries()) > 240
    for code, names in _countries().items():
        assert len(code) == 2
        assert len(names) == 2
        assert all(names)
    assert country_facts(replace(NANJING, country="QQ")) == {"country": "QQ", "country_en": "QQ"}
