import { inject, type InjectionKey, onScopeDispose, ref, type Ref } from 'vue'

/** The server's time, moving once a second; every timer on the screen counts on it, so all move together. */
export const CLOCK: InjectionKey<Ref<number>> = Symbol('clock')

/** Begin to tick on whole seconds of the given clock. */
export function startClock(now: () => number): Ref<number> {
  const time = ref(now())
  let handle: ReturnType<typeof setTimeout>
  const tick = () => {
    time.value = now()
    handle = setTimeout(tick, 1000 - (time.value % 1000))
  }
  tick()
  onScopeDispose(() => clearTimeout(handle))
  return time
}

/** The ticking time that the page was given. */
export function useClock(): Ref<number> {
  const clock = inject(CLOCK)
  if (!clock) throw new Error('the page has no clock')
  return clock
}
