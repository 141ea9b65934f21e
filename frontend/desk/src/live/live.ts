import { type AgentCard, type Alarm, type AnyCard, asProblem, type DeskCommand, DeskSocket, type InteractionCard, type Lines, type Link, type Popped, type Problem, type QueueCard, type Rest, type Session, type Softphone, type SystemCard, type Takers, type Waiting, type Wire } from '@hollyhock/client'
import { computed, type ComputedRef, reactive, type Ref, ref, shallowReactive, shallowRef } from 'vue'

import { tell } from '../parts/tell'
import { onlyTab } from './onlyTab'

/** An interaction in this agent's hands: the hold says how far it is, the card what it is. */
export interface Work {
  interaction: string
  phase: string
  deadline: number | null
  code: string
  queue: string
  /** What rings at this very agent: others may be rung together with them. */
  offer: string
  /** The softphone's leg for it; empty for what is no call. */
  leg: string
  card: InteractionCard | null
}

/** The centre as this desk sees it now; everything on the screen follows from it. */
export interface Live {
  session: Session
  link: Ref<Link>
  roundTrip: Ref<number | null>
  softphone: Ref<Softphone | null>
  welcomed: Ref<boolean>
  cards: Map<string, AnyCard>
  me: ComputedRef<AgentCard | null>
  work: ComputedRef<Work[]>
  agents: ComputedRef<AgentCard[]>
  interactions: ComputedRef<InteractionCard[]>
  queues: ComputedRef<QueueCard[]>
  system: ComputedRef<SystemCard | null>
  pops: Map<string, Popped>
  alarms: Map<string, Alarm>
  /** Who waits in the lines that are watched, line by line, in the order of places. */
  waiting: Ref<readonly Waiting[]>
  takers: Ref<Takers | null>
  now(): number
  /** Watch these lines instead of those before; returns how to stop. */
  watch(lines: Lines): () => void
  askTakers(interaction: string, find: string): void
  /** Ask; resolves to the refusal, or null when it was done. */
  attempt(command: DeskCommand, personal?: Record<string, string>): Promise<Problem | null>
  /** Ask; a refusal is shown to the person. Resolves to whether it was done. */
  ask(command: DeskCommand, personal?: Record<string, string>): Promise<boolean>
  askPop(interaction: string): void
  useThisTab(): void
  stop(): void
}

/** Connect the desk's socket for a log-in. */
export function goLive(rest: Rest, session: Session, loggedOut: () => void, open: () => Wire = openSocket): Live {
  const cards = shallowReactive(new Map<string, AnyCard>())
  const link = ref<Link>('idle')
  const roundTrip = ref<number | null>(null)
  const softphone = shallowRef<Softphone | null>(null)
  const welcomed = ref(false)
  const pops = shallowReactive(new Map<string, Popped>())
  const waiting = shallowRef<readonly Waiting[]>([])
  const takers = shallowRef<Takers | null>(null)
  const alarms = reactive(new Map<string, Alarm>())
  const leads = session.roles.some((role) => role === 'shift_leader' || role === 'administrator')

  const socket = new DeskSocket({
    open,
    session: () => rest.session(),
    store: cards,
    floor: leads,
    softphone: false,
    listener: {
      link(now) {
        link.value = now
        if (now !== 'up') roundTrip.value = null
        if (now === 'logged_out') loggedOut()
      },
      welcome(frame) {
        softphone.value = frame.softphone
        welcomed.value = true
      },
      popped: (frame) => pops.set(frame.interaction, frame),
      watched: (frame) => (waiting.value = frame.rows),
      takers: (frame) => (takers.value = frame),
      alarm: (alarm) => (alarm.raised ? alarms.set(alarm.code, alarm) : alarms.delete(alarm.code)),
      roundTrip: (ms) => (roundTrip.value = ms),
      refused: (problem) => tell.problem(problem),
    },
  })
  const tab = session.agent === '' ? null : onlyTab(() => socket.takeSoftphone(), () => socket.start())
  if (tab === null) socket.start()

  let watched: Lines | null = null
  async function attempt(command: DeskCommand, personal?: Record<string, string>): Promise<Problem | null> {
    try {
      await socket.ask(command, personal)
      return null
    } catch (thrown) {
      return asProblem(thrown).problem
    }
  }

  const all = computed(() => [...cards.values()])
  const me = computed(() => (cards.get(`agent:${session.agent}`) as AgentCard | undefined) ?? null)
  return {
    session,
    link,
    roundTrip,
    softphone,
    welcomed,
    cards,
    me,
    work: computed(() => workOf(me.value, cards)),
    agents: computed(() => all.value.filter((card) => card.card === 'agent')),
    interactions: computed(() => all.value.filter((card) => card.card === 'interaction')),
    queues: computed(() => all.value.filter((card) => card.card === 'queue')),
    system: computed(() => (cards.get('system') as SystemCard | undefined) ?? null),
    pops,
    alarms,
    waiting,
    takers,
    now: () => socket.clock.now(),
    watch(lines) {
      watched = lines
      socket.watch(lines)
      return () => {
        // Another page may watch something else by now.
        if (watched !== lines) return
        waiting.value = []
        socket.watch({ queues: [], interactions: [] })
      }
    },
    askTakers: (interaction, find) => socket.askTakers(interaction, find),
    attempt,
    askPop: (interaction) => socket.askPop(interaction),
    useThisTab: () => tab?.take(),
    async ask(command, personal) {
      const problem = await attempt(command, personal)
      if (problem) tell.problem(problem)
      return problem === null
    },
    stop() {
      tab?.leave()
      socket.stop()
    },
  }
}

/** What an agent holds, what rings first. */
export function workOf(me: AgentCard | null, cards: ReadonlyMap<string, AnyCard>): Work[] {
  const work = (me?.holds ?? []).map((hold) => {
    const card = cards.get(`interaction:${hold.interaction}`)
    const shown = card?.card === 'interaction' ? card : null
    const offer = (me && shown?.ringing[me.agent]) ?? ''
    // What has no leg (a message, a call back that is only a ticket) is accepted by a command.
    const leg = shown?.phase !== 'offered' ? (shown?.leg ?? '') : shown.leg ? offer : ''
    return { ...hold, queue: hold.queue || (shown?.queue ?? ''), offer, leg, card: shown }
  })
  const rank = (one: Work) => (one.phase === 'offered' ? 0 : one.phase === 'wrapping_up' ? 2 : 1)
  return work.sort((a, b) => rank(a) - rank(b))
}

function openSocket(): Wire {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return new WebSocket(`${scheme}://${location.host}/socket/desk`) as unknown as Wire
}
