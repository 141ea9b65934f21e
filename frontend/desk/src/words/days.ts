/** Moments and the text of a date-and-time field, in the browser's time zone. */

/** What a `datetime-local` field shows for a moment, to the minute. */
export function fieldOf(at: number): string {
  const date = new Date(at)
  const local = new Date(at - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** The moment that a `datetime-local` field names, or null when it is empty. */
export function momentOf(field: string): number | null {
  const at = new Date(field).getTime()
  return Number.isNaN(at) ? null : at
}

/** Midnight some days before now. */
export function midnight(daysBack: number): number {
  const date = new Date()
  date.setHours(0, 0, 0, 0)
  date.setDate(date.getDate() - daysBack)
  return date.getTime()
}
