"""A QR code in a picture leads away: filters do not read it, telephones do."""

from __future__ import annotations

from gyotaku.testing import findings_of, mail

ID = "link-qr"


def test_honest_twin_no_code() -> None:
    """A mail without a code stays silent."""
    assert findings_of(mail(html='<a href="https://example.com/">a</a>'), ID) == ()


def test_code_in_a_picture() -> None:
    """The code's target is read from the picture."""
    import io

    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode("https://evil.example.net/q", zxingcpp.BarcodeFormat.QRCode)
    picture = io.BytesIO()
    Image.fromarray(code.to_image(scale=6)).save(picture, "PNG")
    raw = mail(text="コードを読み取ってください", attachments=[("code.png", "image/png", picture.getvalue())])
    (finding,) = findings_of(raw, ID)
    assert finding.facts["host"] == "evil.example.net"
