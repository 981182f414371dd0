"""Methods with a generated signature, whose work is done by a hook that is written by hand."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from pyvenice.errors import ArgumentError, UnknownArgumentError

if TYPE_CHECKING:
    cached_property = property  # jedi completes the attributes of the real one next to the result's
else:
    cached_property = functools.cached_property

F = TypeVar("F", bound=Callable[..., Any])


class _Omitted:
    """The default of an argument: nothing is sent, and the server decides."""

    def __repr__(self) -> str:
        return "..."


OMIT: Any = _Omitted()
"""`Any`, so that editors show the type of the argument and not this."""


def calls(hook: str, *, stream: str = "") -> Callable[[F], F]:
    """Let a method that is only a signature call `self.<hook>(arguments)`.

    `arguments` holds what was given, by name, whether the signature has the name or not: the request
    builder refuses unknown names, and says which one was meant. With `stream=True` the hook `stream`
    is called instead. Editors and type checkers see the signature as it is written.
    """

    def decorate(signature: F) -> F:
        def call(self: Any, /, *positional: object, **arguments: object) -> Any:
            if positional:
                _refuse(signature, len(positional))
            given = {name: value for name, value in arguments.items() if value is not OMIT}
            if self._call_defaults:
                given = {**self._call_defaults, **given}
            try:
                return getattr(self, _hook_name(given, hook, stream))(given)
            except ArgumentError as error:
                raise without_frames(error) from error.__cause__

        async def async_call(self: Any, /, *positional: object, **arguments: object) -> Any:
            try:
                return await call(self, *positional, **arguments)
            except ArgumentError as error:
                raise without_frames(error) from error.__cause__

        is_async = inspect.iscoroutinefunction(signature)
        return functools.wraps(signature)(async_call if is_async else call)  # type: ignore[return-value]  # F is kept for editors

    return decorate


def without_frames(error: ArgumentError) -> ArgumentError:
    """A mistake in a call without our own frames, so that its traceback ends near the line of the caller."""
    if error.__cause__ is not None:
        error.__cause__.with_traceback(None)
    return error.with_traceback(None)


def _hook_name(given: dict[str, object], hook: str, stream: str) -> str:
    wanted = given.pop("stream", None) if stream else None
    if not isinstance(wanted, bool | None):
        raise ArgumentError(
            f"stream must be True or False, not {type(wanted).__name__}",
            argument="stream",
            allowed="True or False",
        )
    return stream if wanted else hook


def _refuse(signature: Callable[..., Any], count: int) -> NoReturn:
    parameters: Mapping[str, inspect.Parameter] = inspect.signature(signature).parameters
    names = [
        name for name, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY
    ]
    form = ", ".join(f"{name}=…" for name in names[:count])
    raise UnknownArgumentError(
        f"{signature.__name__}() takes its arguments by name: {signature.__name__}({form})",
        argument=names[0] if names else "",
    )
