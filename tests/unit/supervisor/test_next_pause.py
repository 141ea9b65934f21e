from hypothesis import given
from hypothesis import strategies as st

from hollyhock.bootstrap.supervisor.spec import next_pause


def test_first_restart_is_quick() -> None:
    assert next_pause(0.0, ready_s=0.1) == 0.2


def test_pause_doubles_while_it_keeps_dying() -> None:
    assert next_pause(0.2, ready_s=1) == 0.4
    assert next_pause(25.0, ready_s=1) == 30.0


def test_run_that_served_starts_over() -> None:
    assert next_pause(30.0, ready_s=3) == 0.2


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_pause_is_never_nought_and_never_above_half_a_minute(previous: float, ran: float) -> None:
    assert 0.2 <= next_pause(previous, ran) <= 30
