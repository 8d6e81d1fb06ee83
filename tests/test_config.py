"""Settings are complete or say everything that is wrong with them at once."""

import os

import pytest
from environs import EnvValidationError

from server.config import Settings, running_file

SECRET = "s" * 40


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """No setting of ours but the data folder; returns monkeypatch.setenv."""
    for name in ("DATABASE_URL", "REDIS_URL", *(name for name in os.environ if name.startswith("YUDEE_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("YUDEE_VAR", str(tmp_path))
    return monkeypatch.setenv


def write_running(var, **settings):
    running_file(var).parent.mkdir()
    running_file(var).write_text("".join(f"{name}={value}\n" for name, value in settings.items()))


def test_every_missing_or_malformed_setting_is_named_at_once(environment):
    environment("REDIS_URL", "http://not-redis")
    environment("YUDEE_PUBLIC_URL", "https://example.org/some/page")

    with pytest.raises(EnvValidationError) as wrong:
        Settings.from_env()

    assert set(wrong.value.error_messages) == {"DATABASE_URL", "REDIS_URL", "YUDEE_SECRET", "YUDEE_PUBLIC_URL"}


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_a_database_url_gets_our_driver(environment, scheme):
    environment("DATABASE_URL", f"{scheme}://user@host/yudee?sslmode=require")
    environment("REDIS_URL", "redis://host")
    environment("YUDEE_SECRET", SECRET)

    assert Settings.from_env().database_url == "postgresql+psycopg://user@host/yudee?sslmode=require"


def test_every_setting_reaches_a_child_as_it_was_given(environment):
    given = {"DATABASE_URL": "postgresql+psycopg://host/yudee", "REDIS_URL": "redis://host", "YUDEE_SECRET": SECRET}
    given |= {"YUDEE_TILES": "https://tile.example.org/{z}/{x}/{y}.png © somebody", "YUDEE_SWEEP_S": "7.0"}
    given |= {"YUDEE_PUBLIC_URL": "https://yudee.example.org", "YUDEE_BLOBS": "file:/srv/blobs"}
    for name, value in given.items():
        environment(name, value)

    told = Settings.from_env().environment

    assert {name: told[name] for name in given} == given


def test_backups_are_set_by_folder_keys_and_days(environment):
    for name, value in {"DATABASE_URL": "postgresql://host/yudee", "REDIS_URL": "redis://host"}.items():
        environment(name, value)
    environment("YUDEE_SECRET", SECRET)
    assert (Settings.from_env().backup, Settings.from_env().backup_to) == ("", ())

    environment("YUDEE_BACKUP", "/srv/backups")
    environment("YUDEE_BACKUP_TO", "age1one, age1two")
    settings = Settings.from_env()
    assert (settings.backup, settings.backup_to) == ("/srv/backups", ("age1one", "age1two"))
    assert settings.environment["YUDEE_BACKUP_TO"] == "age1one age1two"

    environment("YUDEE_BACKUP_KEEP", "3")
    with pytest.raises(EnvValidationError, match="YUDEE_BACKUP_KEEP"):
        Settings.from_env()


def test_another_terminal_finds_the_running_stack(environment, tmp_path):
    write_running(tmp_path, DATABASE_URL="postgresql://here/yudee", REDIS_URL="unix:///run/r", YUDEE_SECRET=SECRET)

    settings = Settings.from_env()

    assert settings.database_url == "postgresql+psycopg://here/yudee"
    assert settings.blobs == f"file:{tmp_path / 'blobs'}"


def test_what_the_running_stack_wrote_down_is_read_as_it_was(environment, tmp_path):
    given = {"DATABASE_URL": "postgresql+psycopg://here/yudee", "REDIS_URL": "unix:///run/r", "YUDEE_SECRET": SECRET}
    for name, value in (given | {"YUDEE_BACKUP_KEEP": "20", "YUDEE_BLOB_CACHE_MB": "99"}).items():
        environment(name, value)
    told = Settings.from_env()
    write_running(tmp_path, **told.environment)
    for name in (*given, "YUDEE_BACKUP_KEEP", "YUDEE_BLOB_CACHE_MB"):
        os.environ.pop(name)

    assert Settings.from_env() == told


def test_the_environment_wins_over_the_running_stack(environment, tmp_path):
    write_running(tmp_path, DATABASE_URL="postgresql://here/yudee", REDIS_URL="unix:///run/r", YUDEE_SECRET=SECRET)
    environment("DATABASE_URL", "postgresql://elsewhere/yudee")

    assert Settings.from_env().database_url == "postgresql+psycopg://elsewhere/yudee"


def test_settings_handed_to_a_child_are_the_same_there(environment, monkeypatch):
    environment("DATABASE_URL", "postgresql://user:p%20w@host/yudee")
    environment("REDIS_URL", "redis://host/3")
    environment("YUDEE_SECRET", SECRET)
    environment("YUDEE_PUBLIC_URL", "https://yudee.example.org/")
    environment("YUDEE_BLOBS", "s3://bucket/prefix")
    environment("YUDEE_BLOB_CACHE_MB", "512")
    settings = Settings.from_env()

    for name, value in settings.environment.items():
        monkeypatch.setenv(name, value)

    assert Settings.from_env() == settings
    assert settings.public_url == "https://yudee.example.org"


@pytest.mark.parametrize("place", ["gs://bucket", "s3://", "s3:///prefix", "https://example.org/blobs"])
def test_a_place_for_files_that_nobody_knows_is_refused(environment, place):
    environment("DATABASE_URL", "postgresql://host/yudee")
    environment("REDIS_URL", "redis://host")
    environment("YUDEE_SECRET", SECRET)
    environment("YUDEE_BLOBS", place)

    with pytest.raises(EnvValidationError, match="s3://bucket/prefix"):
        Settings.from_env()


def test_a_short_secret_is_refused(environment):
    environment("DATABASE_URL", "postgresql://host/yudee")
    environment("REDIS_URL", "redis://host")
    environment("YUDEE_SECRET", "guess me")

    with pytest.raises(EnvValidationError, match="YUDEE_SECRET"):
        Settings.from_env()


def complete(environment):
    environment("DATABASE_URL", "postgresql://user@host/yudee")
    environment("REDIS_URL", "redis://host")
    environment("YUDEE_SECRET", SECRET)


def test_roles_that_need_a_second_factor_are_roles(environment):
    complete(environment)
    environment("YUDEE_SECOND_FACTOR", "admin, province_officer")
    assert Settings.from_env().second_factor == ("admin", "province_officer")

    environment("YUDEE_SECOND_FACTOR", "admin,wizard")
    with pytest.raises(EnvValidationError, match="wizard"):
        Settings.from_env()


def test_a_provider_is_set_with_all_it_needs(environment):
    complete(environment)
    assert Settings.from_env().oidc is None
    environment("YUDEE_OIDC_ISSUER", "http://login.example.org")
    with pytest.raises(EnvValidationError) as wrong:
        Settings.from_env()
    assert set(wrong.value.error_messages) == {
        f"YUDEE_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    }

    for name, value in {"ISSUER": "https://login.example.org", "CLIENT_ID": "x", "CLIENT_SECRET": "y"}.items():
        environment(f"YUDEE_OIDC_{name}", value)
    settings = Settings.from_env()
    assert settings.oidc.name == "OpenID Connect"
    assert settings.environment["YUDEE_OIDC_CLIENT_SECRET"] == "y"


def test_the_secret_of_the_provider_is_shown_nowhere(environment):
    complete(environment)
    for name, value in {"ISSUER": "https://login.example.org", "CLIENT_ID": "x", "CLIENT_SECRET": "hidden"}.items():
        environment(f"YUDEE_OIDC_{name}", value)

    assert "hidden" not in repr(Settings.from_env())
