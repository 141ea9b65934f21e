import pytest

from hollyhock.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    shown = capsys.readouterr()
    return ended.value.code, shown.out, shown.err


@pytest.mark.parametrize(("language", "word"), [("zh", "检查"), ("en", "Check")])
def test_help_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str], language: str, word: str) -> None:
    code, out, _ = run(capsys, "--lang", language, "--help")
    assert code == 0
    assert word in out


def test_locale_decides_when_nothing_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "检查" in run(capsys, "--help")[1]


@pytest.mark.parametrize(("language", "word"), [("zh", "还没有中心"), ("en", "no centre")])
def test_error_is_one_plain_message_and_exit_code_1(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
    word: str,
) -> None:
    monkeypatch.setenv("HOLLYHOCK_HOME", str(tmp_path_factory.mktemp("empty")))
    code, _, err = run(capsys, "service", "install", "--lang", language)
    assert code == 1
    assert word in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["up", "init", "doctor", "test", "parts", "service", "run"])
def test_every_command_of_the_tutorial_exists(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run(capsys, command, "--help")[0] == 0
