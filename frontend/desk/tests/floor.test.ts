import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'

import FloorPage from '../src/pages/floor/FloorPage.vue'
import { inOrder, riskOf } from '../src/pages/floor/urgency'
import { setLanguage } from '../src/words/words'
import { aCentre, anAgent, anInteraction, aQueue, aWaiting, ME, mountIn, NOW } from './centre'

beforeEach(() => setLanguage('en'))
afterEach(() => document.body.replaceChildren())

const people = [
  anAgent({ agent: '1', name: 'Off', state: 'Null' }),
  anAgent({ agent: '2', name: 'Free' }),
  anAgent({ agent: '3', name: 'Lunch', state: 'NotReady', reason: 'break', device_up: false }),
  anAgent({ agent: '4', name: 'Missed', state: 'NotReady', reason: 'no_answer' }),
  anAgent({ agent: '5', name: 'Cut off', state: 'Busy', device_up: false }),
  anAgent({ agent: '6', name: 'Coming back', state: 'Busy', holds: [{ interaction: 'i', phase: 'reattaching', deadline: null, code: '', queue: '' }] }),
  anAgent({ agent: '7', name: 'Rung', alerting: true }),
]

describe('urgency', () => {
  it('puts what needs a person first and who is off last', () => {
    expect(inOrder(people, 'urgency').map((one) => one.agent)).toEqual(['6', '4', '5', '7', '3', '2', '1'])
  })

  it('does not change the list it was given', () => {
    const before = people.map((one) => one.agent)
    inOrder(people, 'name')
    expect(people.map((one) => one.agent)).toEqual(before)
  })
})

describe('the floor', () => {
  const queue = aQueue()

  it('shows who waits, in the order of the line, how long and why', async () => {
    const centre = aCentre([...people, queue, anInteraction({ phase: 'waiting', agent: '', ringing: {} })])
    const page = mountIn(FloorPage, centre)
    expect(centre.watched).toEqual([{ queues: ['operator'], interactions: [] }])
    centre.live.waiting.value = [aWaiting({ interaction: 'i2', entered: NOW - 3_000 }), aWaiting({ position: 2 })]
    await nextTick()
    const rows = page.findAll('[aria-labelledby=floor-waiting] li').map((one) => one.text())
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain('0:03')
    expect(rows[1]).toContain('1:23')
    expect(rows[1]).toContain('nobody is ready')
    expect(rows[1]).toContain('+8613800138000')
  })

  it('says at whom it rings instead of why', async () => {
    const centre = aCentre([queue, anInteraction({ phase: 'offered', ringing: { [ME]: 'o1', zz: 'o2' } })])
    const page = mountIn(FloorPage, centre)
    centre.live.waiting.value = [aWaiting()]
    await nextTick()
    expect(page.find('[aria-labelledby=floor-waiting] li').text()).toContain('王芳, zz')
  })

  it('says how long somebody has waited in all who was moved, and leads to the interaction', async () => {
    const centre = aCentre([queue])
    const page = mountIn(FloorPage, centre)
    centre.live.waiting.value = [aWaiting({ entered: NOW - 3_000, since: NOW - 271_000 })]
    await nextTick()
    const row = page.find('[aria-labelledby=floor-waiting] li')
    expect(row.text()).toContain('0:03')
    expect(row.text()).toContain('In all 4:31')
    expect(row.find('a').attributes('href')).toContain('/interactions/i1')
  })

  it('says how many more wait than it shows', async () => {
    const centre = aCentre([aQueue({ waiting: 500_000 })])
    const page = mountIn(FloorPage, centre)
    centre.live.waiting.value = [aWaiting()]
    await nextTick()
    expect(page.find('[aria-labelledby=floor-waiting]').text()).toContain('499999 more behind')
  })

  it('forces a log-out only after it is confirmed', async () => {
    const centre = aCentre([...people, queue])
    const page = mountIn(FloorPage, centre)
    const row = page.findAll('tbody tr').find((one) => one.text().includes('Free'))
    await row?.find('select').setValue('forceLogOut')
    await nextTick()
    expect(centre.asked).toEqual([])
    expect(document.querySelector('.el-dialog header')?.getAttribute('role')).toBe('presentation')
    const go = [...document.querySelectorAll<HTMLButtonElement>('.el-dialog button')].find((one) => one.textContent?.trim() === 'Force log-out')
    go?.click()
    await nextTick()
    expect(centre.asked.map((one) => one.command)).toEqual([{ type: 'force_log_out', agent: '2' }])
  })

  it('narrows by state and by name', async () => {
    const page = mountIn(FloorPage, aCentre(people))
    await page.find('input[type=search]').setValue('lun')
    expect(page.findAll('tbody tr')).toHaveLength(1)
    await page.find('input[type=search]').setValue('')
    await page.find('select[aria-label="State"]').setValue('Busy')
    expect(page.findAll('tbody tr')).toHaveLength(2)
  })

  it('shows 300 agents', () => {
    const many = Array.from({ length: 300 }, (_, index) => anAgent({ agent: String(index), state: 'Busy' }))
    expect(mountIn(FloorPage, aCentre(many)).findAll('tbody tr')).toHaveLength(300)
  })
})


describe('a queue’s card', () => {
  it('says when its service level is at risk, and when it is missed', () => {
    const since = (seconds: number) => aQueue({ oldest_since: NOW - seconds * 1_000 })
    expect([5, 12, 19, 20].map((seconds) => riskOf(since(seconds), NOW))).toEqual(['', 'risk', 'risk', 'missed'])
    expect(riskOf(aQueue({ high_ms: 21_000 }), NOW)).toBe('risk')
    expect(riskOf(aQueue({ waiting: 0, oldest_since: null, high_ms: 21_000 }), NOW)).toBe('')
  })

  it('shows the expected wait as a range, how right forecasts were, and who came to which ring', () => {
    const rings = [3, 1].map((waiting, index) => ({ after_ms: index * 30_000, waiting, ends: false, logged_in: 4, ready: index }))
    const page = mountIn(FloorPage, aCentre([aQueue({ low_ms: 20_000, high_ms: 70_000, forecasts: 50, right: 43, rings })]))
    const text = page.find('.queues').text()
    for (const part of ['0:20–1:10', '86%', 'of 50', 'Ring 13 waiting · 0 of 4 ready', 'Ring 21 waiting · 1 of 4 ready']) expect(text).toContain(part)
  })

  it('admits that too little is known', () => {
    const text = mountIn(FloorPage, aCentre([aQueue()])).find('.queues').text()
    expect(text).toContain('Expected wait–')
    expect(text).not.toContain('Forecasts')
  })
})
