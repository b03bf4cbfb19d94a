"""Codes drawn in pictures."""

from __future__ import annotations

import base64
import io
from typing import Any, cast

import pytest
import zxingcpp
from PIL import Image, ImageOps

from gyotaku.mail.bodies import read_body
from gyotaku.mail.links import read_links
from gyotaku.mail.parse import parse
from gyotaku.mail.qr import could_hold_code, read_codes, size_of
from gyotaku.model import Recipient
from gyotaku.testing import mail

URL = "https://e.example.com/q?u=1"


def picture(form: str = "PNG", *, inverted: bool = False, turned: int = 0, text: str = URL) -> bytes:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    drawn = Image.frombytes("L", (code.shape[1], code.shape[0]), bytes(memoryview(cast(Any, code))))
    drawn = drawn.rotate(turned, expand=True, fillcolor=255)
    if inverted:
        drawn = ImageOps.invert(drawn)
    file = io.BytesIO()
    drawn.convert("RGB").save(file, form)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "GIF", "JPEG", "BMP", "WEBP"])
def test_codes_in_the_usual_formats(form: str) -> None:
    """The formats that mail readers show."""
    data = picture(form)
    assert size_of(data) == (132, 132)
    assert read_codes(data) == (URL,)


def test_inverted_and_turned_codes() -> None:
    """What a phone reads: light on dark, and at an angle."""
    assert read_codes(picture(inverted=True)) == (URL,)
    assert read_codes(picture(turned=30)) == (URL,)


def test_code_drawn_on_nothing() -> None:
    """A transparent picture is seen on white."""
    with Image.open(io.BytesIO(picture())) as opaque:
        dark = opaque.convert("L").point(lambda v: 255 - v)
        clear = Image.new("LA", opaque.size)
        clear.putalpha(dark)
    file = io.BytesIO()
    clear.save(file, "PNG")
    assert read_codes(file.getvalue()) == (URL,)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF8", b"\x89PNG\r\n\x1a\n", b"\xff\xd8" + b"\xff" * 1000, b"RIFF0000WEBPVP8 ", b"BM", picture()[:200]],
)
def test_broken_pictures_hold_no_code(data: bytes) -> None:
    """Cut and lying headers give nothing and raise nothing."""
    assert read_codes(data) == ()


def test_pictures_too_small_long_or_large_are_not_opened() -> None:
    """Spacers, rules and bombs by their header alone."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    sizes = [(1, 1), (600, 10), (30_000, 30_000), (1_000, 100)]
    assert [could_hold_code(head + w.to_bytes(4, "big") + h.to_bytes(4, "big")) for w, h in sizes] == [0, 0, 0, 0]


def test_code_in_an_attached_and_in_a_data_picture_is_a_link() -> None:
    """Attached, and written into the page."""
    html = f"<img src='data:image/png;base64,{base64.b64encode(picture(text=URL + '2')).decode()}'>"
    made = parse(mail(html=html, attachments=[("a.png", "image/png", picture())]))
    links = read_links(made, read_body(made), Recipient(()))
    assert [(link.kind, link.url) for link in links] == [("qr", URL), ("qr", URL + "2")]


def test_code_without_an_address_is_no_link() -> None:
    """A ticket number leads nowhere."""
    made = parse(mail(text="x", attachments=[("a.png", "image/png", picture(text="TICKET 12345"))]))
    assert read_links(made, read_body(made), Recipient(())) == ()
