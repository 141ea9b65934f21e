// Made by `python -m hollyhock.cli.wire_types` from src/hollyhock/contracts; do not edit.

/** One agent's state now. Key ``agent:CODE``. */
export interface AgentCard {
  readonly card: 'agent';
  readonly key: string;
  readonly agent: string;
  readonly name: string;
  readonly team: string;
  readonly site: string;
  readonly state: string;
  readonly since: number;
  readonly reason: string;
  readonly next_mode: string;
  readonly session: string;
  readonly device: string;
  readonly device_up: boolean;
  readonly present: boolean;
  readonly alerting: boolean;
  readonly alerting_since: number | null;
  readonly skills: Readonly<Record<string, number>>;
  readonly skills_changed: boolean;
  readonly holds: readonly (HeldInteraction)[];
}

/** Something that needs a person. */
export interface Alarm {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly raised: boolean;
}

/** Something that needs a person. */
export interface AlarmRaised {
  readonly frame: 'alarm';
  readonly alarm: Alarm;
}

/** The answer to a command; ``problem`` None = done and durable. */
export interface Answered {
  readonly frame: 'answered';
  readonly id: string;
  readonly problem: Problem | null;
}

/** All cards that this desk may see, or the changes since ``previous``. */
export interface Cards {
  readonly frame: 'cards';
  readonly fresh: boolean;
  readonly previous: number;
  readonly cursor: number;
  readonly now: number;
  readonly put: readonly (AgentCard | InteractionCard | QueueCard | SystemCard)[];
  readonly drop: readonly (string)[];
}

/** This agent has logged in elsewhere (another tab or machine): this socket is closing. */
export interface Displaced {
  readonly frame: 'displaced';
}

/** An interaction in an agent's hands. */
export interface HeldInteraction {
  readonly interaction: string;
  readonly phase: string;
  readonly deadline: number | null;
  readonly code: string;
  readonly queue: string;
}

/** One open interaction (or one in after-call work). Key ``interaction:ID``. */
export interface InteractionCard {
  readonly card: 'interaction';
  readonly key: string;
  readonly interaction: string;
  readonly medium: string;
  readonly phase: string;
  readonly phase_since: number;
  readonly arrived: number;
  readonly entry_point: string;
  readonly language: string;
  readonly data: Readonly<Record<string, string>>;
  readonly personal: Readonly<Record<string, string>>;
  readonly node: string;
  readonly queue: string;
  readonly queued_since: number | null;
  readonly waited_ms: number | null;
  readonly priority: number;
  readonly position: number | null;
  readonly agent: string;
  readonly offer: string;
  readonly ringing: Readonly<Record<string, string>>;
  readonly offer_deadline: number | null;
  readonly leg: string;
  readonly tries: number;
  readonly rests_until: number | null;
  readonly wrapping: readonly (string)[];
  readonly sound: string;
  readonly recording: boolean;
}

/** A name in both screen languages. */
export interface Names {
  readonly zh: string;
  readonly en: string;
}

/** A line of the customer's history. */
export interface PastInteraction {
  readonly interaction: string;
  readonly medium: string;
  readonly arrived: number;
  readonly queue: string;
  readonly agent: string;
  readonly wrap_up_code: string;
  readonly note: string;
  readonly open: boolean;
  readonly over: boolean;
}

/** Echo of ``Ping``; the desk shows the round trip. */
export interface Pong {
  readonly frame: 'pong';
  readonly sent: number;
  readonly now: number;
}

/** The customer's record for the screen pop. */
export interface PopAnswer {
  readonly found: boolean;
  readonly customer: string;
  readonly name: string;
  readonly number: string;
  readonly language: string;
  readonly vip: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly history: readonly (PastInteraction)[];
}

/** The customer's record; ``late`` when history is not to be had now. */
export interface Popped {
  readonly frame: 'popped';
  readonly interaction: string;
  readonly pop: PopAnswer | null;
  readonly late: boolean;
}

/** An error as it crosses a wire. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
  readonly field: string | null;
}

/** One queue now. Key ``queue:CODE``. */
export interface QueueCard {
  readonly card: 'queue';
  readonly key: string;
  readonly queue: string;
  readonly waiting: number;
  readonly oldest_since: number | null;
  readonly logged_in: number;
  readonly ready: number;
  readonly why: string;
  readonly rings: readonly (RingStand)[];
  readonly low_ms: number | null;
  readonly high_ms: number | null;
  readonly forecasts: number;
  readonly right: number;
  readonly service_level_ms: number;
}

/** The ticket or the frame was not accepted: the socket is closing. */
export interface Rejected {
  readonly frame: 'rejected';
  readonly problem: Problem;
}

/** A ring of a queue and how many have come to it. */
export interface RingStand {
  readonly after_ms: number;
  readonly waiting: number;
  readonly ends: boolean;
  readonly logged_in: number;
  readonly ready: number;
}

/** The credential of this log-in's softphone. */
export interface Softphone {
  readonly device: string;
  readonly secret: string;
  readonly realm: string;
  readonly path: string;
}

/** The domain itself. Key ``system``. */
export interface SystemCard {
  readonly card: 'system';
  readonly key: string;
  readonly directory: number;
  readonly switch_up: boolean;
  readonly journal_full: boolean;
}

/** An agent, as far as one interaction is concerned. */
export interface Taker {
  readonly agent: string;
  readonly name: string;
  readonly serves: boolean;
  readonly why_not: '' | 'after_call_work' | 'capacity' | 'not_logged_in' | 'not_ready' | 'offered' | 'page_gone' | 'phone_away';
}

/** Who could take it, best first; with ``more`` there are others whom a narrower question would find. */
export interface Takers {
  readonly frame: 'takers';
  readonly interaction: string;
  readonly find: string;
  readonly takers: readonly (Taker)[];
  readonly more: boolean;
}

/** One who waits, without anything personal. */
export interface Waiting {
  readonly interaction: string;
  readonly queue: string;
  readonly medium: string;
  readonly language: string;
  readonly position: number;
  readonly entered: number;
  readonly since: number;
  readonly priority: number;
  readonly ring: number;
  readonly why: Why;
  readonly says: Names;
  readonly low_ms: number | null;
  readonly high_ms: number | null;
}

/** All that is watched, as it stands now: line by line, each in the order of places. */
export interface Watched {
  readonly frame: 'watched';
  readonly rows: readonly (Waiting)[];
}

/** The log-in stands. ``softphone`` is None when another tab of this agent has it. */
export interface Welcome {
  readonly frame: 'welcome';
  readonly agent: string;
  readonly now: number;
  readonly softphone: Softphone | null;
}

/** Why somebody waits now, with the figures that show it. */
export interface Why {
  readonly reason: 'all_busy' | 'calendar' | 'capacity' | 'journal_full' | 'nobody_logged_in' | 'nobody_ready' | 'offered' | 'own_agent' | 'rests' | 'skill_missing' | 'switch_down';
  readonly able: number;
  readonly serving: number;
  readonly ready: number;
  readonly ahead: number;
  readonly agent: string;
  readonly until: number | null;
}

/** Every frame of this direction, told apart by `frame`. */
export type AnyToDesk = Welcome | Cards | Answered | Popped | Watched | Takers | AlarmRaised | Displaced | Rejected | Pong;
