import { language } from './words'

/** A length of time as a clock shows it: `0:07`, `12:34`, `1:02:03`; never negative. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Time left until a moment, rounded up, so that it says 0:00 only when it is over. */
export function left(ms: number): string {
  return clock(Math.ceil(Math.max(0, ms) / 1000) * 1000)
}

/** Date and time of day, short. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(at)
}

/** Date and time of day with seconds, for lists whose lines follow closely. */
export function exactMoment(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(at)
}

/** Time of day with seconds. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'medium', hourCycle: 'h23' }).format(at)
}

/** A share as a percentage with one decimal. */
export function percent(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share)
}

/** A share as a whole percentage. */
export function wholePercent(share: number): string {
  return new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

/** A count with separators. */
export function count(value: number): string {
  return new Intl.NumberFormat(language()).format(value)
}

/** What stands where there is no figure. */
export const NONE = '–'
