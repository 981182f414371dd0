"""`python -m pyvenice`."""

import sys

from pyvenice.cli import main

sys.exit(main())
