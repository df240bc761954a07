"""What the environment may set, and where the knowledge is found."""

from pathlib import Path

import pytest

from servicebot.checkup.towns import refuse_unusable
from servicebot.errors import SettingsError
from servicebot.journal.terms import Retention
from servicebot.knowledge.find import find_knowledge
from servicebot.secret import secret_bytes
from servicebot.settings import KEYS, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env(dict.fromkeys(KEYS, "")) == Settings()


def test_the_limit_may_be_off_or_changed() -> None:
    assert Settings.from_env({"SERVICEBOT_RATE_LIMIT": "off"}).rate_limit is None
    limit = Settings.from_env({"SERVICEBOT_RATE_LIMIT": "5/Second; 9/day"}).rate_limit
    assert limit == "5/second;9/day"


def test_origins_are_a_list_of_exact_ones() -> None:
    value = "https://www.ville.fr, http://127.0.0.1:8000,https://[::1]:8443"
    origins = Settings.from_env({"SERVICEBOT_CORS_ORIGINS": value}).cors_origins

    assert origins == (
        "https://www.ville.fr",
        "http://127.0.0.1:8000",
        "https://[::1]:8443",
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SERVICEBOT_RATE_LIMIT", "beaucoup"),
        ("SERVICEBOT_RATE_LIMIT", "0/minute"),
        ("SERVICEBOT_CHANNEL_RATE_LIMIT", "off"),
        ("SERVICEBOT_CORS_ORIGINS", "*"),
        ("SERVICEBOT_REDIS_URL", "127.0.0.1:6379"),
        ("SERVICEBOT_REDIS_URL", "http://127.0.0.1"),
        ("SERVICEBOT_REDIS_URL", "redis://127.0.0.1:port"),
        ("SERVICEBOT_CORS_ORIGINS", "https://*.ville.fr"),
        ("SERVICEBOT_CORS_ORIGINS", "https://ville.fr/"),
        ("SERVICEBOT_CORS_ORIGINS", "https://Ville.fr"),
        ("SERVICEBOT_CORS_ORIGINS", "https://ville.fr,null"),
        ("SERVICEBOT_CORS_ORIGINS", "ville.fr"),
        ("SERVICEBOT_LOG_FORMAT", "xml"),
        ("SERVICEBOT_METRICS_TOKEN", "court"),
        ("SERVICEBOT_SECRET_KEY", "court"),
        ("SERVICEBOT_KEEP_TEXT_DAYS", "0"),
        ("SERVICEBOT_KEEP_COUNTS_MONTHS", "treize"),
        ("SERVICEBOT_TRUSTED_PROXIES", "127.0.0.1,proxy"),
    ],
)
def test_a_bad_value_names_its_key(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=key):
        Settings.from_env({key: value})


def test_how_long_things_are_kept_can_be_set() -> None:
    environ = {"SERVICEBOT_KEEP_TEXT_DAYS": "7", "SERVICEBOT_KEEP_COUNTS_MONTHS": "24"}

    assert Settings.from_env(environ).retention == Retention(7, 24)


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")

    first = secret_bytes(settings)

    assert secret_bytes(settings) == first
    assert len(first) >= 32
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]


def test_a_secret_that_is_set_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    settings = Settings(secret_key="k" * 20, var=tmp_path / "var")

    assert secret_bytes(settings) == b"k" * 20
    assert not (tmp_path / "var").exists()


def test_a_secret_that_cannot_be_kept_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingsError, match="SERVICEBOT_SECRET_KEY"):
        secret_bytes(Settings(var=tmp_path / "file"))


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three folders, the last one being ./knowledge."""
    for name in ("option", "environ", "knowledge"):
        (tmp_path / name).mkdir()
    (tmp_path / "knowledge" / "town.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_option_comes_before_the_environment_and_the_place(folders: Path) -> None:
    environ = {"SERVICEBOT_KNOWLEDGE": str(folders / "environ")}

    assert find_knowledge(folders / "option", environ) == folders / "option"
    assert find_knowledge(None, environ) == folders / "environ"
    assert find_knowledge(None, {}).resolve() == folders / "knowledge"


@pytest.mark.usefixtures("folders")
def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(
        SettingsError, match="SERVICEBOT_KNOWLEDGE désigne « ailleurs »"
    ):
        find_knowledge(None, {"SERVICEBOT_KNOWLEDGE": "ailleurs"})


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    for name in ("ales", "saint-jean"):
        (tmp_path / "towns" / name).mkdir(parents=True)
        (tmp_path / "towns" / name / "town.yaml").touch()
    return tmp_path / "towns"


def test_a_town_among_many_has_a_folder_a_database_and_a_secret_of_its_own(
    towns: Path,
) -> None:
    environ = {
        "SERVICEBOT_TOWNS": str(towns),
        "SERVICEBOT_TOWN": "saint-jean",
        "SERVICEBOT_SECRET_KEY": "s" * 32,
    }
    settings = Settings.from_env(environ)
    other = Settings.from_env(environ | {"SERVICEBOT_TOWN": "ales"})
    shared = "postgresql://u:p@h/b"
    there = Settings.from_env(environ | {"SERVICEBOT_DATABASE_URL": shared})

    assert settings.database_url == "sqlite:///var/towns/saint-jean/servicebot.sqlite"
    assert there.database_url == f"{shared}?options=-csearch_path%3Dtown_saint_jean"
    assert secret_bytes(settings) != secret_bytes(other)
    assert find_knowledge(None, environ) == towns / "saint-jean"


@pytest.mark.parametrize(
    "changed",
    [
        {"SERVICEBOT_TOWN": "nulle-part"},
        {"SERVICEBOT_TOWN": "../ales"},
        {"SERVICEBOT_TOWNS": ""},
        {"SERVICEBOT_DATABASE_URL": "sqlite:///a.sqlite"},
        {"SERVICEBOT_TOWNS_MEMORY": "beaucoup"},
    ],
)
def test_a_town_that_cannot_be_is_refused(towns: Path, changed: dict[str, str]) -> None:
    environ = {"SERVICEBOT_TOWNS": str(towns), "SERVICEBOT_TOWN": "ales"}

    with pytest.raises(SettingsError):
        Settings.from_env(environ | changed)


def test_many_towns_have_no_database_and_no_secret_in_common(towns: Path) -> None:
    settings = Settings.from_env({"SERVICEBOT_TOWNS": str(towns)})

    with pytest.raises(SettingsError, match=r"donnez --town NOM.* : ales"):
        _ = settings.database_url
    assert not settings.is_on_a_server


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SERVICEBOT_DATABASE_URL": "sqlite:///a.sqlite"}, "fichier SQLite"),
        ({"SERVICEBOT_DATABASE_URL": "n'importe quoi"}, "ne convient pas"),
        ({"SERVICEBOT_DATABASE_URL": "mysql://h/b"}, "ne convient pas"),
        ({"SERVICEBOT_DATABASE_URL": "postgresql://h/b"}, "SERVICEBOT_SECRET_KEY"),
        ({"SERVICEBOT_REDIS_URL": "redis://h:6379/0"}, "SERVICEBOT_SECRET_KEY"),
    ],
)
def test_what_no_town_could_be_served_with_is_refused(
    towns: Path, environ: dict[str, str], said: str
) -> None:
    settings = Settings.from_env(environ | {"SERVICEBOT_TOWNS": str(towns)})

    with pytest.raises(SettingsError, match=said):
        refuse_unusable(settings)


def test_what_towns_can_be_served_with_is_not_refused(towns: Path) -> None:
    alone = {"SERVICEBOT_TOWNS": str(towns)}
    shared = {
        "SERVICEBOT_DATABASE_URL": "postgresql://h/b",
        "SERVICEBOT_SECRET_KEY": "s" * 32,
    }

    refuse_unusable(Settings.from_env(alone))
    refuse_unusable(Settings.from_env(alone | shared))
