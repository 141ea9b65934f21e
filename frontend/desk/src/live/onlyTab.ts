/** Among this browser's tabs, the one that is the softphone. */
export interface OnlyTab {
  /** Make it this tab, whichever has it now. */
  take(): void
  leave(): void
}

const LOCK = 'hollyhock.softphone'
/** A page that was just reloaded gets its old lock a moment after it has started. */
const TRIES_MS = [0, 100, 200]
/** A tab that waits lets a reloading one go first. */
const COURTESY_MS = 1_500

/**
 * Hold the lock of the softphone's tab (Web Locks). `mine` is called whenever this tab gets it: at once, or some time
 * after the tab that had it has closed; `others` when another tab has it at the start.
 */
export function onlyTab(mine: () => void, others: () => void): OnlyTab {
  let release: () => void = () => undefined
  let left = false

  // Without Web Locks (a page that is not served securely) there is no microphone either: nothing to share out.
  if (!('locks' in navigator)) {
    mine()
    return { take: mine, leave: () => undefined }
  }

  /** Ask for the lock; says whether it was given. Who has it stolen from them waits for its turn again. */
  function ask(options: LockOptions): Promise<boolean> {
    return new Promise((given) => {
      const held = navigator.locks.request(LOCK, options, (lock) => {
        given(lock !== null)
        if (lock === null || left) return undefined
        mine()
        return new Promise<void>((resolve) => (release = resolve))
      })
      held.catch(() => void wait())
    })
  }

  async function wait(): Promise<void> {
    while (!left) {
      await navigator.locks.request(LOCK, () => undefined)
      await pass(COURTESY_MS)
      if (left || (await ask({ ifAvailable: true }))) return
    }
  }

  async function begin(): Promise<void> {
    for (const ms of TRIES_MS) {
      await pass(ms)
      if (left || (await ask({ ifAvailable: true }))) return
    }
    others()
    await wait()
  }

  void begin()
  return {
    take: () => void ask({ steal: true }),
    leave: () => {
      left = true
      release()
    },
  }
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
