"""After-call work: code and note, more time, finish."""

from __future__ import annotations

from hollyhock.contracts.commands import ExtendWrapUp, FinishWrapUp, NoteWrapUp
from hollyhock.contracts.errors import Invalid, Refused
from hollyhock.contracts.events import WrapUpExtended, WrapUpFinished, WrapUpNoted
from hollyhock.core.data import WrapUp
from hollyhock.core.decide.decision import Decision, handles

LONGEST_EXTENSION_S = 600


@handles(NoteWrapUp)
def note_wrap_up(d: Decision, command: NoteWrapUp) -> None:
    """Keep code and note, during the talk or after it."""
    wrap = d.state.agent(command.agent).wraps.get(command.interaction)
    it = d.state.interaction(command.interaction)
    if it is None or (wrap is None and it.agent != command.agent):
        raise Refused(why_zh="该联络不在您手中", why_en="this interaction is not in your hands")
    queue = d.state.book.queues.get(wrap.queue if wrap else it.queue)
    if command.code and queue is not None and command.code not in queue.wrap_up_codes:
        raise Invalid(
            field="code",
            field_name="code",
            remedy_zh="请选择此队列的话后小结代码",
            remedy_en="choose one of this queue's wrap-up codes",
        )
    d.emit(
        WrapUpNoted(
            agent=command.agent,
            interaction=it.id,
            code=command.code,
            noted="note" in d.personal,
        ),
    )


@handles(ExtendWrapUp)
def extend_wrap_up(d: Decision, command: ExtendWrapUp) -> None:
    """Give more time."""
    wrap = _wrap(d, command.agent, command.interaction)
    if not 1 <= command.seconds <= LONGEST_EXTENSION_S:
        raise Invalid(
            field="seconds",
            field_name="seconds",
            remedy_zh="请填 1 到 600 秒",
            remedy_en="give 1 to 600 seconds",
        )
    deadline = wrap.deadline + command.seconds * 1000
    d.emit(WrapUpExtended(agent=command.agent, interaction=command.interaction, deadline=deadline))


@handles(FinishWrapUp)
def finish_wrap_up(d: Decision, command: FinishWrapUp) -> None:
    """End it now."""
    _wrap(d, command.agent, command.interaction)
    d.emit(WrapUpFinished(agent=command.agent, interaction=command.interaction, cause="self"))


def _wrap(d: Decision, agent: str, interaction: str) -> WrapUp:
    wrap = d.state.agent(agent).wraps.get(interaction)
    if wrap is None:
        raise Refused(why_zh="话后处理已经结束", why_en="the after-call work has ended already")
    return wrap
