"""The HTML print: one file, nothing from outside, every anchor leads somewhere, the seal can be heard."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from tests.tell.cases import dissection, verdict

from gyotaku.model import Evidence, Finding, Strength
from gyotaku.tell.redact import redact
from gyotaku.tell.reports import render


def page(lang: str = "ja", label: str = "phishing") -> str:
    d = dissection()
    return render(redact(d, replace(verdict(d), label=label)), "html", lang).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_is_self_contained(lang: str) -> None:
    """No script, nothing fetched, and the browser is told so."""
    text = page(lang)
    assert f'<html lang="{lang}">' in text
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
    assert "<script" not in text
    assert "@import" not in text
    assert "url(http" not in text
    assert not re.search(r'\b(?:src|srcset|poster|data|action|formaction)="', text)
    assert all(h.startswith("#") for h in re.findall(r'href="([^"]*)"', text))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_anchor_leads_somewhere(lang: str) -> None:
    """Numbers lead from the mail to the evidence and back; ids are unique."""
    text = page(lang)
    ids = Counter(re.findall(r'\bid="([^"]+)"', text))
    assert max(ids.values()) == 1
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(ids)
    assert any(link.startswith("m") for link in links)
    assert any(link.startswith("f") for link in links)


def test_anchors_of_an_enormous_mail_lead_somewhere_too() -> None:
    """Where the card or the list of links ends, numbers end with it."""
    d = dissection(text="あ" * 30_000 + "\n終わり\n")
    links = tuple(
        replace(d.links[0], id=i, kind="image" if i % 3 == 0 else "html", url=f"https://h{i}.example/", text=f"t{i}")
        for i in range(90)
    )
    d = replace(d, links=links, trails=tuple(replace(d.trails[0], link=i) for i in range(90)))
    found = tuple(
        Finding("link-not-brand", Strength.WEAK, (Evidence(pointer, "x"),), {"host": pointer})
        for pointer in (*(f"link:{i}" for i in range(90)), "part:1@30001-30004", "part:1@7-9", "trail:80/step:1")
    )
    text = render(redact(d, replace(verdict(d), findings=found)), "html", "ja").decode()
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'\bid="([^"]+)"', text))
    assert "字は省きました" in text


@pytest.mark.parametrize(
    ("label", "carved", "ja", "en"),
    [
        ("phishing", "詐欺", "判定の印: 詐欺", "Seal of the verdict: phishing"),
        ("suspicious", "疑い", "判定の印: 疑い", "Seal of the verdict: suspicious"),
        ("undecided", "保留", "判定の印: 保留", "Seal of the verdict: undecided"),
        ("no-signs", "印なし", "判定の印: 印なし", "Seal of the verdict: no signs"),
    ],
)
def test_the_seal_has_words_beside_it(label: str, carved: str, ja: str, en: str) -> None:
    """Who cannot see the seal hears it."""
    for lang, words in (("ja", ja), ("en", en)):
        text = page(lang, label)
        assert f'role="img" aria-label="{words}"' in text
        for char in carved:
            assert f">{char}</text>" in text


def test_what_was_taken_out_is_a_bar() -> None:
    """A reader sees that something stood there, and whose it was."""
    assert '<span class="cut">受け取った人</span>' in page()
    assert "&lt;recipient" not in page()


def test_the_chain_ends_in_the_host_set_apart() -> None:
    """The one part of a URL that says where it leads."""
    assert "hxxps://<b>update[.]domain-keiyaku[.]example</b>/kagoya-portal/webmail.php" in page()


def test_it_is_small() -> None:
    """A report goes by mail and opens on a bad connection."""
    assert len(page().encode()) < 60_000
