"""`python -m codegen` in a checkout: the same as `python -m pyvenice.codegen`."""

from pyvenice.codegen.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
