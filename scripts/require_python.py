"""Say in one sentence why this Python cannot build the environment, if it cannot."""

# An old Python has to read this file to say that it is old: no syntax newer than Python 3.6 here.
import sys


def problem() -> "str | None":
    if sys.version_info < (3, 11):  # noqa: UP036  (the Makefile takes any Python)
        found = ".".join(str(part) for part in sys.version_info[:3])
        return f"pyvenice needs Python 3.11 or newer, and {sys.executable} is {found}"
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return (
            f"{sys.executable} cannot make environments (Debian, Ubuntu: apt install python3-venv)"
        )
    return None


if __name__ == "__main__":
    found = problem()
    sys.exit(f"{found}. Name another one: make PYTHON=python3.12" if found else 0)
