"""Configuration file: settings by profile, connections of providers, hosts, and where a value is from.

Public: `Config`, `read_config`. A flag counts before an environment variable, that before the
profile, that before the settings of all profiles, and those before the default.
"""

from __future__ import annotations

import difflib
import math
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

from pyvenice.core.atomic_write import write_file
from pyvenice.errors import ConfigError

Kind = Literal["text", "number", "integer", "boolean"]
Scalar = str | float | bool | None
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Setting:
    """A setting that the file may have."""

    kind: Kind
    text: str
    """What it does, for people."""
    default: Scalar = None
    env: str | None = None
    """The environment variable that counts before the file."""
    choices: tuple[str, ...] = ()
    least: float | None = None
    """The smallest value of a number."""


SETTINGS: Mapping[str, Setting] = {
    "model": Setting("text", "the model of a call that names none, such as 'provider/model'"),
    "max_cost": Setting(
        "number", "US dollars that one call may cost", env="PYVENICE_MAX_COST", least=0
    ),
    "max_cost_per_day": Setting("number", "US dollars that the calls of a day may cost", least=0),
    "on_unsupported": Setting(
        "text",
        "what becomes of a parameter that the model cannot take",
        default="error",
        choices=("error", "warn"),
    ),
    "timeout": Setting("number", "seconds for a whole call", default=300, least=0.001),
    "concurrency": Setting("integer", "requests at the same time", default=4, least=1),
    "sandbox": Setting("boolean", "whether a server in this process answers", default=False),
    "tag": Setting("text", "a word for the ledger", default=""),
}
CONNECTION = ("base_url", "key_env", "key_command")
"""What the file may say of a provider."""
_KINDS: Mapping[Kind, tuple[type | tuple[type, ...], str]] = {
    "text": (str, "text"),
    "number": ((int, float), "a number"),
    "integer": (int, "a whole number"),
    "boolean": (bool, "true or false"),
}
_TOP = ("profile", "providers", "hosts", "profiles")


class Value(NamedTuple):
    """The value of a setting, and where it is from."""

    name: str
    value: Scalar
    origin: str


@dataclass(frozen=True, slots=True)
class Connection:
    """How a provider is reached, where the file says it."""

    base_url: str | None = None
    key_env: str | None = None
    """The environment variable that has the key."""
    key_command: str | None = None
    """A command that prints the key."""

    def api_key(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """The key, from the variable or the command; `None` where the file names neither.

        Raises `ConfigError`, without a word of what the command printed.
        """
        if self.key_env is not None:
            key = environ.get(self.key_env, "").strip()
            if not key:
                raise ConfigError(f"key_env: the environment variable {self.key_env} is not set")
            return key
        return None if self.key_command is None else _printed_by(self.key_command)


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file says, for one of its profiles."""

    path: Path
    profile: str | None
    shared: Table
    """The settings of all profiles."""
    chosen: Table
    """The settings of the profile."""
    hosts: Mapping[str, Table]
    environ: Mapping[str, str]

    def value(self, name: str) -> Value:
        """A setting, or `providers.PROVIDER.NAME`, and where it is from.

        Raises `ConfigError` for one that there is not.
        """
        if name.startswith("providers."):
            return self._connection_value(name)
        setting = SETTINGS[_check_known(name, SETTINGS, "setting")]
        if setting.env and (text := self.environ.get(setting.env, "").strip()):
            origin = f"environment variable {setting.env}"
            return Value(name, _parse(setting, text, origin), origin)
        if name in self.chosen:
            return Value(name, self.chosen[name], self._profile_origin)
        if name in self.shared:
            return Value(name, self.shared[name], str(self.path))
        return Value(name, setting.default, "default")

    def values(self) -> list[Value]:
        """All settings, and what the file says of providers."""
        tables = (table.get("providers", {}) for table in (self.shared, self.chosen))
        connections = [(name, key) for table in tables for name in table for key in table[name]]
        names = dict.fromkeys(f"providers.{name}.{key}" for name, key in connections)
        return [self.value(name) for name in (*SETTINGS, *names)]

    def _connection_value(self, name: str) -> Value:
        provider, _, key = name.removeprefix("providers.").rpartition(".")
        _check_known(key, CONNECTION, "key of a provider")
        for table, origin in ((self.chosen, self._profile_origin), (self.shared, str(self.path))):
            if (value := table.get("providers", {}).get(provider, {}).get(key)) is not None:
                return Value(name, value, origin)
        return Value(name, None, "default")

    @property
    def _profile_origin(self) -> str:
        return f"[profiles.{self.profile}] in {self.path}"

    def get(self, name: str) -> Any:
        """The value of a setting; `Any`, because each has a type of its own."""
        return self.value(name).value

    def connection(self, provider: str) -> Connection:
        """What the file says of a provider: the profile first, then what counts for all."""
        return Connection(*(self.get(f"providers.{provider}.{key}") for key in CONNECTION))


def config_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration file: `PYVENICE_CONFIG`, else `config.toml` in the user's folder for it."""
    if given := environ.get("PYVENICE_CONFIG", "").strip():
        return Path(given).expanduser()
    return _config_home(environ) / "pyvenice" / "config.toml"


def _config_home(environ: Mapping[str, str]) -> Path:
    if folder := environ.get("XDG_CONFIG_HOME"):
        return Path(folder)
    if sys.platform == "darwin":
        return _of_user("~/Library/Application Support")
    if sys.platform == "win32":
        return Path(environ.get("APPDATA") or _of_user("~/AppData/Roaming"))
    return _of_user("~/.config")


def _of_user(path: str) -> Path:
    """The path below the user's home; as it is, and so without a file, where there is none."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  (that of Path raises)


def read_config(
    path: Path | None = None,
    *,
    profile: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Config:
    """Read the configuration file; one that is not there says nothing.

    Args:
        path: The file. Without it, `config_path()`.
        profile: The profile. Without it, `PYVENICE_PROFILE`, then `profile` in the file.
        environ: The environment variables.

    Raises `ConfigError` for a file that cannot be read, a name or a value that is not allowed, a
    profile that there is not, and a file that `PYVENICE_CONFIG` names and that is not there.
    """
    path = path or config_path(environ)
    table = _read(path, required=bool(environ.get("PYVENICE_CONFIG", "").strip()))
    check_table(table, str(path))
    profiles = table.get("profiles", {})
    name = profile or environ.get("PYVENICE_PROFILE", "").strip() or table.get("profile")
    if name is not None and name not in profiles:
        _refuse_profile(name, profiles, path)
    shared = {key: value for key, value in table.items() if key not in ("profile", "profiles")}
    chosen = profiles.get(name, {}) if name else {}
    return Config(path, name, shared, chosen, table.get("hosts", {}), environ)


def check_table(table: Table, where: str) -> None:
    """Raise `ConfigError` for a name or a value that a configuration file may not have."""
    _check_names(table, (*SETTINGS, *_TOP), where)
    _check_settings(table, where)
    for name, profile in _tables(table, "profiles", where):
        place = f"{where}: [profiles.{name}]"
        _check_names(profile, (*SETTINGS, "providers"), place)
        _check_settings(profile, place)
    for _ in _tables(table, "hosts", where):
        pass
    if not isinstance(table.get("profile", ""), str):
        raise ConfigError(f"{where}: profile must be the name of a profile")


def _check_settings(table: Table, where: str) -> None:
    for name, value in table.items():
        if name in SETTINGS:
            _check_value(name, value, where)
    for provider, connection in _tables(table, "providers", where):
        place = f"{where}: [providers.{provider}]"
        if "api_key" in connection:
            raise ConfigError(
                f"{place}: api_key: a key does not belong in this file: name the environment"
                " variable that has it with key_env, or a command that prints it with key_command"
            )
        _check_names(connection, CONNECTION, place)
        for name, value in connection.items():
            if not isinstance(value, str) or not value.strip():
                raise ConfigError(f"{place}: {name} must be text, not {value!r}")


def _tables(table: Table, name: str, where: str) -> Iterable[tuple[str, Table]]:
    inner = table.get(name, {})
    if not isinstance(inner, Mapping) or not all(isinstance(it, Mapping) for it in inner.values()):
        raise ConfigError(f"{where}: {name} must be tables such as [{name}.NAME]")
    return inner.items()


def _check_names(table: Table, known: Iterable[str], where: str) -> None:
    for name in table:
        try:
            _check_known(name, known, "name")
        except ConfigError as error:
            raise ConfigError(f"{where}: {error}") from None


def _check_known(name: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    meant = f"did you mean {near[0]}? There are" if near else "there are"
    raise ConfigError(f"there is no {what} {name!r}; {meant} {', '.join(names)}")


def _check_value(name: str, value: object, where: str) -> None:
    setting = SETTINGS[name]
    is_boolean = isinstance(value, bool)
    fits = isinstance(value, _KINDS[setting.kind][0]) and is_boolean == (setting.kind == "boolean")
    is_number = isinstance(value, int | float) and math.isfinite(value) and not is_boolean
    in_bounds = setting.least is None or (is_number and float(str(value)) >= setting.least)
    if not fits or not in_bounds or (setting.choices and value not in setting.choices):
        place = f"{where}: " if where else ""
        raise ConfigError(f"{place}{name} = {value!r} is not allowed: it must be {_form(setting)}")


def _form(setting: Setting) -> str:
    if setting.choices:
        return " or ".join(setting.choices)
    bound = f" of at least {setting.least:g}" if setting.least is not None else ""
    return f"{_KINDS[setting.kind][1]}{bound}"


def _parse(setting: Setting, text: str, where: str) -> Scalar:
    """The value that a text means: of an environment variable, or on the command line."""
    name = next(known for known, entry in SETTINGS.items() if entry is setting)
    value: Scalar = text
    if setting.kind == "boolean":
        value = {"true": True, "false": False, "1": True, "0": False}.get(text.lower(), text)
    elif setting.kind != "text":
        try:
            value = int(text) if setting.kind == "integer" else float(text)
        except ValueError:
            value = text
    _check_value(name, value, where)
    return value


def _read(path: Path, *, required: bool) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise ConfigError(f"PYVENICE_CONFIG names {path}, and there is no such file") from error
        return {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {reason}") from error


def _refuse_profile(name: str, profiles: Table, path: Path) -> NoReturn:
    if not profiles:
        raise ConfigError(f"there is no profile {name!r}: {path} has no profiles")
    try:
        _check_known(name, profiles, "profile")
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None
    raise AssertionError(name)


def _printed_by(command: str) -> str:
    import shlex
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603  (the user's own command)
            shlex.split(command), stdout=subprocess.PIPE, text=True, check=True
        )
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        status = getattr(error, "returncode", None)
        reason = f"it ended with status {status}" if status else "it cannot be run"
        raise ConfigError(f"key_command {command!r}: {reason}") from None
    lines = done.stdout.strip().splitlines()
    if not lines:
        raise ConfigError(f"key_command {command!r}: it printed nothing")
    return lines[0]


def set_value(name: str, text: str, *, path: Path, profile: str | None = None) -> Scalar:
    """Write a setting into the file and keep all else in it, comments too. Returns the value.

    Args:
        name: The setting, `profile`, or `providers.<provider>.<name>`.
        text: The value as it is given on the command line.
        path: The file. It is made if it is not there, for the user alone.
        profile: The profile to change. Without it, the settings of all profiles are changed.

    Raises `ConfigError`, and leaves the file as it is.
    """
    table, _, key = (
        f"profiles.{profile}.{name}".rpartition(".") if profile else name.rpartition(".")
    )
    value = _new_value(name, text)
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = _with_line(old, table, f"{key} = {_toml(value)}", key)
    try:
        check_table(tomllib.loads(new), str(path))
    except ValueError as error:
        raise ConfigError(f"{path}: it cannot be changed by a command: {error}") from error
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        write_file(path, new)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    return value


def _new_value(name: str, text: str) -> Scalar:
    if name == "profile" or name.startswith("providers."):
        return text
    return _parse(SETTINGS[_check_known(name, SETTINGS, "setting")], text, "")


def _toml(value: Scalar) -> str:
    import json

    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else f"{value}"


def _with_line(text: str, table: str, line: str, key: str) -> str:
    """The text with a line in a table: in the place of the line for the same key, or as its last."""
    lines = text.splitlines()
    start = 0
    if table:
        headers = [number for number, row in enumerate(lines) if row.strip() == f"[{table}]"]
        if not headers:
            return "\n".join([*lines, *([""] if lines else []), f"[{table}]", line, ""])
        start = headers[0] + 1
    end = next(
        (number for number in range(start, len(lines)) if lines[number].lstrip().startswith("[")),
        len(lines),
    )
    for number in range(start, end):
        if lines[number].partition("=")[0].strip() == key:
            return "\n".join([*lines[:number], line, *lines[number + 1 :], ""])
    while end > start and not lines[end - 1].strip():
        end -= 1
    gap = [""] if end < len(lines) and lines[end].strip() else []
    return "\n".join([*lines[:end], line, *gap, *lines[end:], ""])
