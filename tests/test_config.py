"""The configuration file: what it may say, and which of several values counts."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from pyvenice.config import SETTINGS, Config, config_path, read_config, set_value
from pyvenice.errors import ConfigError

WHOLE = """
# mine
profile = "work"
max_cost = 0.5
timeout = 60

[providers.venice]
base_url = "https://proxy.example/api/v1"
key_env = "ALL_KEY"

[hosts.azure]
base_url = "https://mine.example/openai/v1"

[profiles.work]
model = "venice/qwen-image-3-edit"
max_cost = 0.1
sandbox = true

[profiles.work.providers.venice]
key_env = "WORK_KEY"

[profiles.home]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(WHOLE)
    return file


def read(path: Path, profile: str | None = None, **environ: str) -> Config:
    return read_config(path, profile=profile, environ=environ)


def test_environment_counts_before_profile_before_file_before_default(path: Path) -> None:
    assert read(path, PYVENICE_MAX_COST="0.02").value("max_cost") == (
        "max_cost",
        0.02,
        "environment variable PYVENICE_MAX_COST",
    )
    assert read(path).value("max_cost") == ("max_cost", 0.1, f"[profiles.work] in {path}")
    assert read(path).value("timeout") == ("timeout", 60, str(path))
    assert read(path).value("concurrency") == ("concurrency", 4, "default")


def test_the_profile_is_an_argument_or_the_environment_s_or_the_file_s(path: Path) -> None:
    assert read(path).profile == "work"
    assert read(path, PYVENICE_PROFILE="home").profile == "home"
    assert read(path, "work", PYVENICE_PROFILE="home").profile == "work"
    assert read(path, "home").get("sandbox") is False


def test_a_profile_changes_a_part_of_a_connection(path: Path) -> None:
    work, home = read(path).connection("venice"), read(path, "home").connection("venice")
    assert work.base_url == home.base_url == "https://proxy.example/api/v1"
    assert (work.key_env, home.key_env) == ("WORK_KEY", "ALL_KEY")
    assert work.api_key({"WORK_KEY": " k3y "}) == "k3y"
    with pytest.raises(ConfigError, match="WORK_KEY is not set"):
        work.api_key({})
    assert read(path).connection("openai").api_key({"WORK_KEY": "x"}) is None


def test_a_command_may_print_the_key_and_no_error_quotes_what_it_printed(path: Path) -> None:
    def connection(code: str) -> str | None:
        path.write_text(f"[providers.venice]\nkey_command = '{sys.executable} -c \"{code}\"'\n")
        return read(path).connection("venice").api_key({})

    assert connection("print(42)") == "42"
    with pytest.raises(ConfigError, match="status 3") as caught:
        connection("print(42); exit(3)")
    assert "ended" in str(caught.value)
    with pytest.raises(ConfigError, match="printed nothing"):
        connection("pass")
    path.write_text('[providers.venice]\nkey_command = "no-such-program-of-mine"\n')
    with pytest.raises(ConfigError, match="cannot be run"):
        read(path).connection("venice").api_key({})


def test_a_file_that_is_not_there_says_nothing_unless_it_was_named(tmp_path: Path) -> None:
    assert read(tmp_path / "none.toml").get("model") is None
    named = {"PYVENICE_CONFIG": str(tmp_path / "none.toml")}
    with pytest.raises(ConfigError, match=r"PYVENICE_CONFIG names .* no such file"):
        read_config(environ=named)


def test_the_usual_place_follows_the_environment() -> None:
    assert config_path({"PYVENICE_CONFIG": "/etc/x.toml"}) == Path("/etc/x.toml")
    assert config_path({"XDG_CONFIG_HOME": "/home/me/c"}) == Path("/home/me/c/pyvenice/config.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("modle = 'x'", "there is no name 'modle'; did you mean model?"),
        ("[profiles.a]\nmax_cots = 1", r"\[profiles.a\]: there is no name 'max_cots'"),
        ("[profiles.a]\nprofile = 'b'", "there is no name 'profile'"),
        ("[provider.venice]\nkey_env = 'X'", "did you mean providers?"),
        ("[providers.venice]\nkey = 'X'", "there is no name 'key'"),
        ("[providers.opnai]\nkey_env = 'X'", "no provider 'opnai'; did you mean openai?"),
        ("[profiles.a.providers.x]\nkey_env = 'X'", "there is no provider 'x'; there are gemini"),
        ("profile = 'work'", "there is no profile 'work'"),
        ("profile = 'wrok'\n[profiles.work]", "did you mean work?"),
        ("[providers.venice]\napi_key = 'sk-1'", "name the environment variable"),
        ("[providers.venice]\nbase_url = 3", "base_url must be text, not 3"),
        ("max_cost = '1'", "max_cost = '1' is not allowed: it must be a number of at least 0"),
        ("max_cost = -1", "must be a number of at least 0"),
        ("max_cost = nan", "must be a number of at least 0"),
        ("max_cost = true", "must be a number"),
        ("concurrency = 1.5", "must be a whole number of at least 1"),
        ("sandbox = 1", "must be true or false"),
        ("on_unsupported = 'ignore'", "must be error or warn"),
        ("profiles = 1", "must be tables"),
        ("[profiles]\na = 1", "must be tables"),
        ("profile = 3", "must be the name of a profile"),
        ("profile = 'wrok'\n[profiles.work]", "there is no profile 'wrok'; did you mean work?"),
        ("profile = 'work'", "has no profiles"),
        ("model = ", "Invalid value"),
    ],
)
def test_what_the_file_may_not_say_is_an_error_that_names_file_and_place(
    path: Path, text: str, message: str
) -> None:
    path.write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "sk-1" not in str(caught.value)


def test_a_wrong_variable_is_named() -> None:
    with pytest.raises(
        ConfigError, match=r"environment variable PYVENICE_MAX_COST: max_cost = 'x'"
    ):
        read_config(Path("none"), environ={"PYVENICE_MAX_COST": "x"}).get("max_cost")


def test_every_setting_has_a_default_of_its_kind_and_a_text() -> None:
    kinds: dict[str, type | tuple[type, ...]] = {
        "text": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
    }
    for name, setting in SETTINGS.items():
        assert setting.text, name
        assert setting.default is None or isinstance(setting.default, kinds[setting.kind]), name


def test_a_value_is_set_in_its_place_and_all_else_stays(path: Path) -> None:
    set_value("max_cost", "0.25", path=path)
    set_value("timeout", "5", path=path, profile="home")
    set_value("sandbox", "false", path=path, profile="work")
    set_value("model", 'a"b', path=path, profile="new")
    set_value("providers.openai.key_env", "MINE", path=path)
    text = path.read_text()
    assert "# mine" in text
    assert text.count("max_cost") == 2
    assert read(path, "home").get("max_cost") == 0.25
    assert read(path, "home").get("timeout") == 5
    assert read(path, "work").get("sandbox") is False
    assert read(path, "work").get("max_cost") == 0.1
    assert read(path, "new").get("model") == 'a"b'
    assert read(path).connection("openai").key_env == "MINE"
    assert read(path).connection("venice").key_env == "WORK_KEY"


def test_a_value_that_is_not_allowed_leaves_the_file_as_it_is(path: Path) -> None:
    for name, value in [
        ("max_cost", "-1"),
        ("max_cots", "1"),
        ("providers.venice.api_key", "k"),
        ("sandbox", "maybe"),
    ]:
        with pytest.raises(ConfigError):
            set_value(name, value, path=path)
    assert path.read_text() == WHOLE


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    assert set_value("max_cost", "1", path=path) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
