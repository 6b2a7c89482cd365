"""`.env.example` and `docs/configuration.md` list every setting, with its default; nothing else."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text()
DOCUMENTED = (ROOT / "docs/configuration.md").read_text()
FIELDS = Settings.model_fields


def example_values() -> dict[str, str]:
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", EXAMPLE, flags=re.MULTILINE))


def shown(default: object) -> str:
    """A default as it is written in an environment."""
    if default is None:
        return ""
    if isinstance(default, float) and default.is_integer():
        return str(int(default))
    return str(default)


def test_the_example_lists_each_setting_with_its_default_and_nothing_else() -> None:
    assert example_values() == {name.upper(): shown(field.default) for name, field in FIELDS.items()}


@pytest.mark.parametrize("name", FIELDS)
def test_each_setting_is_described_and_documented(name: str) -> None:
    assert FIELDS[name].description
    row = re.search(rf"^\| `{name.upper()}` \| (.*?) \| (.*?) \|$", DOCUMENTED, flags=re.MULTILINE)
    assert row, f"{name.upper()} has no row in docs/configuration.md"
    assert row[1] == (f"`{shown(FIELDS[name].default)}`" if FIELDS[name].default is not None else "none")


def test_the_example_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / ".env").write_text(EXAMPLE.replace("DISCORD_TOKEN=", "DISCORD_TOKEN=abc"))
    monkeypatch.chdir(tmp_path)
    settings = Settings.load()
    assert settings.discord_token == SecretStr("abc")
    assert settings == Settings(discord_token=SecretStr("abc"))


@pytest.mark.parametrize(
    ("name", "url", "accepted"),
    [
        ("DISCORD_API_URL", "http://127.0.0.1:8600/api/v10", True),
        ("DISCORD_API_URL", "https://discord.example/api/v10", True),
        ("DISCORD_API_URL", "http://discord.example/api/v10", False),
        ("DISCORD_API_URL", "http://127.0.0.1.example/api", False),
        ("DISCORD_GATEWAY_URL", "ws://localhost:8600/gateway", True),
        ("DISCORD_GATEWAY_URL", "wss://discord.example/gateway", True),
        ("DISCORD_GATEWAY_URL", "ws://discord.example/gateway", False),
    ],
)
def test_the_token_travels_only_encrypted_or_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str, *, accepted: bool
) -> None:
    for other in ("DISCORD_API_URL", "DISCORD_GATEWAY_URL"):
        monkeypatch.setenv(other, "http://127.0.0.1:8600")
    monkeypatch.setenv(name, url)
    if accepted:
        Settings.load()
    else:
        with pytest.raises(ValidationError, match="must be on this machine"):
            Settings.load()


@pytest.mark.parametrize("name", ["DISCORD_API_URL", "DISCORD_GATEWAY_URL"])
def test_half_of_another_discord_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:8600")
    with pytest.raises(ValidationError, match="go together"):
        Settings.load()


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("MODELCHORUS_API_KEY", "mc_secret")
    assert "secret" not in repr(Settings.load())
