"""Compare the pinned contracts with the live ones: the same as `pyvenice contract check`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from pyvenice.cli.checks.plain_contract import check_main

    sys.exit(check_main(prog="api-contract-validator"))
