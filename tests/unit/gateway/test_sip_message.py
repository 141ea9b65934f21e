import pytest

from hollyhock.gateway.sip.message import Foreign, check

DEVICE = "aabcdefghijklmnop"


def message(start: str, *headers: str, body: str = "") -> bytes:
    return "\r\n".join([start, *headers, f"Content-Length: {len(body.encode())}", "", body]).encode()


def register(sender: str, to: str = f"<sip:{DEVICE}@hollyhock>") -> bytes:
    return message("REGISTER sip:hollyhock SIP/2.0", f"From: {sender};tag=1", f"To: {to}")


@pytest.mark.parametrize(
    "sender",
    [
        f"<sip:{DEVICE}@hollyhock>",
        f'"客服" <sip:{DEVICE}@hollyhock;transport=ws>',
        f"sip:{DEVICE}@hollyhock",
        f"<SIPS:{DEVICE}@hollyhock>",
    ],
)
def test_the_device_itself_may_speak(sender: str) -> None:
    check(register(sender), DEVICE)


@pytest.mark.parametrize(
    "sender",
    [
        "<sip:aother@hollyhock>",
        f'"sip:{DEVICE}@x" <sip:aother@hollyhock>',
        f'"<sip:{DEVICE}@x>" <sip:aother@hollyhock>',
        f"<sip:{DEVICE}x@hollyhock>",
        "<tel:+861001>",
        "",
    ],
)
def test_another_sender_is_foreign(sender: str) -> None:
    with pytest.raises(Foreign):
        check(register(sender), DEVICE)


def test_compact_and_folded_headers_are_understood() -> None:
    check(message("OPTIONS sip:x SIP/2.0", f"f:\r\n <sip:{DEVICE}@hollyhock>;tag=1", "t: <sip:x@y>"), DEVICE)
    with pytest.raises(Foreign):
        check(message("OPTIONS sip:x SIP/2.0", "f: <sip:aother@hollyhock>;tag=1", "t: <sip:x@y>"), DEVICE)


def test_inside_a_dialog_the_switch_goes_by_the_dialog() -> None:
    check(
        message("BYE sip:x SIP/2.0", "From: <sip:q7h3k@random.invalid>;tag=1", "To: <sip:1001@hollyhock>;tag=2"), DEVICE
    )
    check(message("SIP/2.0 200 OK", "From: <sip:1001@hollyhock>;tag=2", "To: <sip:q7h3k@random.invalid>"), DEVICE)


def test_a_tag_inside_a_quoted_name_is_no_dialog() -> None:
    with pytest.raises(Foreign):
        check(message("INVITE sip:x SIP/2.0", "From: <sip:aother@h>;tag=1", 'To: ";tag=2" <sip:x@y>'), DEVICE)


def test_a_second_message_in_the_frame_is_foreign() -> None:
    smuggled = register(f"<sip:{DEVICE}@hollyhock>") + register("<sip:aother@hollyhock>")
    with pytest.raises(Foreign, match="content length"):
        check(smuggled, DEVICE)


def test_two_senders_are_foreign() -> None:
    both = message(
        "OPTIONS sip:x SIP/2.0", f"From: <sip:{DEVICE}@h>;tag=1", "From: <sip:aother@h>;tag=1", "To: <sip:x@y>"
    )
    with pytest.raises(Foreign):
        check(both, DEVICE)


def test_stray_line_ends_are_foreign() -> None:
    with pytest.raises(Foreign, match="stray"):
        check(message("OPTIONS sip:x SIP/2.0", f"From: <sip:{DEVICE}@h>;tag=1\nX: y", "To: <sip:x@y>"), DEVICE)


@pytest.mark.parametrize("method", ["REFER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "NONSENSE", "register"])
def test_other_methods_are_foreign(method: str) -> None:
    with pytest.raises(Foreign, match="method"):
        check(message(f"{method} sip:x SIP/2.0", f"From: <sip:{DEVICE}@h>;tag=1", "To: <sip:x@y>"), DEVICE)


@pytest.mark.parametrize("noise", [b"GET / HTTP/1.1\r\n\r\n", b"\xff\xfe\x00", b"INVITE", b"\r\n\r\nINVITE"])
def test_noise_is_foreign(noise: bytes) -> None:
    with pytest.raises(Foreign):
        check(noise, DEVICE)


@pytest.mark.parametrize("quiet", [b"", b"\r\n\r\n", b"\r\n"])
def test_keep_alives_pass(quiet: bytes) -> None:
    check(quiet, DEVICE)
