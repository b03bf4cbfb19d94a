"""Words to calls, a verb a file; no logic. Nothing heavy is imported before the verb is known."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

VERBS = {
    "dissect": "a raw mail in, a dissection out (files, folders, mbox, .msg, or - for standard input)",
    "brands": "check, show or list the brand catalogue",
    "data": "what data about networks and registries there is, and fetch newer (status, update)",
    "doctor": "what is missing here (browser, fonts, data), and the command that brings it",
    "signs": "list the signs: what each sees, and the honest mail that also does it",
}
"""Each verb is the module of that name in this package, with ``run(argv) -> exit status``."""

USAGE = """gyotaku (魚拓) dissects phishing mails.

usage: gyotaku VERB [...]        gyotaku VERB --help tells more

{verbs}

Nothing leaves this machine unless you ask for it. Environment: GYOTAKU_LANG (ja, en), GYOTAKU_OWN_HOSTS,
GYOTAKU_RECIPIENTS, GYOTAKU_MAX_BYTES, GYOTAKU_DECOY_DOMAIN.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 all done, 1 some source failed, 2 usage or settings."""
    words = list(sys.argv[1:] if argv is None else argv)
    usage = USAGE.format(verbs="\n".join(f"  {verb:10} {what}" for verb, what in VERBS.items()))
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage, end="")
        return 0 if words else 2
    if words[0] in ("-V", "--version"):
        from gyotaku import __version__

        print(f"gyotaku {__version__}")
        return 0
    verb = words[0]
    if verb not in VERBS:
        print(f"gyotaku: there is no verb {verb!r}; there are: {', '.join(VERBS)}", file=sys.stderr)
        return 2
    from gyotaku.errors import ConfigError

    run: Callable[[list[str]], int] = import_module(f"gyotaku.cli.{verb}").run
    try:
        return run(words[1:])
    except ConfigError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        print("\ngyotaku: stopped", file=sys.stderr)
        return 130
