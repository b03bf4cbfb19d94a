"""``python -m gyotaku``."""

import sys

from gyotaku.cli import main

sys.exit(main())
