import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'

import { comboOf, listenToKeys, shortCuts, useShortCuts } from '../src/keys/keys'

listenToKeys()
const scopes: ReturnType<typeof effectScope>[] = []

function have(combo: string, run: () => void, when?: () => boolean): void {
  const scope = effectScope()
  scope.run(() => useShortCuts([{ combo, text: () => combo, run, ...(when ? { when } : {}) }]))
  scopes.push(scope)
}

function press(init: KeyboardEventInit, target: EventTarget = window): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  document.body.replaceChildren()
})

describe('short cuts', () => {
  it('run by the place of the letter, whatever character it types', () => {
    const run = vi.fn()
    have('Alt+A', run)
    const event = press({ altKey: true, code: 'KeyA', key: 'å' })
    expect(run).toHaveBeenCalledOnce()
    expect(event.defaultPrevented).toBe(true)
  })

  it('end with what asked for them', () => {
    const run = vi.fn()
    have('Alt+A', run)
    scopes.splice(0).forEach((scope) => scope.stop())
    expect(press({ altKey: true, code: 'KeyA', key: 'a' }).defaultPrevented).toBe(false)
    expect(run).not.toHaveBeenCalled()
    expect(shortCuts).toEqual([])
  })

  it('hold back while they make no sense', () => {
    const run = vi.fn()
    have('Alt+H', run, () => false)
    press({ altKey: true, code: 'KeyH', key: 'h' })
    expect(run).not.toHaveBeenCalled()
  })

  it('leave a question mark to who is writing', () => {
    const run = vi.fn()
    have('?', run)
    const field = document.createElement('textarea')
    document.body.append(field)
    press({ key: '?' }, field)
    expect(run).not.toHaveBeenCalled()
    press({ key: '?' }, document.body)
    expect(run).toHaveBeenCalledOnce()
  })

  it('do not fire while a Chinese word is being composed, nor again while a key is held', () => {
    expect(comboOf(new KeyboardEvent('keydown', { altKey: true, code: 'KeyA', isComposing: true }))).toBeNull()
    expect(comboOf(new KeyboardEvent('keydown', { altKey: true, code: 'KeyA', repeat: true }))).toBeNull()
    expect(comboOf(new KeyboardEvent('keydown', { altKey: true, code: 'KeyA', ctrlKey: true }))).toBeNull()
  })
})

