import type { Lines, Session, Waiting } from '@hollyhock/client'
import { onScopeDispose, type Ref, watch } from 'vue'

import { useCentre } from './give'

const TAKERS = ['expert', 'shift_leader', 'administrator']

/** Watch lines while the component is on the screen; whenever others are wanted, those. */
export function useLines(wanted: () => Lines): Ref<readonly Waiting[]> {
  const { live } = useCentre()
  let stop: () => void = () => undefined
  watch(
    () => JSON.stringify(wanted()),
    (text) => (stop = live.watch(JSON.parse(text) as Lines)),
    { immediate: true },
  )
  onScopeDispose(() => stop())
  return live.waiting
}

/** Whether the person may look into lines and take somebody out of turn. */
export function mayTake(session: Session): boolean {
  return session.agent !== '' && session.roles.some((role) => TAKERS.includes(role))
}
