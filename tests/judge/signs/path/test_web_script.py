"""``web-script``: sent by a script on a web site."""

from __future__ import annotations

from gyotaku.model import Strength
from gyotaku.testing import findings_of, mail

ID = "web-script"
SCRIPT = ("X-PHP-Originating-Script", "10001:class-phpmailer.php")


def test_script_in_a_brands_name() -> None:
    """A broken-into site writes in a brand's name: weak. A shop in its own: only said."""
    raw = mail(subject="えきねっと", sender="えきねっと <www@shop.example.net>", text="えきねっと", headers=[SCRIPT])
    assert [f.strength for f in findings_of(raw, ID)] == [Strength.WEAK]
    assert [f.strength for f in findings_of(mail(text="お問い合わせを受け付けました。", headers=[SCRIPT]), ID)] == [
        Strength.NOTE
    ]


def test_twin_no_script_is_silent() -> None:
    """An ordinary mail program's field."""
    assert findings_of(mail(headers=[("X-Mailer", "Apple Mail (2.3654.60)")]), ID) == ()
