/** Time as an argument, so that tests own it. */
export interface Timers {
  /** Milliseconds of a clock that never runs backwards. */
  now(): number
  /** Call `work` once after `ms`; the returned function cancels it. */
  after(ms: number, work: () => void): () => void
}

/** The browser's own clock and timers. */
export const browserTimers: Timers = {
  now: () => performance.now(),
  after(ms, work) {
    const handle = setTimeout(work, ms)
    return () => clearTimeout(handle)
  },
}
