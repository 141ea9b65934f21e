import type { AgentCard, AnyCard, DeskCommand, InteractionCard, Labels, Lines, Link, Popped, Problem, QueueCard, Rest, Session, Softphone, Takers, Waiting } from '@hollyhock/client'
import { mount, type VueWrapper } from '@vue/test-utils'
import { type Component, computed, reactive, ref, shallowReactive, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { CLOCK } from '../src/live/clock'
import { type Centre, CENTRE } from '../src/live/give'
import { type Live, type Work, workOf } from '../src/live/live'
import type { Phone, PhoneState } from '../src/phone/phone'
import { i18n } from '../src/words/words'

export const NOW = 1_700_000_000_000
export const ME = '1001'

const name = (text: string) => ({ zh: text, en: text })

export const LABELS: Labels = {
  queues: [
    { code: 'operator', name: { zh: '总台', en: 'Operator' }, wrap_up_codes: ['solved', 'call_back'], wrap_up_ms: 30_000 },
    { code: 'complaints', name: { zh: '投诉', en: 'Complaints' }, wrap_up_codes: [], wrap_up_ms: 0 },
  ],
  reasons: [{ code: 'break', name: { zh: '小休', en: 'Break' } }],
  wrap_up_codes: [
    { code: 'solved', name: { zh: '已解决', en: 'Solved' }, leaves_open: false },
    { code: 'call_back', name: { zh: '回访', en: 'Call back' }, leaves_open: true },
  ],
  teams: [{ code: 'east', name: name('East') }],
  sites: [],
  skills: [
    { code: 'sales', name: { zh: '销售', en: 'Sales' } },
    { code: 'english', name: { zh: '英语', en: 'English' } },
  ],
  entry_points: [],
  agents: [{ code: ME, name: '王芳', team: 'east' }],
  media: [],
}

export function anAgent(values: Partial<AgentCard> = {}): AgentCard {
  return {
    card: 'agent',
    key: `agent:${values.agent ?? ME}`,
    agent: ME,
    name: '王芳',
    team: 'east',
    site: '',
    state: 'Ready',
    since: NOW - 60_000,
    reason: '',
    next_mode: 'ready',
    session: '',
    device: '',
    device_up: true,
    present: true,
    alerting: false,
    alerting_since: null,
    holds: [],
    skills: {},
    skills_changed: false,
    ...values,
  }
}

export function aQueue(values: Partial<QueueCard> = {}): QueueCard {
  return {
    card: 'queue',
    key: `queue:${values.queue ?? 'operator'}`,
    queue: 'operator',
    waiting: 1,
    oldest_since: NOW - 5_000,
    logged_in: 2,
    ready: 0,
    why: 'nobody_ready',
    rings: [{ after_ms: 0, waiting: 1, ends: false, logged_in: 2, ready: 0 }],
    low_ms: null,
    high_ms: null,
    forecasts: 0,
    right: 0,
    service_level_ms: 20_000,
    ...values,
  }
}

export function aWaiting(values: Partial<Waiting> = {}): Waiting {
  return {
    interaction: 'i1',
    queue: 'operator',
    medium: 'voice',
    language: 'en',
    position: 1,
    entered: NOW - 83_000,
    since: NOW - 83_000,
    priority: 5,
    ring: 0,
    why: { reason: 'nobody_ready', able: 2, serving: 0, ready: 0, ahead: 0, agent: '', until: null },
    says: { zh: '2 名合适的座席都未就绪。', en: '2 agents could serve it, but nobody is ready.' },
    low_ms: null,
    high_ms: null,
    ...values,
  }
}

export function anInteraction(values: Partial<InteractionCard> = {}): InteractionCard {
  return {
    card: 'interaction',
    key: 'interaction:i1',
    interaction: 'i1',
    medium: 'voice',
    phase: 'offered',
    phase_since: NOW - 4_000,
    arrived: NOW - 90_000,
    entry_point: '1001',
    language: 'zh-Hans',
    data: {},
    personal: { ani: '+8613800138000' },
    node: '',
    queue: 'operator',
    queued_since: NOW - 65_000,
    waited_ms: null,
    priority: 5,
    position: null,
    agent: ME,
    offer: 'o1',
    ringing: { [ME]: 'o1' },
    offer_deadline: NOW + 10_000,
    leg: 'o1',
    tries: 0,
    rests_until: null,
    wrapping: [],
    sound: '',
    recording: false,
    ...values,
  }
}

export function aWork(phase: string, card: Partial<InteractionCard> = {}): Work {
  const holds = [{ interaction: 'i1', phase, deadline: NOW + 10_000, code: '', queue: 'operator' }]
  const shown = anInteraction({ phase, ...card })
  return workOf(anAgent({ holds }), new Map([[shown.key, shown]]))[0] as Work
}

export interface Asked {
  command: DeskCommand
  personal: Record<string, string>
}

export interface FakeCentre extends Centre {
  asked: Asked[]
  /** What has been watched, the last one last. */
  watched: Lines[]
  wantedTakers: string[]
  /** The answer to whatever is asked next; null = done. */
  refuse: { with: Problem | null }
  answered: string[]
  muted: boolean[]
  keys: string[]
}

export function aCentre(cards: AnyCard[] = [anAgent()], session: Partial<Session> = {}): FakeCentre {
  const asked: Asked[] = []
  const watched: Lines[] = []
  const wantedTakers: string[] = []
  const refuse: { with: Problem | null } = { with: null }
  const attempt: Live['attempt'] = async (command, personal = {}) => {
    asked.push({ command, personal })
    return refuse.with
  }
  const answered: string[] = []
  const muted: boolean[] = []
  const keys: string[] = []
  const held = shallowReactive(new Map(cards.map((card) => [card.key, card])))
  const all = computed(() => [...held.values()])
  const me = computed(() => (held.get(`agent:${ME}`) as AgentCard | undefined) ?? null)
  const live: Live = {
    session: {
      person: 1,
      name: '王芳',
      agent: ME,
      roles: ['agent'],
      teams: ['east'],
      all_teams: false,
      language: 'zh-Hans',
      ticket: '',
      ticket_exp: 0,
      ...session,
    },
    link: ref<Link>('up'),
    roundTrip: ref(12),
    softphone: shallowRef<Softphone | null>({ device: 'a', secret: 's', realm: 'r', path: '/sip' }),
    welcomed: ref(true),
    cards: held,
    me,
    work: computed(() => workOf(me.value, held)),
    agents: computed(() => all.value.filter((card) => card.card === 'agent')),
    interactions: computed(() => all.value.filter((card) => card.card === 'interaction')),
    queues: computed(() => all.value.filter((card) => card.card === 'queue')),
    system: computed(() => null),
    pops: shallowReactive(new Map<string, Popped>()),
    alarms: reactive(new Map()),
    now: () => NOW,
    waiting: shallowRef<readonly Waiting[]>([]),
    takers: shallowRef<Takers | null>(null),
    watch: (lines) => {
      watched.push(lines)
      return () => undefined
    },
    askTakers: (interaction, find) => wantedTakers.push(`${interaction} ${find}`),
    attempt,
    ask: async (command, personal) => (await attempt(command, personal)) === null,
    askPop: () => undefined,
    useThisTab: () => undefined,
    stop: () => undefined,
  }
  const state = reactive<PhoneState>({
    line: 'registered',
    microphone: 'granted',
    device: '',
    leg: '',
    answering: '',
    muted: false,
    silent: false,
  })
  const phone: Phone = {
    state,
    use: () => undefined,
    answer: (leg) => answered.push(leg),
    only: () => undefined,
    mute: (on) => {
      state.muted = on
      muted.push(on)
    },
    key: (tone) => keys.push(tone),
    unlock: () => undefined,
    askMicrophone: async () => undefined,
  }
  return { rest: {} as Rest, live, labels: ref(LABELS), phone, asked, watched, wantedTakers, refuse, answered, muted, keys }
}

export function mountIn(component: Component, centre: Centre, props: Record<string, unknown> = {}): VueWrapper {
  const router = createRouter({
    history: createMemoryHistory('/desk/'),
    routes: [{ path: '/:rest(.*)*', component: { template: '<i></i>' } }],
  })
  return mount(component, {
    props,
    attachTo: document.body,
    global: { plugins: [i18n, router], provide: { [CENTRE as symbol]: centre, [CLOCK as symbol]: ref(NOW) } },
  })
}

/** Press a button by its words. */
export async function press(wrapper: VueWrapper, words: string): Promise<void> {
  const found = wrapper.findAll('button').find((one) => one.text().includes(words))
  if (!found) throw new Error(`no button says ${words}`)
  await found.trigger('click')
}
