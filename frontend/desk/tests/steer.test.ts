import type { Problem } from '@hollyhock/client'
import axe from 'axe-core'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

import QueueStrip from '../src/pages/desk/QueueStrip.vue'
import FloorPage from '../src/pages/floor/FloorPage.vue'
import StillWaits from '../src/pages/interactions/StillWaits.vue'
import { setLanguage } from '../src/words/words'
import { aCentre, anAgent, aQueue, aWaiting, type FakeCentre, ME, mountIn, NOW } from './centre'

const REFUSED: Problem = { code: 'refused', status: 409, retryable: false, zh: '当前状态不允许此操作：该联络不在排队', en: 'Not possible now: it does not wait', field: null }
const RINGS = [
  { after_ms: 0, waiting: 1, ends: false, logged_in: 1, ready: 0 },
  { after_ms: 30_000, waiting: 1, ends: false, logged_in: 2, ready: 1 },
  { after_ms: 90_000, waiting: 0, ends: true, logged_in: 0, ready: 0 },
]
const ROWS = [aWaiting(), aWaiting({ interaction: 'i2', position: 2, ring: 1, entered: NOW - 40_000 }), aWaiting({ interaction: 'i3', position: 3 })]

let centre: FakeCentre
beforeEach(() => setLanguage('en'))
afterEach(() => document.body.replaceChildren())

const dialog = () => document.querySelector<HTMLElement>('.el-dialog') as HTMLElement
const field = <Kind extends Element>(selector: string) => dialog().querySelector<Kind>(selector) as Kind

async function begin(step: string, row = 1): Promise<void> {
  centre = aCentre([anAgent(), anAgent({ agent: '2', name: 'Ann', skills: { sales: 3 } }), aQueue({ waiting: 3, rings: RINGS }), aQueue({ queue: 'complaints', waiting: 0 })])
  const page = mountIn(FloorPage, centre)
  centre.live.waiting.value = ROWS
  await nextTick()
  await page.findAll('[aria-labelledby=floor-waiting] li select')[row]?.setValue(step)
  await flushPromises()
}

async function choose(selector: string, value: string): Promise<void> {
  const box = field<HTMLSelectElement>(selector)
  box.value = value
  box.dispatchEvent(new Event('change'))
  await nextTick()
}

async function submit(): Promise<void> {
  field<HTMLFormElement>('form').dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

const told = () => centre.asked.map((one) => one.command)

describe('steering one who waits', () => {
  it('puts them first, or before another one', async () => {
    await begin('place')
    await submit()
    expect(told()).toEqual([{ type: 'place_interaction', interaction: 'i2', before: '' }])
    document.body.replaceChildren()
    await begin('place', 2)
    expect([...field<HTMLSelectElement>('select').options].map((one) => one.value)).toEqual(['', 'i2'])
    await choose('select', 'i2')
    await submit()
    expect(told()).toEqual([{ type: 'place_interaction', interaction: 'i3', before: 'i2' }])
  })

  it('offers no place that is the one of now', async () => {
    await begin('place', 0)
    expect([...field<HTMLSelectElement>('select').options].map((one) => one.value)).toEqual(['i3'])
    centre.live.waiting.value = [aWaiting()]
    await nextTick()
    expect(dialog().textContent).toContain('no other place')
    expect(field<HTMLButtonElement>('[type=submit]').disabled).toBe(true)
  })

  it('follows them while the form is open, and says when they are gone', async () => {
    await begin('move')
    expect(centre.watched.at(-1)).toEqual({ queues: ['operator'], interactions: ['i2'] })
    await choose('select', 'complaints')
    centre.live.waiting.value = [aWaiting({ interaction: 'i2', position: 7 }), aWaiting({ interaction: 'i2', position: 7 })]
    await nextTick()
    expect(dialog().textContent).toContain('place 7')
    expect(document.querySelectorAll('[aria-labelledby=floor-waiting] li')).toHaveLength(1)
    centre.live.waiting.value = []
    await nextTick()
    expect(dialog().querySelector('[role=alert]')?.textContent).toContain('does not wait any more')
    expect(field<HTMLButtonElement>('[type=submit]').disabled).toBe(true)
  })

  it('opens the list of steps with an arrow and chooses none of them by it', async () => {
    centre = aCentre([aQueue()])
    const page = mountIn(FloorPage, centre)
    centre.live.waiting.value = [aWaiting()]
    await nextTick()
    const box = page.find<HTMLSelectElement>('[aria-labelledby=floor-waiting] li select')
    const showPicker = vi.fn()
    box.element.showPicker = showPicker
    const arrow = new KeyboardEvent('keydown', { key: 'ArrowDown', cancelable: true })
    box.element.dispatchEvent(arrow)
    expect(showPicker).toHaveBeenCalledOnce()
    expect(arrow.defaultPrevented).toBe(true)
    const letter = new KeyboardEvent('keydown', { key: 'Tab', cancelable: true })
    box.element.dispatchEvent(letter)
    expect(letter.defaultPrevented).toBe(false)
  })

  it.each([['place', 'SELECT'], ['move', 'SELECT'], ['push', 'INPUT']])('begins at the first answer: %s', async (step, tag) => {
    await begin(step)
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe(tag))
  })

  it('moves them with a priority to any queue but their own', async () => {
    await begin('move')
    expect([...field<HTMLSelectElement>('select').options].map((one) => one.value)).toEqual(['', 'complaints'])
    await submit()
    expect(told()).toEqual([])
    await choose('select', 'complaints')
    await choose('label:nth-of-type(2) select', '9')
    await submit()
    expect(told()).toEqual([{ type: 'move_interaction', interaction: 'i2', queue: 'complaints', priority: 9 }])
  })

  it('puts them into another ring, never into the end of the line', async () => {
    await begin('widen')
    const rings = [...dialog().querySelectorAll<HTMLInputElement>('input')]
    expect(rings.map((one) => one.disabled)).toEqual([false, true])
    rings[0]?.click()
    await nextTick()
    await submit()
    expect(told()).toEqual([{ type: 'widen_interaction', interaction: 'i2', ring: 0 }])
  })

  it('offers the next ring first', async () => {
    await begin('widen', 0)
    await submit()
    expect(told()).toEqual([{ type: 'widen_interaction', interaction: 'i1', ring: 1 }])
  })

  it('gives them to who can take them and says why others cannot', async () => {
    await begin('push')
    await new Promise((done) => setTimeout(done))
    expect(centre.wantedTakers).toEqual(['i2 '])
    centre.live.takers.value = {
      frame: 'takers',
      interaction: 'i2',
      find: '',
      takers: [
        { agent: '2', name: 'Ann', serves: false, why_not: '' },
        { agent: ME, name: '王芳', serves: true, why_not: 'after_call_work' },
      ],
      more: false,
    }
    await nextTick()
    const agents = [...dialog().querySelectorAll<HTMLInputElement>('input[type=radio]')]
    expect(agents.map((one) => one.disabled)).toEqual([false, true])
    expect(dialog().textContent).toContain('After-call work')
    expect(dialog().textContent).toContain('without the skill')
    agents[0]?.click()
    await nextTick()
    await submit()
    expect(told()).toEqual([{ type: 'push_interaction', interaction: 'i2', agent: '2' }])
  })

  it('shows a refusal where it was asked, in the language of the screen, and stays open', async () => {
    await begin('place')
    centre.refuse.with = REFUSED
    await submit()
    expect(dialog().querySelector('[role=alert]')?.textContent).toBe(REFUSED.en)
    setLanguage('zh-Hans')
    await submit()
    expect(dialog().querySelector('[role=alert]')?.textContent).toBe(REFUSED.zh)
  })

  it.each(['place', 'move', 'widen', 'push'])('is accessible: %s', async (step) => {
    await begin(step)
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
    expect(violations.map((one) => `${one.id} ${one.nodes[0]?.html}`)).toEqual([])
  })
})

describe('skills for this log-on', () => {
  async function open(agent: Parameters<typeof anAgent>[0]): Promise<void> {
    centre = aCentre([anAgent({ agent: '2', name: 'Ann', skills: { sales: 3 }, ...agent })])
    const page = mountIn(FloorPage, centre)
    await page.find('tbody tr select').setValue('skills')
    await flushPromises()
  }

  it('are those of now, with more, less or other levels', async () => {
    await open({})
    await choose('#skill-sales', '8')
    await choose('select[aria-label="Add a skill…"]', 'english')
    await submit()
    expect(told()).toEqual([{ type: 'change_skills', agent: '2', skills: { sales: 8, english: 5 } }])
  })

  it('are the directory’s again', async () => {
    await open({ skills_changed: true })
    const back = [...dialog().querySelectorAll('button')].find((one) => one.textContent?.includes('As in the directory'))
    back?.click()
    await flushPromises()
    expect(told()).toEqual([{ type: 'change_skills', agent: '2', skills: null }])
  })
})

describe('taking one out of turn', () => {
  it('is for experts and leaders, from an opened line', async () => {
    centre = aCentre([anAgent(), aQueue()], { roles: ['agent', 'expert'] })
    const strip = mountIn(QueueStrip, centre)
    await strip.find('button[aria-expanded]').trigger('click')
    expect(centre.watched.at(-1)).toEqual({ queues: ['operator'], interactions: [] })
    centre.live.waiting.value = [aWaiting()]
    await nextTick()
    expect(strip.text()).toContain('nobody is ready')
    centre.refuse.with = REFUSED
    await strip.find('button.take').trigger('click')
    await flushPromises()
    expect(told()).toEqual([{ type: 'pull_interaction', agent: ME, interaction: 'i1' }])
    expect(strip.find('[role=alert]').text()).toBe(REFUSED.en)
  })

  it('is not for others, who see why all the same', () => {
    const strip = mountIn(QueueStrip, aCentre([anAgent(), aQueue()]))
    expect(strip.find('button').exists()).toBe(false)
    expect(strip.text()).toContain('Nobody ready')
  })
})

describe('the page of one that waits', () => {
  it('says why, and nothing when it does not wait any more', async () => {
    centre = aCentre()
    const part = mountIn(StillWaits, centre, { id: 'i1' })
    expect(centre.watched).toEqual([{ queues: [], interactions: ['i1'] }])
    expect(part.find('section').exists()).toBe(false)
    centre.live.waiting.value = [aWaiting({ low_ms: 20_000, high_ms: 70_000 })]
    await nextTick()
    expect(part.text()).toContain('nobody is ready')
    expect(part.text()).toContain('0:20–1:10')
  })
})
