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
  skill: same,
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

  it('says who steered, and how it came to where it is', () => {
    setLanguage('en')
    const said = (kind: string, values: Record<string, string | number | Record<string, string>>) => sayMoment({ at: 0, kind, values }, NAMES)
    expect(said('queued', { queue: 'b', priority: 9, cause: 'moved', by: 'Ma Xiao' })).toBe('Moved to Queue b by Ma Xiao, priority 9')
    expect(said('queued', { queue: 'b', priority: 5, cause: 'overflow' })).toBe('Overflowed into Queue b, priority 5')
    expect(said('queued', { queue: 'b', priority: 5, cause: 'flow' })).toBe('Queued for Queue b, priority 5')
    expect(said('ring_reached', { ring: 1, by: '' })).toBe('Came to ring 2')
    expect(said('ring_reached', { ring: 1, by: 'Ma Xiao' })).toBe('Put into ring 2 by Ma Xiao')
    expect(said('wrap_up_finished', { agent: '1', cause: 'forced', by: 'Ma Xiao' })).toBe('After-call work of Agent 1 ended by Ma Xiao')
    expect(said('place_changed', { priority: 5, by: 'Ma Xiao' })).toBe('Given another place in the line by Ma Xiao')
    expect(said('offer_made', { agent: '1', trace: { source: 'pushed' }, by: 'Ma Xiao' })).toBe('Given to Agent 1 by Ma Xiao: ringing')
    expect(said('offer_made', { agent: '1', trace: { source: 'pulled' } })).toBe('Agent 1 took it out of turn: ringing')
    expect(said('offer_made', { agent: '1', trace: { source: 'own' } })).toBe('Offered to Agent 1')
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
