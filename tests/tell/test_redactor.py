"""The redactor cuts the recipient in every form and leaves the rest."""

from __future__ import annotations

import base64
import codecs
import hashlib
import pickle
import time
from urllib.parse import quote

import pytest

from gyotaku.model import Recipient
from gyotaku.tell.redactor import Redaction, Redactor

HANAKO = Recipient(("hanako@example.jp",), ("山田 花子", "Hanako Yamada"))
TOKEN = "k7Qx92Lmz0aB"


def cut(text: str, recipient: Recipient = HANAKO, tokens: tuple[str, ...] = (TOKEN,)) -> str:
    return Redactor(recipient, tokens).text(text, "x")


def b64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


A = "hanako@example.jp"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("To: Hanako@Example.JP", "To: <recipient>"),
        ("h a n a k o @ example . jp", "<recipient>"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ です", "<recipient> です"),
        ("hanako [at] example[.]jp", "<recipient>"),
        ("hanako at example dot jp", "<recipient>"),
        ("han\u200bako@exam\u200dple.jp", "<recipient>"),
        ("bounce+hanako=example.jp@mailer.example.net", "bounce+<recipient>@mailer.example.net"),
        ("https://x.example.net/?u=hanako%40example.jp&k=v", "https://x.example.net/?u=<recipient>&k=v"),
        ("https://x.example.net/?u=%2568anako%2540example%252Ejp&k=v", "https://x.example.net/?u=<recipient>&k=v"),
        (f"https://x.example.net/{b64(A)}/q", "https://x.example.net/<base64:recipient>/q"),
        (f"https://x.example.net/?t=abc{b64(A)}", "https://x.example.net/?t=abc<base64:recipient>"),
        (f"{b64(A)[:9]}\r\n{b64(A)[9:]}", "<base64:recipient>"),
        (f"m={A.encode().hex()}&n=1", "m=<hex:recipient>&n=1"),
        (f"m={hashlib.md5(A.encode()).hexdigest()}&n=1", "m=<md5:recipient>&n=1"),
        (f"m={hashlib.sha256(A.upper().encode()).hexdigest()}", "m=<sha256:recipient>"),
        (f"m={b64(hashlib.sha1(A.encode()).digest())}", "m=<base64.sha1:recipient>"),
        (codecs.encode(A, "rot13"), "<rot13:recipient>"),
        (A[::-1], "<reversed:recipient>"),
        ("=?utf-8?Q?hanako=40example=2Ejp?=", "<recipient>"),
        (f"id={TOKEN}&x", "id=<token>&x"),
        ("請求書_hanako.pdf", "請求書_<recipient-local>.pdf"),
    ],
)
def test_a_form_becomes_its_placeholder_and_its_surroundings_stay(text: str, wanted: str) -> None:
    """Nothing beside the secret changes, so that another victim's copy still matches."""
    assert cut(text) == wanted


def test_hosts_and_parameter_names_stay_round_a_nested_address() -> None:
    """In a blob with a whole URL only the letters that hold the address go."""
    inner = "https://go.example.net/landing?campaign=7&mail=hanako@example.jp&next=https://end.example.org/"
    result = cut(f"https://r.example.net/?to={b64(inner)}")
    before, _, rest = result.partition("<base64:recipient>")
    assert base64.b64decode(before.partition("?to=")[2] + "==").startswith(
        b"https://go.example.net/landing?campaign=7&m"
    )
    assert rest
    nested = cut("https://r.example.net/?to=" + quote("https://go.example.net/?mail=hanako@example.jp&n=1", safe=""))
    assert nested == "https://r.example.net/?to=https%3A%2F%2Fgo.example.net%2F%3Fmail%3D<recipient>%26n%3D1"


def test_a_private_domain_goes_alone_and_a_public_one_stays() -> None:
    """mx.example.jp points at the recipient; gmail.com at nobody, and the sender may use it too."""
    assert cut("by mx1.example.jp (example[.]jp)") == "by mx1.<recipient-domain> (<recipient-domain>)"
    public = Recipient(("hanako.kujo@gmail.com",))
    assert cut("From: winner@gmail.com", public) == "From: winner@gmail.com"
    assert cut("for <hanako.kujo@gmail.com>", public) == "for <<recipient>>"


def test_a_domain_that_only_ends_alike_is_evidence_and_stays() -> None:
    """The phisher's look-alike of the recipient's domain is what the report is about."""
    assert cut("myexample.jp and example.jpn.com") == "myexample.jp and example.jpn.com"
    assert cut("https://example.jp.evil.example.com/") == "https://<recipient-domain>.evil.example.com/"


@pytest.mark.parametrize(
    "text",
    [
        "informant and info desk",
        "See the info page.",
        "https://www.example.org/info/help.html",
        "infoをご覧ください",
    ],
)
def test_a_common_local_part_stays_in_prose(text: str) -> None:
    """A report in which every "info" is missing tells more than one in which they stand."""
    assert cut(text, Recipient(("info@example.jp",))) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("info@example.jp", "<recipient>"),
        ("https://x.example.net/?e=info&k=1", "https://x.example.net/?e=<recipient-local>&k=1"),
        ("https://x.example.net/u/info", "https://x.example.net/u/<recipient-local>"),
        ("https://x.example.net/#info", "https://x.example.net/#<recipient-local>"),
        ("info様", "<recipient-local>様"),
    ],
)
def test_a_common_local_part_goes_where_a_token_stands(text: str, wanted: str) -> None:
    """As a value in a URL or in a salutation it is the recipient."""
    assert cut(text, Recipient(("info@example.jp",))) == wanted


def test_a_short_local_part_does_not_take_its_neighbours_letters() -> None:
    """maria@b.example is not a@b.example, and "a gmail.com account" is nobody's."""
    recipient = Recipient(("a@gmail.com",))
    assert cut("maria@gmail.com has a gmail.com account", recipient) == "maria@gmail.com has a gmail.com account"
    assert cut("to a@gmail.com", recipient) == "to <recipient>"


def test_names_go_whole_and_parts_only_in_a_salutation() -> None:
    """山田様 is the recipient, 山田電機 a shop."""
    assert cut("山田花子様") == "<recipient-name>様"
    assert cut("山田様、山田電機のご案内") == "<recipient-name>様、山田電機のご案内"
    assert cut("YAMADA, Hanako", Recipient(("hk@example.jp",), ("Hanako Yamada",))) == "<recipient-name>"
    assert cut("お客様各位", Recipient((A,), ("お客様",))) == "お客様各位"


def test_a_name_of_the_same_letters_as_the_local_part_is_cut_too() -> None:
    """Hanako Yamada whose address is hanako.yamada@: the name with a space between is she as well."""
    person = Recipient(("hanako.yamada@gmail.com",), ("Yamada, Hanako",))
    text = cut("On Monday Hanako Yamada <yamadahanako@gmail.com> wrote:", person)
    assert "Hanako" not in text
    assert Redactor(person).guard().leaks(text) == ()


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le"])
def test_a_japanese_name_goes_in_every_charset_of_mail(charset: str) -> None:
    """Percent or base64 of a legacy charset hides a name from whoever looks for UTF-8 only."""
    data = "山田花子".encode(charset)
    assert "recipient-name" in cut("n=" + quote(data, safe=""))
    assert "recipient-name" in cut("n=" + b64(data))


def test_what_was_cut_is_told_by_kind_place_and_number() -> None:
    """Never by value."""
    redactor = Redactor(HANAKO)
    redactor.text(f"{A}, {A} and example.jp", "header:1")
    redactor.text(f"{A}, {A} and example.jp", "body")
    assert redactor.redactions() == (
        Redaction("address", "header:1", 2),
        Redaction("domain", "header:1", 1),
        Redaction("address", "body", 2),
        Redaction("domain", "body", 1),
    )


def test_private_changes_nothing() -> None:
    """For the recipient's own eyes the report is whole, and its guard lets it pass."""
    redactor = Redactor(HANAKO, (TOKEN,), private=True)
    assert redactor.text(A, "x") == A
    assert redactor.redactions() == ()
    redactor.guard().check(A.encode(), "x")


def test_a_recipient_called_like_a_placeholder_is_cut_once() -> None:
    """recipient@…, token@…, base64@…: a second pass finds its own words and leaves them."""
    for local in ("recipient", "token", "base64", "recipient-local"):
        redactor = Redactor(Recipient((f"{local}@example.jp",)))
        once = redactor.text(f"to {local}@example.jp and {b64(local + '@example.jp')}", "x")
        assert local + "@" not in once
        assert redactor.text(once, "x") == once


def test_the_secret_is_in_no_repr_and_no_pickle() -> None:
    """A traceback or a stored object must not carry what was cut."""
    redactor = Redactor(HANAKO, (TOKEN,))
    assert "hanako" not in repr(redactor) + repr(redactor.guard())
    for thing in (redactor, redactor.guard()):
        with pytest.raises(TypeError):
            pickle.dumps(thing)


@pytest.mark.parametrize(
    "unit", ["aGFu", "%25", "&amp;", "=?", "\\u0061", "0x68,", "hanako", "＠", "a ", "\ud800", "<b", "="]
)
def test_the_cost_is_linear_on_the_worst_texts(unit: str) -> None:
    """200 kB of nothing but a code's letters: no more than some six times the cost of a quarter of it."""

    def seconds(size: int) -> float:
        redactor, text = Redactor(HANAKO), unit * (size // len(unit))
        start = time.process_time()
        redactor.text(text, "x")
        return time.process_time() - start

    quarter = min(seconds(50_000) for _ in range(2))
    assert seconds(200_000) < 7 * quarter + 0.1
