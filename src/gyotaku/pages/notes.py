"""What a page's reading leaves in ``Page.notes``: the vocabulary, and how to ask for it.

Notes are (key, value) pairs; a key may stand several times. Texts are hostile.

======================  ==============================================================================================
key                     value
======================  ==============================================================================================
``persona``             who looked: ``phone-ja``, ``desktop-ja``, ``abroad``, ``plain``
``stopped-by``          why the visit ended before the page came to rest
``language``            ``<html lang>`` as written, or ``ja`` where kana stand in the text
``heading``             a heading's text
``copyright``           a line with ©
``picture-text``        ``alt`` text of a picture
``icon-phash``          64-bit hash of a favicon, 16 hex digits
``picture-phash``       the same of a picture on the page
``page-phash``          the same of the screenshot: tells kits apart, never brands
``text-simhash``        64-bit likeness hash of the visible words, 16 hex digits
``markup-simhash``      the same of the run of tags
``posts``               ``form N: how host``; how = ``same-host same-domain other-domain messenger form-service mail``
``script-posts``        a URL that the page's script sends to
``sent``                ``how host names``: a request with a body that was seen on the wire
``gathers-first``       a form whose button posts nothing by itself: the script takes the values
``prefilled``           ``form N: field``: a field that came filled with the visitor's address (value not kept)
``shows-visitor``       the visitor's address or domain stands in the page's text (the text itself is redacted later)
``links``               number of links on the page
``dead-links``          how many of them lead nowhere
``dead-menu``           a selection without any handler: its label or its first choices
``asset-host``          a foreign host that pictures, styles or icons are loaded from
``robots``              ``<meta name=robots>`` that keeps searchers out
``obfuscated``          ``how N``: ``atob``, ``unescape``, ``document.write``, ``char-codes``, ``data-url``; N letters
``gate``                ``turnstile recaptcha hcaptcha captcha alert confirm debugger webdriver right-click fragment-key
                        notification pointer`` in its code; ``alert-shown confirm-shown prompt-shown`` met; ``blank`` =
                        an answer with nothing in it
``download``            name of a file it offered
``refused``             HTTP status with which the visitor was turned away
``closed-words``        the words by which its state was told
``kit-path``            path without the parts that are made for each visitor
``kit-form``            fingerprint of the forms' field names
``kit-markup``          fingerprint of the tag structure
``kit-assets``          fingerprint of the names of scripts, styles and pictures
``kit-comment``         an HTML comment
``kit-icon``            SHA-256 of a favicon
``tracker``             id of a statistics account: ``UA-…``, ``G-…``, ``GTM-…``, pixel, ``clarity``…
``decoy-tries``         how many decoy logins were tried
``decoy-refused``       how many of them the page called wrong
``decoy-answer``        what the page answered
``decoy-sent``          ``how host``: where the decoy password went
``decoy-next``          what the next page asked for, e.g. ``card code``
``decoy-bounced``       host on which the visit ended after the login, when it is another
======================  ==============================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.model import Fact, Page

MAX_NOTES = 200
"""Notes of one page: a page made to overflow them tells no more by its 201st."""
MAX_NOTE = 300
"""Characters of one note."""

Notes = list[tuple[str, Fact]]


def texts(page: Page, key: str) -> tuple[str, ...]:
    """Every value of a key, as text, in order."""
    return tuple(str(value) for name, value in page.notes if name == key and value is not None)


def number(page: Page, key: str) -> int:
    """The first value of a key as a number; 0 when there is none."""
    return next((value for name, value in page.notes if name == key and isinstance(value, int)), 0)


def trimmed(notes: Notes) -> Iterator[tuple[str, Fact]]:
    """Each pair once, texts cut, at most :data:`MAX_NOTES`."""
    seen: set[tuple[str, Fact]] = set()
    for key, value in notes:
        pair = (key, value[:MAX_NOTE] if isinstance(value, str) else value)
        if pair not in seen and len(seen) < MAX_NOTES:
            seen.add(pair)
            yield pair
