/** What the REST interface answers. Moments are epoch milliseconds. */
import type { Names } from './generated/received'

/** Who is logged in. `ticket` opens the desk's socket for ten minutes. */
export interface Session {
  person: number
  name: string
  agent: string
  roles: string[]
  teams: string[]
  all_teams: boolean
  language: string
  ticket: string
  ticket_exp: number
}


/** A code with its names. */
export interface Label {
  code: string
  name: Names
}

/** A queue's label with what its after-call work offers. */
export interface QueueLabel extends Label {
  wrap_up_codes: string[]
  wrap_up_ms: number
}

/** A wrap-up code; `leaves_open`: the customer's matter is not solved yet. */
export interface WrapUpLabel extends Label {
  leaves_open: boolean
}

/** An agent as one may see them. */
export interface AgentLabel {
  code: string
  name: string
  team: string
}

/** Codes to names, as far as one may see them. */
export interface Labels {
  queues: QueueLabel[]
  reasons: Label[]
  wrap_up_codes: WrapUpLabel[]
  teams: Label[]
  sites: Label[]
  skills: Label[]
  entry_points: Label[]
  agents: AgentLabel[]
  /** Media of channels that bring their own names. */
  media: Label[]
}

/** A line of the list of interactions. */
export interface InteractionRow {
  id: string
  medium: string
  entry_point: string
  arrived: number
  ended: number | null
  language: string
  queue: string
  agent: string
  customer: string
  customer_name: string
  number: string
  outcome: string
  wait_ms: number | null
  talk_ms: number | null
  wrap_up_code: string
  /** `open`, `solved`, or empty when there is nothing to follow up. */
  matter: string
  recorded: boolean
}

/** One page of a list. */
export interface Page<Row> {
  rows: Row[]
  page: number
  pages: number
  total: number
  /** What the report's figure says, where it counts several in one interaction. */
  counted?: number | null
}

/** A stretch of an interaction with one holder: `flow`, `queue` or `agent`. */
export interface Segment {
  kind: string
  holder: string
  start: number
  end: number | null
  queue: string
  agent: string
  outcome: string
  cause: string
  talk_ms: number
  hold_ms: number
  acw_ms: number
}

/** A line of the timeline: a kind of event with its values. */
export interface Moment {
  at: number
  kind: string
  values: Record<string, string | number | boolean | null | string[] | Record<string, string>>
}

/** One lease of the interaction to an agent. */
export interface OfferLine {
  offer: string
  agent: string
  queue: string
  made: number
  ended: number | null
  outcome: string
  /** Why this agent, in a sentence. */
  explanation: Names
}

/** A recording of the interaction; `state` is `recording`, `waiting`, `ready`, `failed` or `removed`. */
export interface RecordingLine {
  id: string
  start: number
  duration_ms: number | null
  state: string
}

/** One interaction with everything that is kept of it. */
export interface InteractionDetail extends InteractionRow {
  cause: string
  may_mark: boolean
  parent: string
  voicemail_ms: number | null
  data: Record<string, string>
  personal: Record<string, string>
  note: string
  segments: Segment[]
  timeline: Moment[]
  offers: OfferLine[]
  recordings: RecordingLine[]
}

/** The waveform of a recording; peaks are 0 to 1. */
export interface Peaks {
  duration_ms: number
  channels: { name: string; peaks: number[] }[]
}

/** A report: rows per code and interval. `start` and `end` bound the interval. */
export interface Report {
  columns: string[]
  rows: ReportRow[]
  totals: ReportFigures
}

/** The figures of one line, named by column. */
export type ReportFigures = Record<string, number | string | null>

/** One line of a report. */
export type ReportRow = ReportFigures & { start: number; end: number; code: string }
