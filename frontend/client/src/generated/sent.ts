// Made by `python -m hollyhock.cli.wire_types` from src/hollyhock/contracts; do not edit.

/** Accept an offer of a medium without a leg (a voicemail); calls are accepted by their leg coming up. */
export interface AcceptOffer {
  readonly type: 'accept_offer';
  readonly agent: string;
  readonly offer: string;
}

/** A command; answered by ``Answered`` with the same ``id``. Repeating an id is harmless. */
export interface Ask {
  readonly frame: 'command';
  readonly id: string;
  readonly command: LogOut | SetReady | SetNotReady | AcceptOffer | RefuseOffer | HoldCall | RetrieveCall | TransferCall | ClearConnection | NoteWrapUp | ExtendWrapUp | FinishWrapUp | DropCallback | AttachData | ForceNotReady | ForceLogOut | Unlock | MoveInteraction | PlaceInteraction | WidenInteraction | PullInteraction | PushInteraction | ChangeSkills;
  readonly personal?: Readonly<Record<string, string>>;
}

/** The customer's record for an interaction on this desk; answered by ``Popped``. */
export interface AskPop {
  readonly frame: 'pop';
  readonly interaction: string;
}

/** Who of the agents that one leads could take an interaction; answered by ``Takers``. */
export interface AskTakers {
  readonly frame: 'takers';
  readonly interaction: string;
  readonly find?: string;
}

/** Attach plain values to an interaction for the rest of its life. */
export interface AttachData {
  readonly type: 'attach_data';
  readonly interaction: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Let an agent have other skills from now on until the agent logs off or the directory says anew. */
export interface ChangeSkills {
  readonly type: 'change_skills';
  readonly agent: string;
  readonly skills: Readonly<Record<string, number>> | null;
}

/** End the interaction from the agent's side, or finish a work item (ECMA-269 Clear Connection). */
export interface ClearConnection {
  readonly type: 'clear_connection';
  readonly agent: string;
  readonly interaction: string;
}

/** During the after-call work on a call back that was not reached: it is not tried again. */
export interface DropCallback {
  readonly type: 'drop_callback';
  readonly agent: string;
  readonly interaction: string;
}

/** Lengthen the after-call work. */
export interface ExtendWrapUp {
  readonly type: 'extend_wrap_up';
  readonly agent: string;
  readonly interaction: string;
  readonly seconds?: number;
}

/** End the after-call work now. */
export interface FinishWrapUp {
  readonly type: 'finish_wrap_up';
  readonly agent: string;
  readonly interaction: string;
}

/** Log an agent off from outside; what they hold goes back to the head of its queue. */
export interface ForceLogOut {
  readonly type: 'force_log_out';
  readonly agent: string;
}

/** Make an agent not ready from outside; what is in progress goes on. */
export interface ForceNotReady {
  readonly type: 'force_not_ready';
  readonly agent: string;
  readonly reason?: string;
}

/** First frame: the ticket, and where to resume. */
export interface Hello {
  readonly frame: 'hello';
  readonly ticket: string;
  readonly cursor?: number | null;
  readonly floor?: boolean;
  readonly softphone?: boolean;
}

/** Suspend the agent's connection; the customer hears music (ECMA-269 Hold Call). */
export interface HoldCall {
  readonly type: 'hold_call';
  readonly agent: string;
  readonly interaction: string;
}

/** Log an agent off; refused while interactions are held. */
export interface LogOut {
  readonly type: 'log_out';
  readonly agent: string;
}

/** Let one who waits go on waiting in another queue, with the time waited already. */
export interface MoveInteraction {
  readonly type: 'move_interaction';
  readonly interaction: string;
  readonly queue: string;
  readonly priority?: number | null;
}

/** Set the wrap-up code during or after the interaction. Personal: ``note``. */
export interface NoteWrapUp {
  readonly type: 'note_wrap_up';
  readonly agent: string;
  readonly interaction: string;
  readonly code?: string;
}

/** Sent every 5 s: keeps the presence alive; answered by ``Pong``. */
export interface Ping {
  readonly frame: 'ping';
  readonly sent: number;
}

/** Let one who waits stand right before another one of the same queue, or first of all. */
export interface PlaceInteraction {
  readonly type: 'place_interaction';
  readonly interaction: string;
  readonly before?: string;
}

/** Let an agent take one who waits, out of turn. */
export interface PullInteraction {
  readonly type: 'pull_interaction';
  readonly agent: string;
  readonly interaction: string;
}

/** Offer one who waits to an agent of the shift leader's choice. */
export interface PushInteraction {
  readonly type: 'push_interaction';
  readonly agent: string;
  readonly interaction: string;
}

/** Refuse an offer; the agent becomes not ready (``refused``) and the interaction keeps its place. */
export interface RefuseOffer {
  readonly type: 'refuse_offer';
  readonly agent: string;
  readonly offer: string;
}

/** A newer ticket before the old one ends. */
export interface Renew {
  readonly frame: 'renew';
  readonly ticket: string;
}

/** Connect a held agent again (ECMA-269 Retrieve Call). */
export interface RetrieveCall {
  readonly type: 'retrieve_call';
  readonly agent: string;
  readonly interaction: string;
}

/** Make an agent not ready with a reason; during an interaction it is the state that follows. */
export interface SetNotReady {
  readonly type: 'set_not_ready';
  readonly agent: string;
  readonly reason: string;
}

/** Make an agent ready; during after-call work it is the state that follows. */
export interface SetReady {
  readonly type: 'set_ready';
  readonly agent: string;
}

/** Hand the interaction to a queue with data and priority (a single-step transfer). */
export interface TransferCall {
  readonly type: 'transfer_call';
  readonly agent: string;
  readonly interaction: string;
  readonly queue: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly priority?: number | null;
}

/** Free an agent: end the after-call work and offers, drop interactions that no leg supports. */
export interface Unlock {
  readonly type: 'unlock';
  readonly agent: string;
}

/** The lines and interactions that stand on the screen now, instead of those before; answered by ``Watched`` at once and whenever something there has changed. For leaders and experts; nobody else is answered. */
export interface Watch {
  readonly frame: 'watch';
  readonly queues?: readonly (string)[];
  readonly interactions?: readonly (string)[];
}

/** Put one who waits into a later (or an earlier) ring now. */
export interface WidenInteraction {
  readonly type: 'widen_interaction';
  readonly interaction: string;
  readonly ring: number;
}

/** Every frame of this direction, told apart by `frame`. */
export type AnyFromDesk = Hello | Ask | AskPop | Watch | AskTakers | Renew | Ping;
