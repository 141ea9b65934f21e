import type { QueueCard } from '@hollyhock/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'

import FloorPage from '../src/pages/floor/FloorPage.vue'
import { inOrder } from '../src/pages/floor/urgency'
import { setLanguage } from '../src/words/words'
import { aCentre, anAgent, anInteraction, mountIn, NOW } from './centre'

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
  const queue: QueueCard = {
    card: 'queue',
    key: 'queue:operator',
    queue: 'operator',
    waiting: 1,
    oldest_since: NOW - 5_000,
    logged_in: 2,
    ready: 0,
    why: 'nobody_ready',
  }

  it('shows who waits, how long and why', () => {
    const waiting = anInteraction({ phase: 'waiting', agent: '', queued_since: NOW - 83_000 })
    const page = mountIn(FloorPage, aCentre([...people, queue, waiting]))
    expect(page.find('[aria-labelledby=floor-waiting]').text()).toContain('1:23')
    expect(page.find('[aria-labelledby=floor-waiting]').text()).toContain('Nobody ready')
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

