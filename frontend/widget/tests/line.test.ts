import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type Answer = 'onDialogError' | 'onErrorResponse' | 'onRequestTimeout'
type Asked = { method: string; headers: string[]; answers: Record<Answer, () => void> }

class FakeSession {
  readonly asked: Asked[] = []
  readonly listeners = new Map<string, () => void>()
  readonly contact = '<sip:me@page>'
  over = false

  on(kind: string, listener: () => void): void {
    this.listeners.set(kind, listener)
  }
  isEstablished = () => !this.over
  isEnded = () => this.over
  sendRequest(method: string, options: { extraHeaders: string[]; eventHandlers: Asked['answers'] }): void {
    this.asked.push({ method, headers: options.extraHeaders, answers: options.eventHandlers })
  }
  terminate(): void {
    this.over = true
    this.listeners.get('ended')?.()
  }
}

class FakeUA {
  readonly listeners = new Map<string, () => void>()
  connected = true

  constructor() {
    agents.push(this)
  }
  on(kind: string, listener: () => void): void {
    this.listeners.set(kind, listener)
  }
  call = () => session
  start = () => undefined
  stop = () => undefined
  isConnected = () => this.connected
  connect = () => this.listeners.get('connected')?.()
}

const agents: FakeUA[] = []
const agent = () => agents.at(-1) as FakeUA
let session: FakeSession
const phases: string[] = []

vi.mock('jssip', () => ({ default: { UA: FakeUA, WebSocketInterface: vi.fn(), C: { UPDATE: 'UPDATE' } } }))
const { Line } = await import('../src/line')

beforeEach(async () => {
  vi.useFakeTimers()
  phases.length = 0
  session = new FakeSession()
  const account = { device: 'v1', secret: 's', realm: 'r', path: '/sip', target: 'web' }
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(account))))
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [] }) } })
  const place = { origin: 'http://centre', entry: 'web', language: 'en' as const, ticket: '', page: '' }
  await new Line(place, { phase: (phase) => phases.push(phase), silent: () => undefined }).start()
  agent().connect()
  session.listeners.get('confirmed')?.()
  agent().connect()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a visitor who is connected again', () => {
  it('tells the switch where the page is now', () => {
    expect(session.asked.map(({ method, headers }) => [method, headers])).toEqual([['UPDATE', ['Contact: <sip:me@page>']]])
    expect(phases.at(-1)).toBe('talking')
  })

  it.each(['onErrorResponse', 'onRequestTimeout'] as const)('tells it again after %s, and the call goes on', (answer) => {
    session.asked[0]?.answers[answer]()
    expect(session.asked).toHaveLength(1)
    vi.advanceTimersByTime(1_000)
    expect(session.asked).toHaveLength(2)
    expect(phases.at(-1)).toBe('talking')
  })

  it('asks once more when two questions fail, however often the connection came back meanwhile', () => {
    agent().connect()
    for (const { answers } of [...session.asked]) answers.onErrorResponse()
    vi.advanceTimersByTime(60_000)
    expect(session.asked).toHaveLength(3)
  })

  it('leaves it to the next connection when there is none', () => {
    session.asked[0]?.answers.onErrorResponse()
    agent().connected = false
    vi.advanceTimersByTime(60_000)
    expect(session.asked).toHaveLength(1)
    agent().connect()
    expect(session.asked).toHaveLength(2)
  })

  it('ends a call that the switch no longer knows', () => {
    session.asked[0]?.answers.onDialogError()
    expect(phases.at(-1)).toBe('ended')
    vi.advanceTimersByTime(60_000)
    agent().connect()
    expect(session.asked).toHaveLength(1)
  })
})
