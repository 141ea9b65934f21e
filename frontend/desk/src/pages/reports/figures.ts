import type { ReportFigures } from '@hollyhock/client'

import { clock, count, NONE, percent } from '../../words/forms'

const SHARES = new Set(['service_level', 'occupancy', 'abandon_rate', 'utilization'])
/** Figures that are counts of interactions: each leads to them. */
const COUNTED = new Set(['offered', 'answered', 'abandoned', 'short_abandoned', 'flow_out'])

/** A figure as its column wants it: share, time or count. */
export function figure(column: string, value: ReportFigures[string] | undefined): string {
  if (value === null || value === undefined) return NONE
  if (typeof value === 'string') return value
  if (SHARES.has(column)) return percent(value)
  return column.endsWith('_ms') ? clock(value) : count(value)
}

/** Whether a figure leads to its interactions. */
export function leadsOn(column: string, value: ReportFigures[string] | undefined): boolean {
  return COUNTED.has(column) && typeof value === 'number' && value > 0
}
