import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Phase } from '../src/line'
import { Panel } from '../src/panel'
import type { Place } from '../src/place'

const wishes = { hangUp: vi.fn(), mute: vi.fn(), key: vi.fn(), again: vi.fn(), close: vi.fn() }
let root: ShadowRoot

function panel(language: Place['language']): Panel {
  const host = document.createElement('div')
  document.body.append(host)
  root = host.attachShadow({ mode: 'open' })
  const button = document.createElement('button')
  button.textContent = 'x'
  root.append(button)
  const place = { origin: 'http://localhost', entry: 'web', language, ticket: '', page: '' }
  return new Panel({ place, root, button }, wishes)
}

function visible(): string[] {
  return [...root.querySelectorAll<HTMLButtonElement>('.row button')].filter((one) => !one.hidden).map((one) => one.textContent ?? '')
}

function press(text: string): void {
  const found = [...root.querySelectorAll('button')].find((one) => one.textContent === text)
  if (!found) throw new Error(`no button ${text}`)
  found.click()
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.clearAllMocks()
})

describe('the panel', () => {
  it.each<[Phase, string[]]>([
    ['microphone', ['挂断']],
    ['connecting', ['挂断']],
    ['ringing', ['挂断']],
    ['talking', ['静音', '拨号键', '挂断']],
    ['ended', ['再次呼叫', '关闭']],
    ['refused', ['再次呼叫', '关闭']],
    ['noMicrophone', ['再次呼叫', '关闭']],
    ['failed', ['再次呼叫', '关闭']],
  ])('offers in phase %s only what makes sense', (phase, buttons) => {
    panel('zh').show(phase)
    expect(visible()).toEqual(buttons)
    expect(root.querySelector('[role=status]')?.textContent).not.toBe('')
  })

  it('mutes and says so', () => {
    panel('en').show('talking')
    press('Mute')
    expect(wishes.mute).toHaveBeenLastCalledWith(true)
    expect(root.querySelector('[role=status]')?.textContent).toBe('Your microphone is off')
    press('Unmute')
    expect(wishes.mute).toHaveBeenLastCalledWith(false)
  })

  it('sends keys from the pad and, while it is open, from the keyboard', () => {
    panel('en').show('talking')
    const keyDown = () => root.querySelector('.panel')?.dispatchEvent(new KeyboardEvent('keydown', { key: '5' }))
    keyDown()
    expect(wishes.key).not.toHaveBeenCalled()
    press('Keypad')
    press('#')
    keyDown()
    expect(wishes.key.mock.calls).toEqual([['#'], ['5']])
  })

  it('counts the time of the call', () => {
    panel('en').show('talking')
    vi.advanceTimersByTime(65_000)
    expect(root.querySelector('.timer')?.textContent).toBe('1:05')
  })

  it.each(['zh', 'en'] as const)('has no accessibility violations in %s', async (language) => {
    vi.useRealTimers()
    document.documentElement.lang = language
    document.title = 'A page'
    const shown = panel(language)
    for (const phase of ['talking', 'failed'] as const) {
      shown.show(phase)
      const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
      expect(found.violations.map((one) => one.id)).toEqual([])
    }
    shown.remove()
  })
})
