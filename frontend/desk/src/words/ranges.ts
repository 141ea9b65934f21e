import { clock, NONE } from './forms'
import { say } from './words'

/** An expected wait as a range: `0:20–1:10`, or that there is none, or that too little is known. */
export function range(low: number | null, high: number | null): string {
  if (low === null || high === null) return NONE
  if (high === 0) return say('common.atOnce')
  return `${clock(low)}–${clock(Math.ceil(high / 1000) * 1000)}`
}
