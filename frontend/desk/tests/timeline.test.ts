import { describe, expect, it } from 'vitest'

import type { NamesOf } from '../src/live/names'
import { linesOf, sayMoment, worthSaying } from '../src/pages/interactions/timeline'
import { setLanguage } from '../src/words/words'

const same = (code: string) => code
const NAMES: NamesOf = {
  queue: (code) => `Queue ${code}`,
  agent: (code) => `Agent ${code}`,
  reason: same,
  wrapUp: same,
  team: same,
  entry: same,
  medium: same,
  tongue: same,
}

describe('the timeline', () => {
  it('names queues, agents and outcomes', () => {
    setLanguage('en')
    const said = (kind: string, values: Record<string, string>) => sayMoment({ at: 0, kind, values }, NAMES)
    expect(said('transferred', { agent: '1', to_queue: 'b' })).toBe('Agent 1 transferred to Queue b')
    expect(said('offer_ended', { agent: '1', outcome: 'expired' })).toBe('Offer to Agent 1 ended: Not answered in time')
    expect(said('wrap_up_noted', { agent: '1', code: 'done' })).toBe('Agent 1 noted the wrap-up: done')
  })

  it('tells a note from a code, and a code that leaves the matter open', () => {
    setLanguage('en')
    const said = (values: Record<string, string | boolean>) => sayMoment({ at: 0, kind: 'wrap_up_noted', values: { agent: '1', ...values } }, NAMES)
    expect(said({ code: '', noted: true })).toBe('Agent 1 wrote a note')
    expect(said({ code: 'call_back', leaves_open: true })).toBe('Agent 1 noted the wrap-up: call_back (matter open)')
    expect(sayMoment({ at: 0, kind: 'matter_solved', values: { by: 'Sun Li' } }, NAMES)).toBe('Sun Li marked the matter as solved')
  })

  it('says what was attached, of personal values only the names', () => {
    setLanguage('en')
    const values = { data: { language: 'zh-Hans', order: 'A7' }, personal: ['ani'] }
    expect(sayMoment({ at: 0, kind: 'data_attached', values }, NAMES)).toBe('Data attached: Language Chinese, order A7, Caller')
  })

  it('does not repeat a code that was saved again with the note', () => {
    const noted = (agent: string, code: string) => ({ at: 0, kind: 'wrap_up_noted', values: { agent, code } })
    const lines = linesOf([noted('1', 'a'), noted('1', 'a'), noted('2', 'a'), noted('1', 'b')])
    expect(lines.map((one) => one.values['code'])).toEqual(['a', '', 'a', 'b'])
  })

  it('shows kinds that it does not know instead of hiding them', () => {
    expect(sayMoment({ at: 0, kind: 'faxed', values: { pages: 3 } }, NAMES)).toBe('faxed · 3')
  })

  it('leaves out that a node was left, unless a key was pressed', () => {
    expect(worthSaying({ at: 0, kind: 'node_left', values: { node: 'a', digit: '' } })).toBe(false)
    expect(worthSaying({ at: 0, kind: 'node_left', values: { node: 'a', digit: '2' } })).toBe(true)
  })
})
