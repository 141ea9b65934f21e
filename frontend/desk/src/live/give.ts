import type { Labels, Rest } from '@hollyhock/client'
import { inject, type InjectionKey, type Ref } from 'vue'

import type { Phone } from '../phone/phone'
import type { Live } from './live'

/** What every page is given. */
export interface Centre {
  rest: Rest
  live: Live
  labels: Ref<Labels>
  phone: Phone
}

export const CENTRE: InjectionKey<Centre> = Symbol('centre')

/** The centre that the page was given. */
export function useCentre(): Centre {
  const centre = inject(CENTRE)
  if (!centre) throw new Error('the page stands outside of a centre')
  return centre
}
