import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import axe from 'axe-core'
import { flushPromises } from '@vue/test-utils'

import { listenToKeys } from '../src/keys/keys'
import Empty from '../src/pages/desk/Empty.vue'
import StateControl from '../src/pages/desk/StateControl.vue'
import WorkCall from '../src/pages/desk/WorkCall.vue'
import WorkOffer from '../src/pages/desk/WorkOffer.vue'
import { setLanguage } from '../src/words/words'
import { aCentre, anAgent, aWork, ME, mountIn, NOW, press } from './centre'

const POP = {
  frame: 'popped' as const,
  interaction: 'i1',
  late: false,
  pop: {
    found: true,
    customer: 'C1',
    name: '陈建国',
    number: '+8613800138000',
    language: 'zh-Hans',
    vip: true,
    fields: {},
    history: [],
  },
}

let deaf: () => void
beforeEach(() => {
  setLanguage('en')
  deaf = listenToKeys()
})
afterEach(() => {
  deaf()
  vi.useRealTimers()
  document.body.replaceChildren()
})

function key(letter: string): void {
  window.dispatchEvent(new KeyboardEvent('keydown', { altKey: true, code: letter.length === 1 ? `Key${letter}` : letter, key: letter }))
}

describe('the offer', () => {
  it('shows who calls, in which language, what they chose and how long they waited, before it is answered', () => {
    const offer = mountIn(WorkOffer, aCentre(), { work: aWork('offered', { data: { topic: 'complaint' } }), pop: POP })
    for (const part of ['陈建国', '+8613800138000', 'Chinese', 'Complaint', '1:05', 'Operator']) expect(offer.text()).toContain(part)
  })

  it('is answered by the softphone, not by a command', async () => {
    const centre = aCentre()
    await press(mountIn(WorkOffer, centre, { work: aWork('offered'), pop: POP }), 'Accept')
    expect(centre.answered).toEqual(['o1'])
    expect(centre.asked).toEqual([])
  })

  it('of a voicemail is accepted by a command', async () => {
    const centre = aCentre()
    await press(mountIn(WorkOffer, centre, { work: aWork('offered', { medium: 'voicemail', leg: '' }), pop: POP }), 'Accept')
    expect(centre.answered).toEqual([])
    expect(centre.asked.map((one) => one.command)).toEqual([{ type: 'accept_offer', agent: ME, offer: 'o1' }])
  })

  it('of a call back is accepted by a command, and says that the customer is called then', async () => {
    const centre = aCentre()
    await press(mountIn(WorkOffer, centre, { work: aWork('offered', { medium: 'callback', leg: '' }), pop: POP }), 'Accept and call')
    expect(centre.answered).toEqual([])
    expect(centre.asked.map((one) => one.command)).toEqual([{ type: 'accept_offer', agent: ME, offer: 'o1' }])
  })

  it('is accepted once, however often the key is pressed', () => {
    const centre = aCentre()
    mountIn(WorkOffer, centre, { work: aWork('offered'), pop: POP })
    key('A')
    key('A')
    expect(centre.answered).toEqual(['o1'])
  })

  it('is refused from the keyboard', () => {
    const centre = aCentre()
    mountIn(WorkOffer, centre, { work: aWork('offered'), pop: POP })
    key('R')
    expect(centre.asked.map((one) => one.command)).toEqual([{ type: 'refuse_offer', agent: ME, offer: 'o1' }])
  })
})

describe('the call', () => {
  const types = (centre: ReturnType<typeof aCentre>) => centre.asked.map((one) => one.command.type)

  it('is held while talking and retrieved while held, by the same key', async () => {
    const talking = aCentre()
    mountIn(WorkCall, talking, { work: aWork('connected'), pop: POP })
    key('H')
    expect(types(talking)).toEqual(['hold_call'])
    await flushPromises()
    document.body.replaceChildren()
  })

  it('is retrieved while held', async () => {
    const held = aCentre()
    const call = mountIn(WorkCall, held, { work: aWork('held'), pop: POP })
    await press(call, 'Retrieve')
    expect(types(held)).toEqual(['retrieve_call'])
  })

  it('sends keys through the softphone', async () => {
    const centre = aCentre()
    centre.phone.state.leg = 'l1'
    const call = mountIn(WorkCall, centre, { work: aWork('connected'), pop: POP })
    await press(call, 'Keys')
    await call.find('[aria-label="Key 5"]').trigger('click')
    await call.find('.pad').trigger('keydown', { key: '#' })
    expect(centre.keys).toEqual(['5', '#'])
  })

  it('goes to another queue with data and priority', async () => {
    const centre = aCentre()
    const call = mountIn(WorkCall, centre, { work: aWork('connected'), pop: POP })
    await press(call, 'Transfer')
    const form = call.find('form')
    await form.findAll('select')[0]?.setValue('complaints')
    await form.findAll('select')[1]?.setValue('9')
    await form.find('input').setValue('wants the supervisor ')
    await form.trigger('submit')
    expect(centre.asked.map((one) => one.command)).toEqual([
      {
        type: 'transfer_call',
        agent: ME,
        interaction: 'i1',
        queue: 'complaints',
        data: { transfer_note: 'wants the supervisor' },
        priority: 9,
      },
    ])
  })

  it('of a call back says that the customer is being called, with nothing to hold yet', () => {
    const card = { medium: 'callback', tries: 1 }
    const call = mountIn(WorkCall, aCentre(), { work: aWork('dialling', card), pop: POP })
    expect(call.text()).toContain('Calling the customer; you are connected when they answer.')
    expect(call.findAll('button').find((one) => one.text().startsWith('Hold'))?.attributes('disabled')).toBeDefined()
  })

  it('back that was not reached may be dropped', async () => {
    const centre = aCentre()
    const card = { medium: 'callback', tries: 1, rests_until: NOW + 900_000 }
    await press(mountIn(WorkCall, centre, { work: aWork('wrapping_up', card), pop: POP }), 'Do not try again')
    expect(centre.asked[0]?.command).toEqual({ type: 'drop_callback', agent: ME, interaction: 'i1' })
  })

  it('of a voicemail has a player and no telephone buttons', () => {
    const call = mountIn(WorkCall, aCentre(), { work: aWork('connected', { medium: 'voicemail', leg: '' }), pop: POP })
    expect(call.find('audio').attributes('src')).toBe('/api/voicemails/i1/audio')
    expect(call.text()).not.toContain('Hold')
    expect(call.text()).toContain('Done')
  })

  it('of a voicemail that the records do not give yet asks for it until they do, each time later', async () => {
    vi.useFakeTimers()
    const load = vi.spyOn(HTMLMediaElement.prototype, 'load').mockImplementation(() => undefined)
    const call = mountIn(WorkCall, aCentre(), { work: aWork('connected', { medium: 'voicemail', leg: '' }), pop: POP })
    const player = call.find('audio')
    for (const [time, wait] of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000].entries()) {
      await player.trigger('error')
      expect(call.text()).toContain('The message is not to be had yet')
      vi.advanceTimersByTime(wait - 1)
      expect(load).toHaveBeenCalledTimes(time)
      vi.advanceTimersByTime(1)
      expect(load).toHaveBeenCalledTimes(time + 1)
    }
    await player.trigger('loadedmetadata')
    expect(call.text()).not.toContain('The message is not to be had yet')
    await player.trigger('error')
    call.unmount()
    vi.advanceTimersByTime(60_000)
    expect(load).toHaveBeenCalledTimes(6)
  })

  it('of a medium that somebody else brought has neither player nor telephone buttons', () => {
    const call = mountIn(WorkCall, aCentre(), { work: aWork('connected', { medium: 'echo', leg: '' }), pop: POP })
    expect(call.find('audio').exists()).toBe(false)
    expect(call.text()).not.toContain('Hold')
    expect(call.text()).toContain('Done')
  })
})

describe('after-call work', () => {
  it('saves code and note before it finishes', async () => {
    const centre = aCentre([anAgent({ state: 'WorkingAfterCall' })])
    const call = mountIn(WorkCall, centre, { work: aWork('wrapping_up'), pop: POP })
    await call.find('textarea').setValue('call back on Monday')
    await call.find('input[value=solved]').setValue(true)
    await press(call, 'Finish')
    await flushPromises()
    const note = centre.asked.find((one) => one.command.type === 'note_wrap_up')
    expect(note).toEqual({
      command: { type: 'note_wrap_up', agent: ME, interaction: 'i1', code: 'solved' },
      personal: { note: 'call back on Monday' },
    })
    expect(centre.asked.at(-1)?.command).toEqual({ type: 'finish_wrap_up', agent: ME, interaction: 'i1' })
  })

  it('counts down to its deadline and can be extended', async () => {
    const centre = aCentre()
    const call = mountIn(WorkCall, centre, { work: { ...aWork('wrapping_up'), deadline: NOW + 24_000 }, pop: POP })
    expect(call.find('[role=timer]').text()).toContain('0:24')
    await press(call, '30 s more')
    expect(centre.asked.at(-1)?.command).toEqual({ type: 'extend_wrap_up', agent: ME, interaction: 'i1', seconds: 30 })
  })
})

describe('my state', () => {
  it('goes not ready with a reason', async () => {
    const centre = aCentre()
    await mountIn(StateControl, centre).find('select').setValue('break')
    expect(centre.asked.map((one) => one.command)).toEqual([{ type: 'set_not_ready', agent: ME, reason: 'break' }])
  })

  it('says what follows the work in hand', () => {
    const busy = aCentre([anAgent({ state: 'Busy', next_mode: 'not_ready' })])
    expect(mountIn(StateControl, busy).text()).toContain('Not ready after this')
  })

  it('counts the ring from the ring, not from when it became ready', () => {
    const ringing = aCentre([anAgent({ alerting: true, since: NOW - 600_000, alerting_since: NOW - 4_000 })])
    expect(mountIn(StateControl, ringing).find('.time').text()).toBe('0:04')
  })

  it('says why it is not ready, in words', () => {
    const away = aCentre([anAgent({ state: 'NotReady', reason: 'no_answer' })])
    expect(mountIn(StateControl, away).text()).toContain('Did not answer')
  })
})

describe('accessibility', () => {
  it.each(['offered', 'connected', 'held', 'reattaching', 'wrapping_up'])('has no violations while %s', async (phase) => {
    const main = document.createElement('main')
    main.innerHTML = '<h1>Desk</h1>'
    document.body.append(main)
    document.documentElement.lang = 'en'
    document.title = 'Desk'
    const shown = mountIn(phase === 'offered' ? WorkOffer : WorkCall, aCentre(), { work: aWork(phase), pop: POP })
    main.append(shown.element)
    const found = await axe.run(main, { rules: { 'color-contrast': { enabled: false } } })
    expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
  })
})

describe('nothing in hand', () => {
  it('offers to log on again to who was logged off while the page was gone', async () => {
    const centre = aCentre([anAgent({ state: 'Null' })])
    centre.rest.interactions = async () => ({ rows: [], page: 1, pages: 1, total: 0 })
    const taken = vi.fn()
    centre.live.useThisTab = taken
    const empty = mountIn(Empty, centre)
    await press(empty, 'Log on again')
    expect(taken).toHaveBeenCalledOnce()
  })
})
