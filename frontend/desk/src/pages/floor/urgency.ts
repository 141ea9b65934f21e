import type { AgentCard, QueueCard } from '@hollyhock/client'

/** How the agents may be sorted. */
export type Order = 'urgency' | 'name' | 'time'

const RANK: Record<string, number> = { NotReady: 3, WorkingAfterCall: 4, Busy: 5, Ready: 6, Null: 9 }
/** Built-in reasons that an agent did not choose: somebody should look. */
const TROUBLE = new Set(['no_answer', 'refused', 'unreachable', 'forced', 'gone'])

/** Smaller is more urgent: broken softphones, unchosen not-ready, ringing, then the calm states. */
export function urgency(agent: AgentCard): number {
  if (agent.state === 'Null') return 9
  if (agent.holds.some((hold) => hold.phase === 'reattaching')) return 0
  if (agent.state !== 'NotReady' && !agent.device_up && agent.present) return 1
  if (agent.state === 'NotReady' && TROUBLE.has(agent.reason)) return 1
  if (agent.alerting) return 2
  return RANK[agent.state] ?? 8
}

/** The agents in the chosen order; equals stay in the order of their numbers, so nothing jumps. */
export function inOrder(agents: readonly AgentCard[], order: Order): AgentCard[] {
  const by: Record<Order, (a: AgentCard, b: AgentCard) => number> = {
    urgency: (a, b) => urgency(a) - urgency(b) || a.since - b.since,
    name: (a, b) => a.name.localeCompare(b.name, 'zh-Hans'),
    time: (a, b) => a.since - b.since,
  }
  return [...agents].sort((a, b) => by[order](a, b) || a.agent.localeCompare(b.agent))
}

/** How a queue stands to its service level: somebody has waited too long, or soon will have; empty = well. */
export function riskOf(queue: QueueCard, now: number): '' | 'risk' | 'missed' {
  const target = queue.service_level_ms
  if (!queue.waiting || queue.oldest_since === null || !target) return ''
  const waited = now - queue.oldest_since
  if (waited >= target) return 'missed'
  return waited >= target * NEAR || (queue.high_ms ?? 0) > target ? 'risk' : ''
}

/** The share of the service level's time after which a wait is worth looking at. */
const NEAR = 0.6
