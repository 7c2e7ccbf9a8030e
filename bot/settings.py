"""Every setting of the service, read from environment variables named ``MOTCUA_…``. Nothing else reads the environment."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import limits
from pydantic import AnyHttpUrl, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
Names = Annotated[list[str], NoDecode]
"""A list written with commas: ``motcua.example.vn,www.motcua.example.vn``."""

OFF = "off"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?")
_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_\-]{16,256}")


class Settings(BaseSettings):
    """One value per field; the field's name in capitals after ``MOTCUA_`` is its variable."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", env_ignore_empty=True, extra="ignore", validate_default=True)

    data_dir: Path = Field(default=Path("var"), description="Thư mục dữ liệu: cơ sở dữ liệu, mô hình, chỉ mục tìm kiếm")
    knowledge_dir: Path = Field(default=Path("knowledge"), description="Thư mục kho thủ tục và câu hỏi thường gặp (YAML)")
    database_url: str = Field(
        default="",
        repr=False,
        description="Cơ sở dữ liệu; để trống thì dùng SQLite `motcua.db` trong thư mục dữ liệu; hoặc `postgresql://…`",
    )
    host: str = Field(default="127.0.0.1", description="Địa chỉ mà dịch vụ lắng nghe")
    port: int = Field(default=8000, ge=1, le=65535, description="Cổng mà dịch vụ lắng nghe")
    public_url: AnyHttpUrl | None = Field(default=None, description="Địa chỉ công khai; nếu là `https://` thì trình duyệt luôn dùng HTTPS")
    allowed_hosts: Names = Field(default=[], description="Tên miền được nhận (cách nhau dấu phẩy); để trống thì nhận mọi tên miền")
    trusted_proxies: Names = Field(
        default=[], description="Địa chỉ hoặc dải mạng của nginx đứng trước; chỉ tin `X-Forwarded-For`, `X-Forwarded-Proto` từ đó"
    )
    rate_limit: str = Field(default="30/minute", description="Số tin nhắn tối đa từ một địa chỉ, dạng `30/minute`; `off` để tắt")
    person_limit: str = Field(default="20/minute", description="Số tin nhắn tối đa của một người trên Telegram, Zalo; `off` để tắt")
    widget_origins: Names = Field(
        default=[], description="Các trang được nhúng khung trò chuyện (cách nhau dấu phẩy), ví dụ `https://xa.example.gov.vn`"
    )
    telegram_token: SecretStr | None = Field(default=None, description="Mã của bot Telegram; để trống thì không mở kênh này")
    telegram_secret: SecretStr | None = Field(
        default=None, description="Chuỗi bí mật mà Telegram gửi kèm webhook, 16 đến 256 chữ, số, `_`, `-`; bắt buộc khi có bot"
    )
    telegram_api_url: str = Field(default="https://api.telegram.org", pattern=r"^https?://", description="Địa chỉ Telegram Bot API")
    zalo_app_id: str | None = Field(default=None, description="Mã ứng dụng Zalo; để trống thì không mở kênh này")
    zalo_app_secret: SecretStr | None = Field(default=None, description="Khóa bí mật của ứng dụng Zalo, dùng để làm mới token")
    zalo_oa_secret: SecretStr | None = Field(default=None, description="Khóa bí mật của Official Account, dùng để kiểm chữ ký webhook")
    zalo_api_url: str = Field(default="https://openapi.zalo.me", pattern=r"^https?://", description="Địa chỉ Zalo OpenAPI")
    zalo_oauth_url: str = Field(default="https://oauth.zaloapp.com", pattern=r"^https?://", description="Địa chỉ cấp token của Zalo")
    zalo_notice_template: str | None = Field(
        default=None, description="Mã mẫu tin đã duyệt để báo khi đã quá 7 ngày; để trống thì không gửi được lúc đó"
    )
    nlu_enabled: bool = Field(default=True, description="Dùng máy chủ Rasa để hiểu ý; tắt thì chỉ dùng luật và tìm kiếm")
    nlu_url: str = Field(default="http://127.0.0.1:5005", pattern=r"^https?://", description="Địa chỉ máy chủ Rasa")
    nlu_budget_ms: int = Field(default=300, ge=10, le=10_000, description="Thời gian tối đa chờ Rasa cho một tin nhắn, mili giây")
    dossier_systems: Path | None = Field(
        default=None, description="Thư mục các tệp YAML mô tả hệ thống một cửa để tra hồ sơ; để trống thì chỉ dùng bảng hồ sơ đã nhập"
    )
    dossier_secrets: dict[str, SecretStr] = Field(
        default={}, description='Khóa bí mật của các hệ thống ấy, dạng JSON theo tên ghi trong tệp, ví dụ `{"hue": "…"}`'
    )
    dossier_proof: Literal["phone", "personal_id", "either"] = Field(
        default="either",
        description="Hỏi 4 số cuối nào trước khi cho xem hồ sơ: `phone` điện thoại, `personal_id` số định danh, `either` một trong hai",
    )
    dossier_poll_minutes: int = Field(
        default=30, ge=1, le=1440, description="Bao nhiêu phút hỏi lại một hồ sơ mà người dân nhờ báo khi có thay đổi"
    )
    embedding_model: str | None = Field(
        default=None, description="Mô hình nhúng trên Hugging Face; để trống thì dùng mô hình tự huấn luyện"
    )
    conversation_idle_minutes: int = Field(default=30, ge=1, description="Sau bao nhiêu phút im lặng thì quên ngữ cảnh của cuộc trò chuyện")
    retention_days: int = Field(default=90, ge=1, description="Số ngày giữ nhật ký trò chuyện (đã che thông tin cá nhân) rồi xóa")
    log_level: LogLevel = Field(default="INFO", description="Mức nhật ký: `DEBUG`, `INFO`, `WARNING`, `ERROR`")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str, info: ValidationInfo) -> str:
        value = value or f"sqlite+aiosqlite:///{info.data.get('data_dir', Path('var')) / 'motcua.db'}"
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError("must be a database URL such as postgresql://user:password@host/name") from None
        drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
        driver = drivers.get(url.drivername.split("+")[0])
        if driver is None:
            raise ValueError("must start with sqlite:// or postgresql://")
        if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
            raise ValueError("an SQLite database needs a file: sqlite:///folder/motcua.db")
        return url.set(drivername=driver).render_as_string(hide_password=False)

    @field_validator("allowed_hosts", "trusted_proxies", "widget_origins", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("allowed_hosts")
    @classmethod
    def _host_names(cls, value: list[str]) -> list[str]:
        wrong = [host for host in value if "*" in host[1:] or "/" in host or (host.startswith("*") and host != "*" and host[1:2] != ".")]
        if wrong:
            raise ValueError(f"must be host names such as a.example.vn or *.example.vn, not {wrong[0]!r}")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        for network in value:
            ipaddress.ip_network(network, strict=False)
        return value

    @field_validator("widget_origins")
    @classmethod
    def _origins(cls, value: list[str]) -> list[str]:
        wrong = [origin for origin in value if not _ORIGIN.fullmatch(origin)]
        if wrong:
            raise ValueError(f"must be origins such as https://xa.example.gov.vn, without a path, not {wrong[0]!r}")
        return [origin.lower() for origin in value]

    @field_validator("telegram_secret")
    @classmethod
    def _telegram_takes(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TELEGRAM_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, _ or -")
        return value

    @field_validator("telegram_secret", "zalo_app_secret", "zalo_oa_secret")
    @classmethod
    def _channel_is_whole(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        first = "telegram_token" if info.field_name == "telegram_secret" else "zalo_app_id"
        if value is None and info.data.get(first) is not None:
            raise ValueError(f"must be set where MOTCUA_{first.upper()} is set")
        return value

    @field_validator("rate_limit", "person_limit")
    @classmethod
    def _readable_limit(cls, value: str) -> str:
        if value.lower() == OFF:
            return OFF
        try:
            amount = limits.parse(value).amount
        except ValueError:
            amount = 0
        if amount < 1:
            raise ValueError("must be such as 30/minute or 500/hour, or off")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @property
    def local_url(self) -> str:
        """Where a program on this machine reaches the running service."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process, read once. Raises pydantic's ValidationError, which names the wrong variable."""
    return Settings()
