import { type AnyCard, CardReplica, type CardStore } from './cards'
import { ServerClock } from './clock'
import type { Alarm, AnyToDesk, Popped, Problem, Takers, Watched, Welcome } from './generated/received'
import type { AnyFromDesk, Ask, Hello } from './generated/sent'
import { GrowingPause } from './pause'
import { asProblem, ProblemError, UNREACHABLE } from './problem'
import type { Session } from './shapes'
import { browserTimers, type Timers } from './timers'

/** Every command a desk may ask. */
export type DeskCommand = Ask['command']

/** How the socket fares. */
export type Link = 'idle' | 'connecting' | 'up' | 'pausing' | 'displaced' | 'logged_out'

/** The part of a browser's `WebSocket` that we need. */
export interface Wire {
  onopen: ((event: never) => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: never) => void) | null
  send(text: string): void
  close(): void
}

/** Who is told what happens. */
export interface DeskListener {
  link(link: Link, pauseMs: number): void
  welcome(frame: Welcome): void
  popped(frame: Popped): void
  watched(frame: Watched): void
  takers(frame: Takers): void
  alarm(alarm: Alarm): void
  roundTrip(ms: number): void
  refused(problem: Problem): void
}

/** Lines and single interactions to be watched. */
export interface Lines {
  readonly queues: readonly string[]
  readonly interactions: readonly string[]
}

/** What the socket needs from outside. */
export interface DeskSocketOptions {
  open(): Wire
  /** The present log-in with a fresh ticket; rejects with status 401 when logged out. */
  session(): Promise<Session>
  store: CardStore
  listener: DeskListener
  floor: boolean
  softphone: boolean
  timers?: Timers
  pause?: GrowingPause
  newId?: () => string
}

const PING_MS = 5_000
const SILENCE_MS = 12_000
const ASK_MS = 15_000
/** Life of a ticket as web issues it; counted here from when it came, since this computer's clock may be wrong. */
const TICKET_MS = 600_000
const RENEW_BEFORE_MS = 120_000

interface Pending {
  readonly frame: Ask
  readonly done: () => void
  readonly failed: (reason: ProblemError) => void
  readonly forget: () => void
}

/**
 * The desk's socket: keeps a copy of the cards, reconnects by itself at its cursor, repeats unanswered commands under
 * their ids, keeps the presence alive and the ticket fresh.
 */
export class DeskSocket {
  readonly clock: ServerClock
  private readonly replica: CardReplica
  private readonly timers: Timers
  private readonly pause: GrowingPause
  private readonly newId: () => string
  private readonly pending = new Map<string, Pending>()
  private watching: Lines = { queues: [], interactions: [] }
  private readonly wantedPops = new Set<string>()
  private wire: Wire | null = null
  private link: Link = 'idle'
  private heardAt = 0
  private ticket: { text: string; ends: number } | null = null
  private attempt = 0
  private cancels: (() => void)[] = []
  private softphone: boolean

  constructor(private readonly options: DeskSocketOptions) {
    this.timers = options.timers ?? browserTimers
    this.pause = options.pause ?? new GrowingPause()
    this.newId = options.newId ?? randomId
    this.clock = new ServerClock(() => this.timers.now())
    this.replica = new CardReplica(options.store)
    this.softphone = options.softphone
  }

  /** Connect and stay connected. */
  start(): void {
    if (this.link === 'up' || this.link === 'connecting') return
    void this.connect()
  }

  /** Make this tab the agent's one softphone: a new, fresh connection that asks for it. */
  takeSoftphone(): void {
    this.softphone = true
    this.replica.cursor = null
    this.drop()
    void this.connect()
  }

  /** Leave for good; what was asked and not answered fails. */
  stop(): void {
    this.drop()
    this.say('idle')
    for (const one of [...this.pending.values()]) this.settle(one.frame.id, UNREACHABLE)
  }

  /** Ask for something. Resolves when it is done and durable; rejects with the problem. */
  ask(command: DeskCommand, personal: Record<string, string> = {}): Promise<void> {
    const frame: Ask = { frame: 'command', id: this.newId(), command, personal }
    return new Promise((done, failed) => {
      const forget = this.timers.after(ASK_MS, () => this.settle(frame.id, UNREACHABLE))
      this.pending.set(frame.id, { frame, done, failed, forget })
      if (this.link === 'up') this.send(frame)
    })
  }

  /** Ask for the customer's record; it comes to the listener, again after each reconnection until it is there. */
  askPop(interaction: string): void {
    this.wantedPops.add(interaction)
    if (this.link === 'up') this.send({ frame: 'pop', interaction })
  }

  /** Watch these instead of what was watched; they come to the listener, at once and whenever they have changed. */
  watch(lines: Lines): void {
    this.watching = lines
    if (this.link === 'up') this.sendWatch()
  }

  /** Ask who could take an interaction; the answer comes to the listener. Lost with the connection. */
  askTakers(interaction: string, find: string): void {
    if (this.link === 'up') this.send({ frame: 'takers', interaction, find })
  }

  private async connect(): Promise<void> {
    const attempt = (this.attempt += 1)
    this.say('connecting')
    try {
      await this.haveTicket()
    } catch (thrown) {
      if (attempt !== this.attempt) return
      if (asProblem(thrown).problem.status === 401) this.leave('logged_out')
      else this.retry()
      return
    }
    if (attempt !== this.attempt) return
    const wire = this.options.open()
    this.wire = wire
    wire.onopen = () => this.greet(wire)
    wire.onmessage = (event) => this.heard(wire, event.data)
    wire.onclose = () => this.lost(wire)
    this.watchSilence()
  }

  private async haveTicket(): Promise<string> {
    if (this.ticket === null || this.ticket.ends - this.timers.now() < RENEW_BEFORE_MS / 4) {
      const session = await this.options.session()
      this.ticket = { text: session.ticket, ends: this.timers.now() + TICKET_MS }
    }
    return this.ticket.text
  }

  private greet(wire: Wire): void {
    if (wire !== this.wire) return
    const hello: Hello = {
      frame: 'hello',
      ticket: this.ticket?.text ?? '',
      cursor: this.replica.cursor,
      floor: this.options.floor,
      softphone: this.softphone,
    }
    this.send(hello)
  }

  private heard(wire: Wire, data: unknown): void {
    if (wire !== this.wire || typeof data !== 'string') return
    this.heardAt = this.timers.now()
    this.take(JSON.parse(data) as AnyToDesk)
  }

  private take(frame: AnyToDesk): void {
    const listener = this.options.listener
    switch (frame.frame) {
      case 'welcome':
        return this.welcomed(frame)
      case 'cards':
        this.clock.heard(frame.now)
        if (!this.replica.apply(frame)) this.again()
        return
      case 'answered':
        return this.settle(frame.id, frame.problem)
      case 'popped':
        if (!frame.late) this.wantedPops.delete(frame.interaction)
        return listener.popped(frame)
      case 'watched':
        return listener.watched(frame)
      case 'takers':
        return listener.takers(frame)
      case 'alarm':
        return listener.alarm(frame.alarm)
      case 'pong':
        return listener.roundTrip(this.clock.answered(frame.now, frame.sent))
      case 'displaced':
        return this.leave('displaced')
      case 'rejected':
        return this.rejected(frame.problem)
    }
  }

  private welcomed(frame: Welcome): void {
    const first = this.link !== 'up'
    this.clock.heard(frame.now)
    // Another tab has taken the softphone: after a reconnection this one must not take it back by itself.
    if (frame.softphone === null) this.softphone = false
    if (first) this.say('up')
    this.options.listener.welcome(frame)
    if (!first) return
    this.pause.reset()
    for (const one of this.pending.values()) this.send(one.frame)
    for (const interaction of this.wantedPops) this.send({ frame: 'pop', interaction })
    if (this.watching.queues.length || this.watching.interactions.length) this.sendWatch()
    this.beat()
    this.renewInTime()
  }

  private rejected(problem: Problem): void {
    this.ticket = null
    if (problem.status !== 401) this.options.listener.refused(problem)
    this.replica.cursor = null
    this.drop()
    this.retry()
  }

  private sendWatch(): void {
    this.send({ frame: 'watch', ...this.watching })
  }

  private beat(): void {
    this.send({ frame: 'ping', sent: this.timers.now() })
    this.later(PING_MS, () => this.beat())
  }

  private watchSilence(): void {
    this.heardAt = this.timers.now()
    const look = () => {
      const silent = this.timers.now() - this.heardAt
      if (silent >= SILENCE_MS) this.again()
      else this.later(SILENCE_MS - silent, look)
    }
    this.later(SILENCE_MS, look)
  }

  private renewInTime(): void {
    const left = (this.ticket?.ends ?? 0) - this.timers.now() - RENEW_BEFORE_MS
    this.later(Math.max(left, PING_MS), () => void this.renew())
  }

  private async renew(): Promise<void> {
    const wire = this.wire
    this.ticket = null
    try {
      const text = await this.haveTicket()
      if (wire === this.wire) this.send({ frame: 'renew', ticket: text })
    } catch (thrown) {
      if (asProblem(thrown).problem.status === 401) return this.leave('logged_out')
    }
    if (wire === this.wire) this.renewInTime()
  }

  private lost(wire: Wire): void {
    if (wire !== this.wire) return
    this.drop()
    this.retry()
  }

  private again(): void {
    this.drop()
    this.retry()
  }

  private retry(): void {
    const wait = this.pause.next()
    this.say('pausing', wait)
    this.later(wait, () => void this.connect())
  }

  private leave(link: Link): void {
    this.drop()
    this.say(link)
  }

  private drop(): void {
    // Whoever still waits for a ticket has been overtaken.
    this.attempt += 1
    for (const cancel of this.cancels) cancel()
    this.cancels = []
    const wire = this.wire
    this.wire = null
    wire?.close()
  }

  private later(ms: number, work: () => void): void {
    this.cancels.push(this.timers.after(ms, work))
  }

  private settle(id: string, problem: Problem | null): void {
    const one = this.pending.get(id)
    if (!one) return
    this.pending.delete(id)
    one.forget()
    if (problem === null) one.done()
    else one.failed(new ProblemError(problem))
  }

  private say(link: Link, pauseMs = 0): void {
    this.link = link
    this.options.listener.link(link, pauseMs)
  }

  private send(frame: AnyFromDesk): void {
    this.wire?.send(JSON.stringify(frame))
  }
}

/** 128 random bits in hexadecimal; unlike `randomUUID` it also works where the page is not served securely. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export type { AnyCard }
