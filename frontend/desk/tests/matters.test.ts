import type { PastInteraction } from '@hollyhock/client'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import CustomerPanel from '../src/pages/desk/panels/customer/CustomerPanel.vue'
import HistoryPanel from '../src/pages/desk/panels/history/HistoryPanel.vue'
import WorkCall from '../src/pages/desk/WorkCall.vue'
import DetailPage from '../src/pages/interactions/DetailPage.vue'
import { setLanguage } from '../src/words/words'
import { aCentre, anInteraction, aWork, mountIn, NOW, press } from './centre'

const PAST: PastInteraction = {
  interaction: 'old',
  medium: 'voice',
  arrived: NOW - 86_400_000,
  queue: 'operator',
  agent: '1002',
  wrap_up_code: 'call_back',
  note: '',
  open: true,
  over: true,
}

function popWith(history: PastInteraction[], fields: Record<string, string> = {}) {
  const pop = { found: true, customer: 'C1', name: '陈建国', number: '', language: '', vip: false, fields, history }
  return { frame: 'popped' as const, interaction: 'i1', late: false, pop }
}

beforeEach(() => setLanguage('en'))
afterEach(() => document.body.replaceChildren())

describe('the last contacts', () => {
  it('say where each came through, and nothing where there was no queue', () => {
    const panel = mountIn(HistoryPanel, aCentre(), { work: aWork('connected'), pop: popWith([{ ...PAST, queue: '' }, { ...PAST, interaction: 'b' }]) })
    const where = panel.findAll('.line .quiet-text').map((one) => one.text())
    expect(where).toEqual(['Call', 'Call · Operator'])
  })

  it('have an open matter marked as solved while the customer is in hand', async () => {
    const centre = aCentre()
    const marked = vi.fn(async () => undefined)
    const asked = vi.fn()
    centre.rest.markMatter = marked
    centre.live.askPop = asked
    const panel = mountIn(HistoryPanel, centre, { work: aWork('connected'), pop: popWith([PAST]) })
    expect(panel.text()).toContain('1 open')
    await press(panel, 'Mark as solved')
    await flushPromises()
    expect(marked).toHaveBeenCalledWith('old', false, 'i1')
    expect(asked).toHaveBeenCalledWith('i1')
  })

  it.each([
    ['while it only rings', 'offered', PAST],
    ['of what goes on elsewhere', 'connected', { ...PAST, over: false }],
    ['of what is solved', 'connected', { ...PAST, open: false }],
  ])('offer no mark %s', (_, phase, line) => {
    const panel = mountIn(HistoryPanel, aCentre(), { work: aWork(phase), pop: popWith([line]) })
    expect(panel.find('button').exists()).toBe(false)
  })
})

it('after-call work says which codes leave the matter open', () => {
  const call = mountIn(WorkCall, aCentre(), { work: aWork('wrapping_up'), pop: undefined })
  const codes = call.findAll('.code').map((one) => one.text())
  expect(codes).toEqual(['Solved', 'Call back· stays open'])
})

it.each([
  ['en', ['Company', 'E-mail', 'Address', 'Note']],
  ['zh-Hans', ['单位', '电子邮箱', '地址', '备注']],
])('the record’s fields have names in %s', (tongue, names) => {
  setLanguage(tongue)
  const fields = { company: 'a', email: 'b', address: 'c', note: 'd' }
  const panel = mountIn(CustomerPanel, aCentre(), { work: aWork('connected'), pop: popWith([], fields) })
  expect(panel.findAll('dt').map((one) => one.text()).slice(-4)).toEqual(names)
})

describe('the page of one interaction', () => {
  const detail = (matter: string, may_mark: boolean) => ({
    ...{ id: 'old', medium: 'voice', entry_point: 'l', arrived: NOW, ended: NOW, language: 'en', queue: '', agent: '', customer: '' },
    ...{ customer_name: '', number: '', outcome: 'answered', wait_ms: null, talk_ms: null, wrap_up_code: 'call_back', matter, recorded: false },
    ...{ cause: '', may_mark, parent: '', voicemail_ms: null, data: {}, personal: {}, note: '' },
    ...{ segments: [], timeline: [], offers: [], recordings: [] },
  })

  async function page(matter: string, may: boolean) {
    const centre = aCentre()
    const marked = vi.fn(async () => undefined)
    centre.rest.markMatter = marked
    centre.rest.interaction = async () => detail(matter, may)
    const shown = mountIn(DetailPage, centre, { id: 'old' })
    await flushPromises()
    return { shown, marked, centre }
  }

  it('is read again when the interaction has gone on', async () => {
    vi.useFakeTimers()
    const { centre, shown } = await page('open', false)
    centre.live.cards.set('interaction:old', anInteraction({ interaction: 'old', key: 'interaction:old', phase: 'waiting' }))
    centre.rest.interaction = async () => detail('solved', false)
    await vi.advanceTimersByTimeAsync(1_000)
    vi.useRealTimers()
    expect(shown.find('.matter').text()).toBe('Matter · Solved')
  })

  it('says how the matter stands and lets who may mark it', async () => {
    const { shown, marked } = await page('open', true)
    expect(shown.find('.matter').text()).toContain('Matter · Open')
    await press(shown, 'Mark as solved')
    expect(marked).toHaveBeenCalledWith('old', false)
  })

  it('lets a solved one be opened again', async () => {
    const { shown, marked } = await page('solved', true)
    await press(shown, 'Open again')
    expect(marked).toHaveBeenCalledWith('old', true)
  })

  it('only tells others', async () => {
    const { shown } = await page('open', false)
    expect(shown.find('.matter').text()).toBe('Matter · Open')
    expect((await page('', false)).shown.find('.matter').exists()).toBe(false)
  })
})
