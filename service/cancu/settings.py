"""Settings of a process, read once at the edge: command line, then ``CANCU_…`` variables, then a TOML file.

The file is the one that ``CANCU_CONFIG`` names, else ``cancu.toml`` in the working folder, else none.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from cancu.errors import ParameterError
from cancu.logs import Style
from cancu.namespaces import BASE, CC_BY

_FILE_VARIABLE = "CANCU_CONFIG"
_FILE = "cancu.toml"
_SECRET = frozenset({"store_password", "store_token"})


def _listed(value: object) -> object:
    """Take a text apart at commas and blanks, as people write lists in a variable; a file has them as lists."""
    return tuple(part for part in re.split(r"[,\s]+", value) if part) if isinstance(value, str) else value


_Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """What a process is told from outside; the variable of a field is ``CANCU_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="CANCU_", env_ignore_empty=True, frozen=True, extra="forbid")

    store: str = Field("var/store", min_length=1, description="folder of the database, or address of a remote one")
    engine: str = Field("", description="which engine a remote database is; recognised where not given")
    store_user: str = Field("", description="name for a remote database")
    store_password: SecretStr = Field(SecretStr(""), description="password for a remote database")
    store_token: SecretStr = Field(SecretStr(""), description="token for a remote database, instead of these")
    store_ca: str = Field("", description="file of certificates to trust for a remote database")
    states: str = Field("var/remote", min_length=1, description="folder of what is kept here for remote databases")
    mirror: bool = Field(default=False, description="let a copy of a remote database on this machine answer")
    registry: str = Field("var/registry", min_length=1, description="folder of the imported registries")
    tokens: str = Field("var/tokens.json", min_length=1, description="file of the tokens that allow writing")
    base: str = Field(BASE, pattern=r"^https?://[^\s<>\"{}|\\^`]+[/#]$", description="base of identifiers")
    host: str = Field("127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(8000, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    hosts: str = Field("", description="other names that the service goes by, with commas: who may call /mcp")
    timeout: float = Field(10.0, gt=0, le=3600, description="seconds that one question may take")
    grace: int = Field(
        30, ge=0, le=3600, description="seconds that requests may still take when the service is stopped"
    )
    log: Style = Field(Style.AUTO, description="lines of the log: auto, json, text or off")
    publisher: str = Field("cancu", min_length=1, description="who publishes the data")
    publisher_page: str = Field("", pattern=r"^(https?://[^\s<>\"{}|\\^`]+)?$", description="their page")
    contact: str = Field("", pattern=r"^([^\s@<>]+@[^\s@<>]+|https?://[^\s<>\"{}|\\^`]+)?$", description="mail or page")
    license: str = Field(CC_BY, pattern=r"^(https?://[^\s<>\"{}|\\^`]+)?$", description="IRI of the data's licence")
    office: bool = Field(default=False, description="let LibreOffice convert .doc, .odt and .rtf")
    keep_texts: bool = Field(default=True, description="keep the words of ingested documents and show them")
    readers: int = Field(0, ge=0, le=256, description="processes that answer strangers' queries; 0: cores + 1")
    answers: int = Field(
        64, ge=0, le=100_000, description="megabytes of answers to strangers' queries, kept until the store changes"
    )
    rate: int = Field(6000, ge=0, description="points a minute that one address may use; 0: no limit")
    token_rate: int = Field(60_000, ge=0, description="points a minute that the holder of a token may use")
    services: _Listed = Field((), description="SPARQL endpoints that SERVICE may ask, to the letter, with commas")
    services_local: bool = Field(default=False, description="let SERVICE ask private addresses, too (for tests)")
    proxies: _Listed = Field((), description="proxies whose X-Forwarded-For and -Proto are believed, with commas")
    jobs: int = Field(1, ge=1, le=256, description="processes that read documents side by side")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (no .env files: a named TOML file is enough)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: the first that knows a value wins."""
        file = Path(os.environ.get(_FILE_VARIABLE) or _FILE)
        return init_settings, env_settings, _File(settings_cls, toml_file=file)


class _File(TomlConfigSettingsSource):
    """The file, in which no secrets are looked for: files are copied, shown and kept under version control."""

    def __call__(self) -> dict[str, Any]:
        """Return what stands there."""
        found = super().__call__()
        for name in _SECRET & found.keys():
            raise ParameterError(
                "mật khẩu và mã chỉ đặt trong biến môi trường, không ghi vào tệp.",
                "passwords and tokens are set in the environment only, not in a file.",
                where=name,
            )
        return found


def load(**given: Any) -> Settings:
    """Return the settings; ``given`` (from the command line) wins, and a None in it counts as not given.

    Raises ParameterError, naming the setting and why, where a value does not fit or the file cannot be read.
    """
    named = os.environ.get(_FILE_VARIABLE)
    if named and not Path(named).is_file():
        raise ParameterError("không có tệp cấu hình này.", "there is no such settings file.", where=named)
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ParameterError(
            f"giá trị không hợp lệ ({first['msg']}).", f"the value does not fit ({first['msg']}).", where=name
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(
            f"tệp cấu hình không phải TOML ({error}).",
            f"the settings file is not TOML ({error}).",
            where=named or _FILE,
        ) from error
