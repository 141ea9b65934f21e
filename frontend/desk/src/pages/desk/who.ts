import type { Popped } from '@hollyhock/client'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

import type { Work } from '../../live/live'

/** Who the customer is, as far as anybody knows: the record first, then what came with the contact. */
export interface Who {
  name: string
  number: string
  vip: boolean
  known: boolean
}

/** Follow who the customer of this work is. */
export function useWho(props: { work: Work; pop: Popped | undefined }): ComputedRef<Who> {
  const { t } = useI18n()
  return computed(() => {
    const personal = props.work.card?.personal ?? {}
    const pop = props.pop?.pop
    const record = pop?.found ? pop : null
    return {
      name: firstOf([record?.name, personal['customer_name']], t('common.unknownCustomer')),
      number: firstOf([record?.number, personal['ani'], personal['callback_number']], t('common.withheld')),
      vip: record?.vip ?? false,
      known: record !== null,
    }
  })
}

function firstOf(known: readonly (string | undefined)[], otherwise: string): string {
  return known.find(Boolean) ?? otherwise
}
