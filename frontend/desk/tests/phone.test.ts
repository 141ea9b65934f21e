import { beforeEach, describe, expect, it, vi } from 'vitest'

type Listener = (event: never) => void

class FakeSession {
  readonly listeners = new Map<string, Listener>()
  readonly done: string[] = []
  established = false

  on(kind: string, listener: Listener): void {
    this.listeners.set(kind, listener)
  }
  tell(kind: string): void {
    this.listeners.get(kind)?.({} as never)
  }
  isInProgress = () => !this.established
  isEstablished = () => this.established
  answer(): void {
    this.done.push('answer')
    this.established = true
    this.tell('confirmed')
  }
  terminate(): void {
    this.done.push('terminate')
    this.established = false
    this.tell('ended')
  }
  mute = () => this.done.push('mute')
  unmute = () => this.done.push('unmute')
  sendDTMF = (tone: string) => this.done.push(`key ${tone}`)
}

const agents: FakeUA[] = []

class FakeUA {
  readonly listeners = new Map<string, Listener>()
  stopped = false
  connected = true
  registered = 0

  constructor(readonly configuration: { sockets: { url: string } }) {
    agents.push(this)
  }
  on(kind: string, listener: Listener): void {
    this.listeners.set(kind, listener)
  }
  start = () => undefined
  isConnected = () => this.connected
  register = () => (this.registered += 1)
  tell(kind: string): void {
    this.listeners.get(kind)?.({} as never)
  }
  stop(): void {
    this.stopped = true
  }
  ring(leg: string, answer = ''): FakeSession {
    const session = new FakeSession()
    const headers: Record<string, string> = { 'X-Hollyhock-Leg': leg, 'X-Hollyhock-Answer': answer }
    const event = { originator: 'remote', session, request: { getHeader: (name: string) => headers[name] } }
    this.listeners.get('newRTCSession')?.(event as never)
    return session
  }
}

vi.mock('jssip', () => ({ default: { UA: FakeUA } }))
const { makePhone } = await import('../src/phone/phone')

const ACCOUNT = { device: 'a1', secret: 's', realm: 'r', path: '/sip?token=1' }
let phone: ReturnType<typeof makePhone>
const agent = () => agents.at(-1) as FakeUA

beforeEach(() => {
  agents.length = 0
  phone = makePhone()
  phone.use(ACCOUNT)
})

describe('the softphone', () => {
  it('rings without answering, and answers the leg that is accepted', () => {
    const other = agent().ring('l0')
    const session = agent().ring('l1')
    expect(session.done).toEqual([])
    phone.answer('l1')
    expect(session.done).toEqual(['answer'])
    expect(other.done).toEqual([])
    expect(phone.state.leg).toBe('l1')
  })

  it('answers when the INVITE comes after the accept', () => {
    phone.answer('l1')
    expect(phone.state.answering).toBe('l1')
    expect(agent().ring('l1').done).toEqual(['answer'])
  })

  it('answers by itself when told so, and ends the connection that this one replaces', () => {
    const first = agent().ring('l1', 'auto')
    const second = agent().ring('l2', 'auto')
    expect(first.done).toEqual(['answer', 'terminate'])
    expect(second.done).toEqual(['answer'])
    expect(phone.state.leg).toBe('l2')
  })

  it('refuses a call that is none of ours', () => {
    expect(agent().ring('').done).toEqual(['terminate'])
  })

  it('keeps its registration when only the token is new, and uses the new one next time', () => {
    phone.use({ ...ACCOUNT, path: '/sip?token=2' })
    expect(agents).toHaveLength(1)
    expect(agent().stopped).toBe(false)
    expect(agent().configuration.sockets.url).toMatch(/\/sip\?token=2$/)
  })

  it('registers again when it was refused, each time later, until it is registered', () => {
    vi.useFakeTimers()
    for (const [time, pause] of [1_000, 2_000, 4_000, 8_000, 8_000].entries()) {
      agent().tell('registrationFailed')
      expect(phone.state.line).toBe('failed')
      vi.advanceTimersByTime(pause - 1)
      expect(agent().registered).toBe(time)
      vi.advanceTimersByTime(1)
      expect(agent().registered).toBe(time + 1)
    }
    agent().tell('registered')
    agent().tell('registrationFailed')
    vi.advanceTimersByTime(1_000)
    expect(agent().registered).toBe(6)
    vi.useRealTimers()
  })

  it('leaves it to a new connection to register, and registers no more when given up', () => {
    vi.useFakeTimers()
    agent().connected = false
    agent().tell('registrationFailed')
    vi.advanceTimersByTime(20_000)
    agent().connected = true
    agent().tell('registrationFailed')
    phone.use(null)
    vi.advanceTimersByTime(20_000)
    expect(agent().registered).toBe(0)
    vi.useRealTimers()
  })

  it('gives itself up when another tab has it', () => {
    phone.use(null)
    expect(agent().stopped).toBe(true)
    expect(phone.state.line).toBe('off')
  })

  it('mutes the call and forgets it with the call', () => {
    const session = agent().ring('l1', 'auto')
    phone.mute(true)
    expect(session.done).toContain('mute')
    session.terminate()
    expect(phone.state.muted).toBe(false)
  })

  it('ends what the server no longer knows, after a grace', () => {
    vi.useFakeTimers()
    const session = agent().ring('l1', 'auto')
    phone.only(['l1'])
    vi.advanceTimersByTime(10_000)
    expect(session.done).toEqual(['answer'])
    phone.only([])
    vi.advanceTimersByTime(2_000)
    expect(session.done).toEqual(['answer'])
    vi.advanceTimersByTime(2_000)
    expect(session.done).toEqual(['answer', 'terminate'])
    vi.useRealTimers()
  })

  it('spares a call whose card comes within the grace', () => {
    vi.useFakeTimers()
    const session = agent().ring('l1', 'auto')
    phone.only([])
    phone.only(['l1'])
    vi.advanceTimersByTime(10_000)
    expect(session.done).toEqual(['answer'])
    vi.useRealTimers()
  })
})
