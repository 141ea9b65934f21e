"""Where customers arrive: entry points, and the trunks that bring them."""

from __future__ import annotations

import re
from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.db import models

from hollyhock.apps.base.gating import EVERYBODY, MASTERS, Gate
from hollyhock.apps.base.media import VOICE, media_choices
from hollyhock.apps.base.rows import Coded, Once
from hollyhock.apps.base.words import both
from hollyhock.apps.centre.tables.columns import count_field, minutes_field

NUMBER = re.compile(r"\+?[0-9*#]{1,24}\Z")
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,253}\Z")
_USER = re.compile(r"[A-Za-z0-9._+\-]{1,64}\Z")


class EntryPoint(Coded):
    """A dialled number or widget; names its flow."""

    class Standby(models.TextChoices):
        """What callers get while the centre's engine is away."""

        MESSAGE = "message", both("播放提示后挂断", "Message, then hang up")
        VOICEMAIL = "voicemail", both("播放提示后留言", "Message, then voicemail")
        FORWARD = "forward", both("转接到备用号码", "Forward to another number")

    class Language(models.TextChoices):
        """The language that a caller hears first."""

        CHINESE = "zh-Hans", "中文"
        ENGLISH = "en", "English"

    domain = models.ForeignKey("tenancy.RoutingDomain", models.PROTECT, related_name="+", editable=False)
    medium = models.CharField(both("媒体", "Medium"), max_length=20, choices=media_choices, default=VOICE)
    address = models.CharField(
        both("被叫号码或控件代码", "Dialled number or widget code"),
        max_length=40,
        help_text=both(
            "电话为 DNIS，例如 1001；网页控件为其代码，例如 web。",
            "The DNIS of a telephone line, e.g. 1001; a widget's code, e.g. web.",
        ),
    )
    flow = models.ForeignKey(
        "flows.Flow", models.PROTECT, related_name="entry_points", verbose_name=both("流程", "Flow")
    )
    language = models.CharField(both("首选语言", "First language"), max_length=10, choices=Language, default="zh-Hans")
    standby = models.CharField(
        both("系统停机时", "While the system is down"), max_length=10, choices=Standby, default=Standby.VOICEMAIL
    )
    forward_to = models.CharField(both("备用号码", "Forward to"), max_length=24, blank=True)
    limit_arrivals = count_field(
        "每位客户最多来访",
        "Arrivals per customer",
        0,
        (0, 10_000),
        both("超过次数的来访遇忙；0 为不限。", "Who comes more often finds it busy; 0: no limit."),
    )
    limit_min = minutes_field("在此时间内", "Within", 60, (1, 1440))
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("接入点", "entry point")
        verbose_name_plural = both("接入点", "Entry points")
        constraints = (
            *Coded.Meta.constraints,
            Once(
                fields=("domain", "medium", "address"),
                at="address",
                name="centre_entrypoint_address",
                violation_error_message=both(
                    "这个号码已属于另一个接入点。", "This address belongs to another entry point."
                ),
            ),
        )

    def clean(self) -> None:
        """Refuse addresses that nobody can dial and forwarding without a number."""
        if not re.fullmatch(r"\+?[A-Za-z0-9*#_-]{1,40}", self.address):
            raise ValidationError(
                {
                    "address": both(
                        "只能用数字、字母、“+”“*”“#”“-”，例如 1001。",
                        "Use digits, letters, “+”, “*”, “#” and “-” only, e.g. 1001.",
                    )
                }
            )
        if self.standby == self.Standby.FORWARD and not NUMBER.match(self.forward_to):
            raise ValidationError(
                {
                    "forward_to": both(
                        "请填写转接到的电话号码，例如 +861012345678。",
                        "Enter the number to forward to, e.g. +861012345678.",
                    )
                }
            )


class Trunk(Coded):
    """A carrier's line."""

    class Kind(models.TextChoices):
        """How the carrier is known."""

        ADDRESS = "address", both("按地址信任", "Trusted by address")
        REGISTER = "register", both("由我方注册到运营商", "We register with the carrier")
        ACCOUNT = "account", both("对方网关注册到我方", "The carrier's gateway registers with us")

    domain = models.ForeignKey("tenancy.RoutingDomain", models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(both("识别方式", "Known by"), max_length=10, choices=Kind, default=Kind.ADDRESS)
    addresses = models.TextField(
        both("来源地址", "Addresses"),
        blank=True,
        help_text=both(
            "每行一个 IP 地址或网段，例如 192.0.2.10 或 198.51.100.0/24。",
            "One IP address or network per line, e.g. 192.0.2.10 or 198.51.100.0/24.",
        ),
    )
    server = models.CharField(
        both("服务器", "Server"),
        max_length=253,
        blank=True,
        help_text=both("主机名，可加端口。", "Host name, with a port if needed."),
    )
    user = models.CharField(both("用户名", "User name"), max_length=64, blank=True)
    dnis = models.TextField(
        both("允许的被叫号码", "Numbers it may dial"),
        blank=True,
        help_text=both("每行一个；留空表示全部接入点。", "One per line; empty means every entry point."),
    )
    in_directory = True
    gate = Gate(tenant="tenant", read=MASTERS)

    class Meta(Coded.Meta):
        verbose_name = both("中继", "trunk")
        verbose_name_plural = both("中继", "Trunks")

    def clean(self) -> None:
        """Refuse what the switch could not use, naming the line at fault."""
        errors = {**self._bad_addresses(), **self._bad_account()}
        for number in lines(self.dnis):
            if not NUMBER.match(number):
                errors["dnis"] = both(f"“{number}”不是号码，请改正。", f"“{number}” is no number; mend it.")
        if errors:
            raise ValidationError(errors)

    def _bad_addresses(self) -> dict[str, object]:
        for line in lines(self.addresses):
            try:
                ip_network(line, strict=False)
            except ValueError:
                return {"addresses": both(f"“{line}”不是 IP 地址或网段。", f"“{line}” is no IP address or network.")}
        if self.kind == self.Kind.ADDRESS and not lines(self.addresses):
            return {
                "addresses": both(
                    "按地址信任时至少填写一个地址。", "A trunk trusted by address needs one address at least."
                )
            }
        return {}

    def _bad_account(self) -> dict[str, object]:
        errors: dict[str, object] = {}
        if self.kind == self.Kind.REGISTER and not _HOST.match(self.server):
            errors["server"] = both(
                "请填写运营商的 SIP 服务器，例如 sip.example.net。",
                "Enter the carrier's SIP server, e.g. sip.example.net.",
            )
        if self.kind != self.Kind.ADDRESS and not _USER.match(self.user):
            errors["user"] = both(
                "请填写用户名（字母、数字和 . _ + -）。", "Enter the user name (letters, digits and . _ + -)."
            )
        return errors


class TrunkSecret(models.Model):
    """A trunk's password, sealed; apart from the trunk, so that no history, export or directory holds it."""

    trunk = models.OneToOneField(Trunk, models.CASCADE, related_name="sealed")
    sealed = models.TextField()
    version = models.PositiveIntegerField(default=1)
    in_directory = True
    gate = Gate(tenant="trunk__tenant", read=(), write=())

    class Meta:
        verbose_name = both("中继密码", "trunk's password")
        verbose_name_plural = both("中继密码", "Trunks' passwords")

    def __str__(self) -> str:
        """Return nothing of the password."""
        return "•••"


def lines(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a list, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
