"""Business hours."""

from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from hollyhock.apps.base.gating import EVERYBODY, Gate
from hollyhock.apps.base.rows import Coded
from hollyhock.apps.base.words import both

END_OF_DAY = 24 * 60


def minutes(moment: time, *, end: bool = False) -> int:
    """Return minutes since midnight; as an end, 00:00 is the midnight after."""
    found = moment.hour * 60 + moment.minute
    return END_OF_DAY if end and found == 0 else found


class Calendar(Coded):
    """Business hours in a time zone; special days override the week."""

    time_zone = models.CharField(
        both("时区", "Time zone"),
        max_length=60,
        default="Asia/Shanghai",
        help_text=both("例如 Asia/Shanghai、Europe/London。", "For instance Asia/Shanghai, Europe/London."),
    )
    in_directory = True
    gate = Gate(tenant="tenant", read=EVERYBODY)

    class Meta(Coded.Meta):
        verbose_name = both("工作日历", "calendar")
        verbose_name_plural = both("工作日历", "Calendars")

    def clean(self) -> None:
        """Refuse a time zone that does not exist."""
        if self.time_zone not in available_timezones():
            raise ValidationError(
                {
                    "time_zone": both(
                        "没有这个时区，例如 Asia/Shanghai。", "No such time zone; write one such as Asia/Shanghai."
                    )
                }
            )


class Opening(models.Model):
    """A stretch of opening hours."""

    start = models.TimeField(both("开始", "From"))
    end = models.TimeField(
        both("结束", "Until"), help_text=both("00:00 表示当天 24:00。", "00:00 is midnight at the day's end.")
    )

    class Meta:
        abstract = True

    @property
    def span(self) -> tuple[int, int]:
        """Minutes since midnight, end exclusive."""
        return minutes(self.start), minutes(self.end, end=True)

    def clean(self) -> None:
        """Refuse a stretch that ends before it begins."""
        # A field that could not be read is missing here although the column may not be empty.
        if None not in {self.start, self.end} and self.span[0] >= self.span[1]:
            raise ValidationError(
                {
                    "end": both(
                        "结束必须晚于开始；跨午夜请分成两段。",
                        "It must end after it begins; split hours that pass midnight in two.",
                    )
                }
            )


class Hours(Opening):
    """Opening hours of a weekday."""

    class Weekday(models.IntegerChoices):
        """Monday is 0."""

        MONDAY = 0, both("星期一", "Monday")
        TUESDAY = 1, both("星期二", "Tuesday")
        WEDNESDAY = 2, both("星期三", "Wednesday")
        THURSDAY = 3, both("星期四", "Thursday")
        FRIDAY = 4, both("星期五", "Friday")
        SATURDAY = 5, both("星期六", "Saturday")
        SUNDAY = 6, both("星期日", "Sunday")

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="week", verbose_name=both("日历", "Calendar"))
    weekday = models.PositiveSmallIntegerField(both("星期", "Weekday"), choices=Weekday)
    in_directory = True
    gate = Gate(tenant="calendar__tenant", read=EVERYBODY)

    class Meta:
        verbose_name = both("每周时段", "weekly hours")
        verbose_name_plural = both("每周时段", "Weekly hours")
        ordering = ("weekday", "start")

    def __str__(self) -> str:
        """Return the day with its hours."""
        return f"{self.get_weekday_display()} {self.start:%H:%M}-{self.end:%H:%M}"


class SpecialDay(models.Model):
    """A day that is closed or has hours of its own instead of the weekday's."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days", verbose_name=both("日历", "Calendar"))
    date = models.DateField(both("日期", "Date"))
    start = models.TimeField(both("开始", "From"), null=True, blank=True)
    end = models.TimeField(
        both("结束", "Until"),
        null=True,
        blank=True,
        help_text=both("开始和结束都留空表示全天关闭。", "Both empty: closed all day."),
    )
    in_directory = True
    gate = Gate(tenant="calendar__tenant", read=EVERYBODY)

    class Meta:
        verbose_name = both("特殊日期", "special day")
        verbose_name_plural = both("特殊日期", "Special days")
        ordering = ("date", "start")

    def __str__(self) -> str:
        """Return the date."""
        return f"{self.date}"

    @property
    def span(self) -> tuple[int, int] | None:
        """Minutes since midnight, or None for a closed day."""
        return None if self.start is None or self.end is None else (minutes(self.start), minutes(self.end, end=True))

    def clean(self) -> None:
        """Refuse half-given hours and hours that end before they begin."""
        if (self.start is None) != (self.end is None):
            raise ValidationError(
                {
                    "end": both(
                        "请同时填写开始和结束，或都留空表示关闭。",
                        "Enter both times, or leave both empty for a closed day.",
                    )
                }
            )
        if self.span is not None and self.span[0] >= self.span[1]:
            raise ValidationError({"end": both("结束必须晚于开始。", "It must end after it begins.")})
