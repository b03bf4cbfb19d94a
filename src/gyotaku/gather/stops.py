"""Why a visit or a step ended, in one stable word. The words are those that :mod:`gyotaku.pages.liveness` reads.

=================  ===================================================================================================
``landed``         came to rest on a page
``dns``            the name has no address, or nobody could say
``connect``        refused the connection
``unreachable``    no way to the address
``timeout``        too slow, or too long in all
``reset``          broke the connection
``tls``            no TLS could be agreed on
``no-answer``      what came was not HTTP
``refused``        the gate does not go there (the detail says why: an address, a port, a scheme, a name)
``not-http``       the way led to something that is no web page (``tel:``, ``intent:``, ``file:``…)
``loop``           came back to a URL it had been at
``limit-steps``    more redirects than a browser follows
``limit-bytes``    more bytes than a visit may load
``limit-dialogs``  more boxes than a person would close
``limit-popups``   more windows than a person would close
``crash``          the page brought the browser down
``no-disguise``    the recipient cannot be got out of the URL, so nobody asked for it
``no-browser``     there is no Chromium here
=================  ===================================================================================================
"""

from __future__ import annotations

from gyotaku.errors import RefusedByPolicy

_WORDS = (
    ("bytes", "limit-bytes", True),
    ("its address is not known", "dns", False),
    ("there is no such host", "dns", False),
    ("has no address", "dns", False),
    ("there is no resolver", "dns", False),
    ("refused the connection", "connect", False),
    ("TLS", "tls", False),
    ("did not answer within", "timeout", False),
    ("too slowly", "timeout", False),
    ("no answer within", "timeout", False),
    ("broke the connection", "reset", False),
    ("cannot be reached", "unreachable", False),
    ("nonsense", "no-answer", False),
)
"""(words of the gate's or the resolver's message, the word for it, whether it is a refusal)."""


def stop_word(error: BaseException) -> str:
    """The word for a failure that came out of the gate."""
    refused = isinstance(error, RefusedByPolicy)
    text = str(error)
    for words, word, refusal in _WORDS:
        if refusal == refused and words in text:
            return word
    return "refused" if refused else "unreachable"
