"""What keeps a centre from starting."""

from hollyhock.contracts.errors import HollyhockError


class RecordsFailed(HollyhockError):
    """The records database could not be made or brought up to date."""

    code = "records_failed"
    zh = "无法建立或更新业务数据库：\n{detail}\n处理办法：检查 hollyhock.toml 中的 records 一项、磁盘空间和写权限。"
    en = "The records database could not be made or updated:\n{detail}\nWhat to do: check `records` in hollyhock.toml, disk space and write permission."  # noqa: E501


class NotReady(HollyhockError):
    """The machine lacks something that a start needs; the doctor has said what."""

    code = "not_ready"
    zh = "请先处理上面标有 ✗ 的项目，然后再次启动。"
    en = "Mend what is marked ✗ above, then start again."


class CertificateWithoutKey(HollyhockError):
    """Only one of the two files was named."""

    code = "certificate_without_key"
    status = 422
    zh = "--cert 和 --key 必须同时给出，且文件存在。"
    en = "Give --cert and --key together, and both files must exist."
