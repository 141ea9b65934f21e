import type { Label } from '@hollyhock/client'
import { computed, type ComputedRef } from 'vue'

import { language, sayCode } from '../words/words'
import { useCentre } from './give'

/** Codes to what people read, in the language of the screen. */
export interface NamesOf {
  queue(code: string): string
  reason(code: string): string
  wrapUp(code: string): string
  team(code: string): string
  skill(code: string): string
  entry(code: string): string
  agent(code: string): string
  medium(code: string): string
  tongue(code: string): string
}

/** Names by code; a code without a name stands for itself. */
export function useNames(): ComputedRef<NamesOf> {
  const { labels } = useCentre()
  return computed(() => {
    const tongue = language() === 'en' ? 'en' : 'zh'
    const from = (list: readonly Label[]) => {
      const names = new Map(list.map((one) => [one.code, one.name[tongue]]))
      return (code: string) => names.get(code)
    }
    const { queues, reasons, wrap_up_codes, teams, skills, entry_points, agents, media } = labels.value
    const [queue, reason, wrapUp, team, skill, entry, medium] = [queues, reasons, wrap_up_codes, teams, skills, entry_points, media].map(from)
    const people = new Map(agents.map((one) => [one.code, one.name]))
    return {
      queue: (code) => queue?.(code) ?? code,
      reason: (code) => reason?.(code) ?? sayCode('state', code),
      wrapUp: (code) => wrapUp?.(code) ?? code,
      team: (code) => team?.(code) ?? code,
      skill: (code) => skill?.(code) ?? code,
      entry: (code) => entry?.(code) ?? code,
      agent: (code) => people.get(code) ?? code,
      medium: (code) => medium?.(code) ?? sayCode('medium', code),
      tongue: (code) => sayCode('tongue', code),
    }
  })
}
