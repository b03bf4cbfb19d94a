"""The words: both languages, every slot, dates as people write them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.tell.cases import dissection

from gyotaku.judge.look import signs as all_signs
from gyotaku.judge.unknowns import unknowns_of
from gyotaku.tell import words as catalogue
from gyotaku.tell.report import ASKS
from gyotaku.tell.words import words

FILES = tuple(catalogue.files())
SIGN_FILES = tuple(f for f in FILES if f.parent.name == "signs")


def table(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_both_languages_have_the_same_ids(path: Path) -> None:
    """Whatever is said in one language is said in the other."""
    for name, group in table(path).items():
        assert set(group) == {"ja", "en"}, name
        assert set(group["ja"]) == set(group["en"]), name


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_reading_group_by_group_gives_what_the_whole_file_says(path: Path) -> None:
    """The quick reader cuts a file where tomllib does."""
    whole = table(path)
    assert list(catalogue._cut(path)) == list(whole)
    for name, group in whole.items():
        for lang in catalogue.LANGUAGES:
            expected = {k: tuple(v) if isinstance(v, list) else v for k, v in group[lang].items()}
            assert dict(catalogue._group(name, lang)) == expected


def test_no_group_stands_twice() -> None:
    """An id means one thing, over all files."""
    names = [name for path in FILES for name in table(path)]
    assert len(names) == len(set(names))


def test_every_sign_has_words_under_its_viewpoint() -> None:
    """A sign without a title and a sentence in both languages cannot be told."""
    for sign in all_signs():
        assert catalogue.viewpoint_of(sign.id) == sign.viewpoint, sign.id
        for lang in catalogue.LANGUAGES:
            group = catalogue._group(sign.id, lang)
            assert group.get("title"), (sign.id, lang)
            assert any(k == "text" or k.startswith("text_") for k in group), (sign.id, lang)


@pytest.mark.parametrize("path", SIGN_FILES, ids=lambda p: p.stem)
def test_no_words_without_a_sign(path: Path) -> None:
    """Words of a sign that is gone are dead."""
    assert set(table(path)) <= {sign.id for sign in all_signs()}


@pytest.mark.parametrize("path", SIGN_FILES, ids=lambda p: p.stem)
def test_slots_of_both_languages_are_the_same_facts(path: Path) -> None:
    """A fact said in one language is said in the other; only names have a twin, ``brand`` and ``brand_en``."""
    for name, group in table(path).items():
        for key in group["ja"]:
            slots = [
                {
                    slot.removesuffix("_en").removesuffix("_ja")
                    for slot in re.findall(r"\{(\w+)\}", str(group[lang][key]))
                }
                for lang in ("ja", "en")
            ]
            assert slots[0] >= slots[1] or slots[1] >= slots[0], (name, key, slots)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_voice_is_calm(path: Path) -> None:
    """No exclamation marks, and Japanese sentences are です・ます."""
    for name, group in table(path).items():
        for lang in ("ja", "en"):
            for key, line in group[lang].items():
                for text in line if isinstance(line, list) else [str(line)]:
                    assert "!" not in text.replace("Active! mail", ""), (name, key)
                    assert "！" not in text, (name, key)
                    assert not re.search(r"(である|だった|のだ|はずだ)。", text), (name, key)


def test_first_aid_and_unknowns_are_worded() -> None:
    """Every kind of thing that may have been entered has its steps; every gap the judge names has its sentence."""
    for lang in catalogue.LANGUAGES:
        say = words(lang)
        for kind in ASKS:
            assert len(say.steps(f"aid-{kind}")) >= 3
        for gap in unknowns_of(dissection()):
            assert say.has("unknown", gap.what), gap.what


@pytest.mark.parametrize(
    ("iso", "ja", "en"),
    [
        ("2024-11-11T15:46", "2024年11月11日 15:46", "11 November 2024, 15:46"),
        ("2024-11-11T15:46:02+09:00", "2024年11月11日 15:46", "11 November 2024, 15:46 (UTC+9)"),
        ("2024-11-11T15:46:02+00:00", "2024年11月11日 15:46 (UTC)", "11 November 2024, 15:46 (UTC)"),
        ("2024-11-11T15:46:02Z", "2024年11月11日 15:46 (UTC)", "11 November 2024, 15:46 (UTC)"),
        ("2024-11-11T15:46:02.123456-03:30", "2024年11月11日 15:46 (UTC-3:30)", "11 November 2024, 15:46 (UTC-3:30)"),
        ("2024-02-09", "2024年2月9日", "9 February 2024"),
        ("2024-99-09", "2024-99-09", "2024-99-09"),
        ("1234", "1234", "1234"),
    ],
)
def test_dates_are_printed_as_people_write_them(iso: str, ja: str, en: str) -> None:
    """ISO 8601 goes in, the reader's own form comes out; a zone is named unless the language implies it."""
    assert words("ja").show(iso) == ja
    assert words("en").show(iso) == en


def test_values_cannot_open_slots() -> None:
    """A value that looks like a slot or a format string is printed, not followed."""
    pieces = words("en").fill("It says {a}.", {"a": "{b} {0.__class__} %s", "b": "no"})
    assert "".join(p.text for p in pieces) == "It says {b} {0.__class__} %s."
    assert [p.value for p in pieces] == [False, True, False]


def test_a_missing_fact_is_a_dash_and_a_missing_sign_is_its_id() -> None:
    """A report never fails over a word."""
    assert "".join(p.text for p in words("en").fill("x {nobody}", {})) == "x –"
    title, text = words("ja").finding("no-such-sign", {})
    assert (title[0].text, text) == ("no-such-sign", ())


def test_another_language_is_refused() -> None:
    """Only what is written exists."""
    with pytest.raises(ValueError, match="ja or en"):
        words("fr")
