import type { ReportFigures } from '@hollyhock/client'

import { clock, count, NONE, percent } from '../../words/forms'

const SHARES = new Set(['service_level', 'occupancy', 'abandon_rate', 'utilization'])
/** Times that are made of an agent's states, not of interactions. */
const OF_STATES = new Set(['ready_ms', 'not_ready_ms'])

/** A figure as its column wants it: share, time or count. */
export function figure(column: string, value: ReportFigures[string] | undefined): string {
  if (value === null || value === undefined) return NONE
  if (typeof value === 'string') return value
  if (SHARES.has(column)) return percent(value)
  return column.endsWith('_ms') ? clock(value) : count(value)
}

/** Whether a figure leads to its interactions. */
export function leadsOn(column: string, value: ReportFigures[string] | undefined): boolean {
  return !OF_STATES.has(column) && typeof value === 'number' && value > 0
}
