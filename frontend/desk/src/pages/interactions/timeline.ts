import type { Moment } from '@hollyhock/client'

import type { NamesOf } from '../../live/names'
import { i18n, language, say, sayCode, sayValue } from '../../words/words'
import { sayOutcome } from './say'

/** The lines worth reading: leaving a node says something only when a key was pressed there. */
export function worthSaying(moment: Moment): boolean {
  return moment.kind !== 'announcement_ended' && (moment.kind !== 'node_left' || Boolean(moment.values['digit']))
}

/** The lines worth reading; a wrap-up saved again with the same code says only that there is a note. */
export function linesOf(timeline: readonly Moment[]): Moment[] {
  const codes = new Map<unknown, unknown>()
  return timeline.filter(worthSaying).map((moment) => {
    if (moment.kind !== 'wrap_up_noted') return moment
    const { agent, code } = moment.values
    const same = codes.get(agent) === code
    codes.set(agent, code)
    return same ? { ...moment, values: { ...moment.values, code: '' } } : moment
  })
}

/** A line of the timeline in words: `timeline.KIND` with its values named; unknown kinds stand for themselves. */
export function sayMoment(moment: Moment, names: NamesOf): string {
  const key = `timeline.${kindOf(moment)}`
  if (moment.kind === 'data_attached') return say(key, { what: attached(moment) })
  const values = Object.fromEntries(Object.entries(moment.values).map(([name, value]) => [name, named(name, value, names)]))
  if (i18n.global.te(key, language())) return say(key, { ...EMPTY, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) })
  return [moment.kind, ...Object.values(values)].filter(Boolean).join(' · ')
}

/** The sentence's name: the kind, and what of the values makes another sentence of it. */
function kindOf({ kind, values }: Moment): string {
  switch (kind) {
    case 'wrap_up_noted':
      if (!values['code']) return 'wrap_up_note'
      return values['leaves_open'] === true ? 'wrap_up_noted_open' : kind
    case 'queued':
      return QUEUED.has(String(values['cause'])) ? `queued_${values['cause']}` : kind
    case 'offer_made':
      return GIVEN.has(sourceOf(values)) ? `offer_made_${sourceOf(values)}` : kind
    default:
      return values['by'] && i18n.global.te(`timeline.${kind}_by`, language()) ? `${kind}_by` : kind
  }
}

/** Causes of queuing and sources of offers that have a sentence of their own. */
const QUEUED = new Set(['moved', 'overflow', 'callback', 'transfer', 'forced', 'reattach_failed'])
const GIVEN = new Set(['pulled', 'pushed'])

function sourceOf(values: Moment['values']): string {
  return String((values['trace'] as { source?: string } | undefined)?.source ?? '')
}

/** Plain values by name and value; of personal ones only the names, since who may see them finds them beside the timeline. */
function attached({ values }: Moment): string {
  const plain = Object.entries((values['data'] ?? {}) as Record<string, string>)
  const said = plain.map(([name, value]) => `${sayCode('data', name)} ${sayValue(name, value)}`)
  return [...said, ...((values['personal'] ?? []) as string[]).map((name) => sayCode('data', name))].join(language() === 'en' ? ', ' : '、')
}

const EMPTY = { queue: '–', agent: '–', outcome: '–', cause: '–', node: '–', entry_point: '–', code: '–', digit: '', position: '–', by: '–' }

function named(name: string, value: Moment['values'][string], names: NamesOf): string {
  const text = value === null ? '' : String(value)
  switch (name) {
    case 'queue':
    case 'to_queue':
      return names.queue(text)
    case 'agent':
      return names.agent(text)
    case 'entry_point':
      return names.entry(text)
    case 'code':
      return names.wrapUp(text)
    case 'ring':
      return String(Number(value) + 1)
    case 'outcome':
    case 'cause':
      return sayOutcome(text)
    default:
      return text
  }
}
