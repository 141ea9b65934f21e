"""The front end's wire types say what the contracts say."""

from pathlib import Path

from hollyhock.cli import wire_types


def test_the_committed_types_are_not_stale() -> None:
    assert wire_types.stale() == []


def test_a_changed_or_missing_module_is_stale_until_written(tmp_path: Path) -> None:
    assert wire_types.stale(tmp_path) == ["sent.ts", "received.ts"]
    wire_types.write(tmp_path)
    assert wire_types.stale(tmp_path) == []
    (tmp_path / "sent.ts").write_text("export {};\n", encoding="utf-8")
    assert wire_types.stale(tmp_path) == ["sent.ts"]


def test_defaults_are_optional_when_sent_and_present_when_received() -> None:
    made = wire_types.generate()
    assert "readonly cursor?: number | null;" in made["sent.ts"]
    assert "readonly priority?: number | null;" in made["sent.ts"]
    assert "readonly put: readonly (AgentCard | InteractionCard | QueueCard | SystemCard)[];" in made["received.ts"]
    assert "readonly softphone: Softphone | null;" in made["received.ts"]


def test_frames_and_commands_are_told_apart_by_their_tags() -> None:
    made = wire_types.generate()
    assert "readonly frame: 'hello';" in made["sent.ts"]
    assert "readonly type: 'set_not_ready';" in made["sent.ts"]
    assert "readonly card: 'interaction';" in made["received.ts"]
