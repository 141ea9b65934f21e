import { type AgentCard, ProblemError, Rest, type Session, UNREACHABLE } from '@hollyhock/client'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import App from '../src/shell/App.vue'
import { i18n, setLanguage } from '../src/words/words'
import { anAgent, LABELS, ME, NOW } from './centre'

const SESSION: Session = {
  person: 1,
  name: '王芳',
  agent: ME,
  roles: ['agent'],
  teams: [],
  all_teams: false,
  language: 'en',
  ticket: 't',
  ticket_exp: 0,
}

/** The server's side of the desk's socket. */
class FakeSocket {
  static latest: FakeSocket
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  closed = false
  private cursor = 0
  constructor() {
    FakeSocket.latest = this
  }
  send(): void {}
  close(): void {
    this.closed = true
  }
  say(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  show(card: AgentCard): void {
    const previous = this.cursor
    this.cursor += 1
    this.say({ frame: 'cards', fresh: previous === 0, previous, cursor: this.cursor, now: NOW, put: [card], drop: [] })
  }
}

function aRest(): Rest & { logOut: ReturnType<typeof vi.fn> } {
  const rest = new Rest(async () => new Response('null'))
  return Object.assign(rest, {
    session: vi.fn(async () => SESSION),
    labels: vi.fn(async () => LABELS),
    logOut: vi.fn(async () => undefined),
  })
}

async function loggedIn(rest: Rest): Promise<VueWrapper> {
  const routes = [{ path: '/:rest(.*)*', component: { template: '<i></i>' } }]
  const shown = mount(App, { props: { rest }, global: { plugins: [i18n, createRouter({ history: createMemoryHistory(), routes })] } })
  await flushPromises()
  FakeSocket.latest.onopen?.()
  FakeSocket.latest.say({ frame: 'welcome', agent: ME, now: NOW, softphone: null })
  FakeSocket.latest.show(anAgent())
  await flushPromises()
  return shown
}

beforeEach(() => {
  setLanguage('en')
  vi.stubGlobal('WebSocket', FakeSocket)
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

describe('a log-in that ends without the person’s doing', () => {
  it('by a shift leader leads to the log-in page, which says so', async () => {
    const rest = aRest()
    const shown = await loggedIn(rest)
    FakeSocket.latest.show(anAgent({ state: 'Null', reason: 'forced' }))
    await flushPromises()
    expect(rest.logOut).toHaveBeenCalledOnce()
    expect(FakeSocket.latest.closed).toBe(true)
    expect(shown.find('form').text()).toContain('A shift leader has logged you out.')
    shown.unmount()
  })

  it('leads there also when the log-in cannot be ended properly', async () => {
    const rest = aRest()
    rest.logOut.mockRejectedValue(new ProblemError(UNREACHABLE))
    const shown = await loggedIn(rest)
    FakeSocket.latest.show(anAgent({ state: 'Null', reason: 'forced' }))
    await flushPromises()
    expect(shown.find('form').text()).toContain('A shift leader has logged you out.')
    shown.unmount()
  })

  it.each([
    ['who only became not ready', anAgent({ state: 'NotReady', reason: 'forced' })],
    ['whose page had been gone', anAgent({ state: 'Null', reason: 'gone' })],
  ])('does not concern an agent %s', async (_, card) => {
    const rest = aRest()
    const shown = await loggedIn(rest)
    FakeSocket.latest.show(card)
    await flushPromises()
    expect(rest.logOut).not.toHaveBeenCalled()
    expect(shown.find('form').exists()).toBe(false)
    shown.unmount()
  })

  it('by its age leads to the log-in page, which says so', async () => {
    const rest = aRest()
    const shown = await loggedIn(rest)
    vi.mocked(rest.session).mockRejectedValue(new ProblemError({ ...UNREACHABLE, status: 401 }))
    vi.useFakeTimers()
    FakeSocket.latest.say({ frame: 'rejected', problem: { ...UNREACHABLE, status: 401 } })
    await vi.advanceTimersByTimeAsync(60_000)
    vi.useRealTimers()
    await flushPromises()
    expect(shown.find('form').text()).toContain('Your log-in has ended')
    shown.unmount()
  })
})
