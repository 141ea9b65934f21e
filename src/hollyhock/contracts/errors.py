"""The one error family: a stable code, an HTTP status, whether to try again, one plain sentence in two languages."""

from __future__ import annotations

from typing import ClassVar

import msgspec

Language = str
"""``zh-Hans`` or ``en`` on screens; flows may speak more languages."""


class Problem(msgspec.Struct, frozen=True):
    """An error as it crosses a wire."""

    code: str
    status: int
    retryable: bool
    zh: str
    en: str
    field: str | None = None
    """The input field to mend, dotted path, when one field is at fault."""


class HollyhockError(Exception):
    """Root of every error that we raise on purpose; subclasses fix code, status and sentences."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    zh: ClassVar[str] = "系统内部错误，请联系管理员。"
    en: ClassVar[str] = "Something went wrong inside the system; please tell the administrator."

    def __init__(self, *, field: str | None = None, **values: object) -> None:
        """Keep the values that fill the sentence's placeholders and the field at fault."""
        self.field = field
        self.values = values
        super().__init__(self.en.format(**values))

    def problem(self) -> Problem:
        """Return the wire form of this error."""
        return Problem(
            code=self.code,
            status=self.status,
            retryable=self.retryable,
            zh=self.zh.format(**self.values),
            en=self.en.format(**self.values),
            field=self.field,
        )


class Refused(HollyhockError):
    """A command that the present state does not allow; it changed nothing."""

    code = "refused"
    status = 409
    zh = "当前状态不允许此操作：{why_zh}"
    en = "Not possible now: {why_en}"


class Unknown(HollyhockError):
    """Something named does not exist (any more)."""

    code = "unknown"
    status = 404
    zh = "找不到{what}“{name}”。"
    en = "There is no {what} “{name}”."


class Invalid(HollyhockError):
    """Bad input: names the field and the remedy."""

    code = "invalid"
    status = 422
    zh = "{field_name}：{remedy_zh}"
    en = "{field_name}: {remedy_en}"


class Forbidden(HollyhockError):
    """The person's role or scope does not allow this."""

    code = "forbidden"
    status = 403
    zh = "您没有权限执行此操作。"
    en = "Your role does not allow this."


class Unauthenticated(HollyhockError):
    """No valid log-in or ticket."""

    code = "unauthenticated"
    status = 401
    zh = "登录已失效，请重新登录。"
    en = "Your log-in is no longer valid; please log in again."


class Unavailable(HollyhockError):
    """A part that is needed does not answer now; trying again may help."""

    code = "unavailable"
    status = 503
    retryable = True
    zh = "{part}暂时没有响应，请稍后再试。"
    en = "{part} does not answer at the moment; please try again."


class JournalConflict(HollyhockError):
    """Another owner has written: this one must send nothing more and exit."""

    code = "journal_conflict"
    status = 503
    retryable = True
    zh = "另一个引擎正在接管，请重试。"
    en = "Another engine is taking over; please try again."


class JournalBusy(HollyhockError):
    """The journal is locked by somebody for too long; try again."""

    code = "journal_busy"
    status = 503
    retryable = True
    zh = "日志正忙，请重试。"
    en = "The journal is busy; please try again."


class JournalFull(HollyhockError):
    """No space left for the journal: commands are refused until space is freed."""

    code = "journal_full"
    status = 507
    zh = "日志磁盘已满：请腾出空间；进行中的通话不受影响。"
    en = "The journal's disk is full: free some space; calls in progress go on."


class JournalBroken(HollyhockError):
    """The journal's storage reports an input/output error."""

    code = "journal_broken"
    zh = "日志存储读写出错：{detail}"
    en = "The journal's storage fails: {detail}"


class UnknownSound(Unknown):
    """A recording or voicemail that is not there, or whose file is gone."""

    zh = "找不到录音“{name}”，可能已过保存期。"
    en = "There is no recording “{name}”; its time may be over."


class SoundUnusable(HollyhockError):
    """A sound file is empty, damaged or could not be encoded."""

    code = "sound_unusable"
    status = 422
    zh = "录音文件无法使用：{why_zh}"
    en = "The sound file cannot be used: {why_en}"
