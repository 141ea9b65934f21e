/** Among this browser's tabs, the one that is the softphone. */
export interface OnlyTab {
  /** Make it this tab, whichever has it now. */
  take(): void
  leave(): void
}

const LOCK = 'hollyhock.softphone'
/** A page that was just reloaded gives its lock back a moment after the new one has started. */
const PATIENCE_MS = 250

/**
 * Hold the lock of the softphone's tab (Web Locks). `mine` is called whenever this tab gets it: at once, or when the
 * tab that had it closes; `others` when another tab has it for now.
 */
export function onlyTab(mine: () => void, others: () => void): OnlyTab {
  let release: () => void = () => undefined
  let decided = false
  let left = false

  const got = () => {
    if (left) return Promise.resolve()
    decided = true
    mine()
    return new Promise<void>((resolve) => (release = resolve))
  }
  const hold = (options: LockOptions) => navigator.locks.request(LOCK, options, got).catch(() => undefined)

  // Without Web Locks (a page that is not served securely) there is no microphone either: nothing to share out.
  if (!('locks' in navigator)) {
    mine()
    return { take: mine, leave: () => undefined }
  }
  void hold({})
  setTimeout(() => {
    if (!decided && !left) others()
  }, PATIENCE_MS)
  return {
    take: () => void hold({ steal: true }),
    leave: () => {
      left = true
      release()
    },
  }
}
