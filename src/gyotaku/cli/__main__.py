"""``python -m gyotaku.cli``."""

import sys

from gyotaku.cli import main

sys.exit(main())
