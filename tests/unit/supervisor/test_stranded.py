from hollyhock.bootstrap.supervisor.standby import stranded


def channel(name: str, **fields: str) -> dict[str, str]:
    return {"Channel": name, "Context": "arrival", "Application": "StasisBroadcast", "BridgeId": "", **fields}


def names(*channels: dict[str, str]) -> list[str]:
    return [found["Channel"] for found in stranded(channels)]


def test_caller_in_a_flow_is_stranded() -> None:
    assert names(channel("a")) == ["a"]


def test_caller_alone_in_a_bridge_is_stranded() -> None:
    assert names(channel("a", BridgeId="b1")) == ["a"]


def test_callers_in_talk_are_left_alone() -> None:
    assert names(channel("a", BridgeId="b1"), channel("agent", Context="from-agent", BridgeId="b1")) == []


def test_talk_in_one_bridge_does_not_hide_a_caller_in_another() -> None:
    assert names(channel("a", BridgeId="b1"), channel("b", BridgeId="b1"), channel("c", BridgeId="b2")) == ["c"]


def test_agents_leg_is_no_caller() -> None:
    assert names(channel("agent", Context="from-agent")) == []


def test_caller_who_is_in_standby_already_stays_there() -> None:
    assert names(channel("a", Context="standby", Application="Record")) == []
