"""What can go wrong with the parts, each with its remedy."""

from hollyhock.contracts.errors import HollyhockError

_OWN_ZH = "自行安装 Asterisk ≥ 22.7、nats-server ≥ 2.12、espeak-ng 和 opusenc，并在 hollyhock.toml 中写明路径"
_OWN_EN = "install Asterisk >= 22.7, nats-server >= 2.12, espeak-ng and opusenc and name their paths in hollyhock.toml"


class PartsError(HollyhockError):
    """The parts cannot be fetched or do not run."""

    code = "parts"
    zh = "{what_zh}\n处理办法：{remedy_zh}"
    en = "{what_en}\nWhat to do: {remedy_en}"


def no_apt() -> PartsError:
    """Return the error for a machine without Debian's package tools."""
    return PartsError(
        what_zh="本机没有 apt-get 或 dpkg-deb，无法取得 Asterisk 等程序。",
        what_en="This machine has no apt-get or dpkg-deb, so Asterisk and the other programs cannot be fetched.",
        remedy_zh=f"在 Debian 12 或 13 上运行，或{_OWN_ZH}。",
        remedy_en=f"run on Debian 12 or 13, or {_OWN_EN}.",
    )


def no_machine(machine: str) -> PartsError:
    """Return the error for a processor that the packages are not known to run on."""
    return PartsError(
        what_zh=f"不支持的处理器类型：{machine}。",
        what_en=f"No parts are known for a processor of type {machine}.",
        remedy_zh=f"使用 x86_64 或 aarch64 的机器，或{_OWN_ZH}。",
        remedy_en=f"use an x86_64 or aarch64 machine, or {_OWN_EN}.",
    )


def no_mirror(detail: str) -> PartsError:
    """Return the error for when no mirror gave signed package lists; `detail` is what apt said last."""
    return PartsError(
        what_zh=f"无法从本机的软件源取得 Debian 测试版的软件包清单。\n{detail}",
        what_en=f"The package lists of Debian testing cannot be had from this machine's mirrors.\n{detail}",
        remedy_zh="检查网络后重试，或指定 Debian 镜像：hollyhock parts fetch --mirror 网址。"
        "若提示签名错误，请更新 debian-archive-keyring。",
        remedy_en="check the network and try again, or name a Debian mirror: hollyhock parts fetch --mirror URL. "
        "If apt complains about signatures, update debian-archive-keyring.",
    )


def apt_failed(detail: str) -> PartsError:
    """Return the error for a download that broke off."""
    return PartsError(
        what_zh=f"下载软件包失败。\n{detail}",
        what_en=f"Downloading the packages failed.\n{detail}",
        remedy_zh="检查网络和磁盘空间后重试同一命令，已下载的部分会保留。",
        remedy_en="check the network and the disk space, then try again; what has been downloaded is kept.",
    )


def unpack_failed(package: str, detail: str) -> PartsError:
    """Return the error for a package that cannot be unpacked."""
    return PartsError(
        what_zh=f"无法解开软件包 {package}：{detail}",
        what_en=f"The package {package} cannot be unpacked: {detail}",
        remedy_zh="检查磁盘空间和目录的写权限后重试。",
        remedy_en="check the disk space and the right to write into the folder, then try again.",
    )


def does_not_run(name: str, detail: str) -> PartsError:
    """Return the error for a program that is missing or cannot be started."""
    return PartsError(
        what_zh=f"程序 {name} 无法运行：{detail}",
        what_en=f"The program {name} does not run: {detail}",
        remedy_zh="运行 hollyhock parts fetch --again 重新取得；目录所在的文件系统不可带 noexec 选项。",
        remedy_en="run hollyhock parts fetch --again; the folder's file system must not be mounted noexec.",
    )


def too_old(name: str, found: str, wanted: str) -> PartsError:
    """Return the error for a program below its minimum version."""
    return PartsError(
        what_zh=f"程序 {name} 版本过低：现为 {found}，至少需要 {wanted}。",
        what_en=f"The program {name} is too old: {found}, at least {wanted} is needed.",
        remedy_zh="安装新版本，或从 hollyhock.toml 中去掉它的路径，改用自动取得的版本。",
        remedy_en="install a newer one, or remove its path from hollyhock.toml to use the fetched one.",
    )
