import { beforeEach, describe, expect, it } from 'vitest'

import { type AnyCard, DeskSocket, GrowingPause, ProblemError, type Problem } from '../src'
import { aSession, FakeListener, FakeTimers, FakeWire, settled } from './fakes'

const REFUSED: Problem = { code: 'refused', status: 409, retryable: false, zh: '不行', en: 'No', field: null }
const LOGGED_OUT: Problem = { ...REFUSED, code: 'unauthenticated', status: 401 }

let timers: FakeTimers
let wires: FakeWire[]
let listener: FakeListener
let store: Map<string, AnyCard>
let tickets: number
let loggedIn: boolean
let socket: DeskSocket

const last = (): FakeWire => wires.at(-1) as FakeWire

function system(directory: number): AnyCard {
  return { card: 'system', key: 'system', directory, switch_up: true, journal_full: false }
}

async function up(): Promise<FakeWire> {
  await settled()
  last().open()
  last().say({ frame: 'welcome', agent: '1001', now: 1_000_000, softphone: null })
  return last()
}

beforeEach(() => {
  timers = new FakeTimers()
  wires = []
  listener = new FakeListener()
  store = new Map()
  tickets = 0
  loggedIn = true
  let ids = 0
  socket = new DeskSocket({
    open: () => {
      wires.push(new FakeWire())
      return last()
    },
    session: async () => {
      if (!loggedIn) throw new ProblemError(LOGGED_OUT)
      tickets += 1
      return aSession(`ticket ${tickets}`)
    },
    store,
    listener,
    floor: false,
    softphone: true,
    timers,
    pause: new GrowingPause(400, 15_000, () => 1),
    newId: () => `c${(ids += 1)}`,
  })
  socket.start()
})

describe('the first connection', () => {
  it('greets with the ticket and asks for everything', async () => {
    await settled()
    last().open()
    expect(last().sent).toEqual([{ frame: 'hello', ticket: 'ticket 1', cursor: null, floor: false, softphone: true }])
  })

  it('ends quietly when nobody is logged in', async () => {
    socket.stop()
    loggedIn = false
    const fresh = new FakeListener()
    const other = new DeskSocket({
      open: () => new FakeWire(),
      session: async () => Promise.reject(new ProblemError(LOGGED_OUT)),
      store,
      listener: fresh,
      floor: false,
      softphone: true,
      timers,
    })
    other.start()
    await settled()
    expect(fresh.told).toEqual(['connecting', 'logged_out'])
  })
})

describe('cards', () => {
  it('replaces everything by a fresh frame and applies changes on top', async () => {
    store.set('old', system(0))
    const wire = await up()
    wire.say({ frame: 'cards', fresh: true, previous: 0, cursor: 7, now: 1, put: [system(1)], drop: [] })
    expect([...store.keys()]).toEqual(['system'])
    wire.say({ frame: 'cards', fresh: false, previous: 7, cursor: 9, now: 1, put: [system(2)], drop: [] })
    expect(store.get('system')).toMatchObject({ directory: 2 })
    wire.say({ frame: 'cards', fresh: false, previous: 9, cursor: 10, now: 1, put: [], drop: ['system'] })
    expect(store.size).toBe(0)
  })

  it('asks for a fresh copy when a change does not follow what it has', async () => {
    const wire = await up()
    wire.say({ frame: 'cards', fresh: true, previous: 0, cursor: 7, now: 1, put: [system(1)], drop: [] })
    wire.say({ frame: 'cards', fresh: false, previous: 8, cursor: 9, now: 1, put: [system(2)], drop: [] })
    expect(store.get('system')).toMatchObject({ directory: 1 })
    expect(wire.closed).toBe(true)
    await timers.pass(400)
    last().open()
    expect(last().of('hello')[0]).toMatchObject({ cursor: null })
  })

  it('resumes at its cursor after the connection was lost', async () => {
    const wire = await up()
    wire.say({ frame: 'cards', fresh: true, previous: 0, cursor: 7, now: 1, put: [], drop: [] })
    wire.cut()
    await timers.pass(400)
    last().open()
    expect(wires).toHaveLength(2)
    expect(last().of('hello')[0]).toMatchObject({ cursor: 7, ticket: 'ticket 1' })
  })

  it('takes a repeated change only once', async () => {
    const wire = await up()
    wire.say({ frame: 'cards', fresh: true, previous: 0, cursor: 9, now: 1, put: [system(5)], drop: [] })
    wire.say({ frame: 'cards', fresh: false, previous: 7, cursor: 8, now: 1, put: [system(4)], drop: [] })
    expect(store.get('system')).toMatchObject({ directory: 5 })
    expect(wire.closed).toBe(false)
  })
})

describe('commands', () => {
  it('resolve when answered and reject with the problem', async () => {
    const wire = await up()
    const good = socket.ask({ type: 'set_ready', agent: '1001' })
    const bad = socket.ask({ type: 'log_out', agent: '1001' })
    wire.say({ frame: 'answered', id: 'c1', problem: null })
    wire.say({ frame: 'answered', id: 'c2', problem: REFUSED })
    await expect(good).resolves.toBeUndefined()
    await expect(bad).rejects.toMatchObject({ problem: REFUSED })
  })

  it('are repeated under the same id after a reconnection, unless answered', async () => {
    const wire = await up()
    const asked = socket.ask({ type: 'set_ready', agent: '1001' })
    void socket.ask({ type: 'set_not_ready', agent: '1001', reason: 'break' }).catch(() => undefined)
    wire.say({ frame: 'answered', id: 'c2', problem: null })
    wire.cut()
    await timers.pass(400)
    const second = await up()
    expect(second.of('command').map((frame) => frame.id)).toEqual(['c1'])
    second.say({ frame: 'answered', id: 'c1', problem: null })
    await expect(asked).resolves.toBeUndefined()
  })

  it('fail as unreachable when nobody answers in time', async () => {
    await up()
    const asked = socket.ask({ type: 'set_ready', agent: '1001' })
    const seen = expect(asked).rejects.toMatchObject({ problem: { code: 'unreachable' } })
    await timers.pass(15_000)
    await seen
  })
})

describe('staying connected', () => {
  it('pings every five seconds and reports the round trip', async () => {
    const wire = await up()
    await timers.pass(5_000)
    const pings = wire.of('ping')
    expect(pings.map((ping) => ping.sent)).toEqual([0, 5_000])
    await timers.pass(30)
    wire.say({ frame: 'pong', sent: 5_000, now: 2_000_015 })
    expect(listener.told.at(-1)).toBe('rtt 30')
    expect(socket.clock.now()).toBe(2_000_030)
  })

  it('reconnects when the gateway falls silent', async () => {
    const wire = await up()
    await timers.pass(12_000)
    expect(wire.closed).toBe(true)
    await timers.pass(400)
    expect(wires).toHaveLength(2)
  })

  it('waits longer after each failure and starts short again after success', async () => {
    await settled()
    const pauses: number[] = []
    for (let failure = 0; failure < 7; failure += 1) {
      const before = timers.now()
      const seen = wires.length
      last().cut()
      while (wires.length === seen) await timers.pass(100)
      pauses.push(timers.now() - before)
    }
    expect(pauses).toEqual([400, 800, 1_600, 3_200, 6_400, 12_800, 15_000])
    const wire = await up()
    wire.cut()
    await timers.pass(400)
    expect(wires).toHaveLength(9)
  })

  it('renews the ticket over the socket before it ends', async () => {
    const wire = await up()
    for (let second = 0; second < 480; second += 5) {
      await timers.pass(5_000)
      wire.say({ frame: 'pong', sent: timers.now(), now: 1 })
    }
    expect(wire.of('renew')).toEqual([{ frame: 'renew', ticket: 'ticket 2' }])
  })

  it('gets a new ticket when the old one is rejected', async () => {
    await settled()
    last().open()
    last().say({ frame: 'rejected', problem: LOGGED_OUT })
    await timers.pass(400)
    last().open()
    expect(last().of('hello')[0]).toMatchObject({ ticket: 'ticket 2', cursor: null })
    expect(listener.told).not.toContain('refused unauthenticated')
  })

  it('does not fight for its place once displaced, and takes it back when told to', async () => {
    const wire = await up()
    wire.say({ frame: 'displaced' })
    await timers.pass(60_000)
    expect(wires).toHaveLength(1)
    expect(listener.told.at(-1)).toBe('displaced')
    socket.takeSoftphone()
    await settled()
    last().open()
    expect(last().of('hello')[0]).toMatchObject({ softphone: true, cursor: null })
  })

  it('makes one connection when the softphone is taken while it is still connecting', async () => {
    await settled()
    socket.takeSoftphone()
    socket.takeSoftphone()
    await settled()
    expect(wires.map((wire) => wire.closed)).toEqual([true, false])
    last().open()
    expect(last().of('hello')).toHaveLength(1)
  })

  it('leaves the softphone to the tab that took it, also after a reconnection', async () => {
    await settled()
    last().open()
    const phone = { device: 'a1', secret: 's', realm: 'r', path: '/sip' }
    last().say({ frame: 'welcome', agent: '1001', now: 1, softphone: phone })
    last().say({ frame: 'welcome', agent: '1001', now: 1, softphone: null })
    expect(last().of('ping')).toHaveLength(1)
    last().cut()
    await timers.pass(400)
    last().open()
    expect(last().of('hello')[0]).toMatchObject({ softphone: false })
  })

  it('watches the same lines again, and nothing when there is nothing to watch', async () => {
    const wire = await up()
    socket.watch({ queues: ['q'], interactions: [] })
    expect(wire.of('watch')).toEqual([{ frame: 'watch', queues: ['q'], interactions: [] }])
    wire.cut()
    await timers.pass(400)
    const again = await up()
    expect(again.of('watch')).toEqual([{ frame: 'watch', queues: ['q'], interactions: [] }])
    again.say({ frame: 'watched', rows: [] })
    expect(listener.told).toContain('watched 0')
    socket.watch({ queues: [], interactions: [] })
    again.cut()
    await timers.pass(1_000)
    expect((await up()).of('watch')).toEqual([])
  })

  it('asks again for a record that came too late', async () => {
    const wire = await up()
    socket.askPop('i1')
    wire.say({ frame: 'popped', interaction: 'i1', pop: null, late: true })
    wire.cut()
    await timers.pass(400)
    expect((await up()).of('pop')).toEqual([{ frame: 'pop', interaction: 'i1' }])
  })
})
