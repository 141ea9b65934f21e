import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { onlyTab } from '../src/live/onlyTab'

type Callback = (lock: object | null) => Promise<void> | undefined

/** One lock as browsers give it: in turn, at once or not at all, or stolen. */
class FakeLocks {
  private holder: { reject: (reason: Error) => void } | null = null
  private queue: (() => void)[] = []

  request(_name: string, ...rest: [Callback] | [LockOptions, Callback]): Promise<void> {
    const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest
    return new Promise((resolve, reject) => {
      const give = () => {
        const holding = { reject }
        this.holder = holding
        void Promise.resolve(callback({})).then(() => {
          if (this.holder === holding) this.next()
          resolve()
        })
      }
      if (options.steal) {
        this.holder?.reject(new Error('stolen'))
        give()
      } else if (!this.holder) give()
      else if (options.ifAvailable) void Promise.resolve(callback(null)).then(resolve)
      else this.queue.push(give)
    })
  }

  private next(): void {
    this.holder = null
    this.queue.shift()?.()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('navigator', { locks: new FakeLocks() })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function aTab(): Promise<{ tab: ReturnType<typeof onlyTab>; mine: ReturnType<typeof vi.fn>; others: ReturnType<typeof vi.fn> }> {
  const mine = vi.fn()
  const others = vi.fn()
  const tab = onlyTab(mine, others)
  await vi.advanceTimersByTimeAsync(400)
  return { tab, mine, others }
}

describe("the softphone's tab", () => {
  it('is the first one; the next is told that another has it', async () => {
    const first = await aTab()
    const second = await aTab()
    expect(first.mine).toHaveBeenCalledOnce()
    expect(first.others).not.toHaveBeenCalled()
    expect(second.mine).not.toHaveBeenCalled()
    expect(second.others).toHaveBeenCalledOnce()
  })

  it('moves to the waiting tab when the first one has closed for good', async () => {
    const first = await aTab()
    const second = await aTab()
    first.tab.leave()
    await vi.advanceTimersByTimeAsync(1_400)
    expect(second.mine).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    expect(second.mine).toHaveBeenCalledOnce()
  })

  it('stays where it was when that page is only reloaded', async () => {
    const first = await aTab()
    const second = await aTab()
    first.tab.leave()
    const reloaded = await aTab()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(reloaded.mine).toHaveBeenCalledOnce()
    expect(second.mine).not.toHaveBeenCalled()
  })

  it('can be taken, and comes back when the taker closes', async () => {
    const first = await aTab()
    const second = await aTab()
    second.tab.take()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.mine).toHaveBeenCalledOnce()
    second.tab.leave()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(first.mine).toHaveBeenCalledTimes(2)
  })
})
