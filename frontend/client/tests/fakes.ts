import type { AnyToDesk, DeskListener, Session, Takers, Timers, Watched, Wire } from '../src'
import type { AnyFromDesk } from '../src'

/** A clock that stands still until told to move; work due on the way is done in order. */
export class FakeTimers implements Timers {
  private time = 0
  private waiting: { at: number; work: () => void }[] = []

  now(): number {
    return this.time
  }

  after(ms: number, work: () => void): () => void {
    const entry = { at: this.time + ms, work }
    this.waiting.push(entry)
    return () => {
      this.waiting = this.waiting.filter((one) => one !== entry)
    }
  }

  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      await settled()
      const due = this.waiting.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.waiting = this.waiting.filter((one) => one !== due)
      this.time = Math.max(this.time, due.at)
      due.work()
    }
    this.time = end
    await settled()
  }
}

/** Lets promises that are already decided run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve()
}

/** One connection as the gateway's end of it. */
export class FakeWire implements Wire {
  onopen: Wire['onopen'] = null
  onmessage: Wire['onmessage'] = null
  onclose: Wire['onclose'] = null
  readonly sent: AnyFromDesk[] = []
  closed = false

  send(text: string): void {
    this.sent.push(JSON.parse(text) as AnyFromDesk)
  }

  close(): void {
    this.closed = true
  }

  open(): void {
    this.onopen?.(undefined as never)
  }

  say(frame: AnyToDesk): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  cut(): void {
    this.onclose?.(undefined as never)
  }

  of<Kind extends AnyFromDesk['frame']>(kind: Kind): Extract<AnyFromDesk, { frame: Kind }>[] {
    return this.sent.filter((frame): frame is Extract<AnyFromDesk, { frame: Kind }> => frame.frame === kind)
  }
}

/** Writes down what it is told. */
export class FakeListener implements DeskListener {
  readonly told: string[] = []

  link(link: string): void {
    this.told.push(link)
  }
  welcome(): void {
    this.told.push('welcome')
  }
  popped(): void {
    this.told.push('popped')
  }
  watched(frame: Watched): void {
    this.told.push(`watched ${frame.rows.length}`)
  }
  takers(frame: Takers): void {
    this.told.push(`takers ${frame.takers.length}`)
  }
  alarm(): void {
    this.told.push('alarm')
  }
  roundTrip(ms: number): void {
    this.told.push(`rtt ${ms}`)
  }
  refused(problem: { code: string }): void {
    this.told.push(`refused ${problem.code}`)
  }
}

/** A log-in with the given ticket. */
export function aSession(ticket: string): Session {
  return {
    person: 1,
    name: '王芳',
    agent: '1001',
    roles: ['agent'],
    teams: [],
    all_teams: false,
    language: 'zh-Hans',
    ticket,
    ticket_exp: 0,
  }
}
