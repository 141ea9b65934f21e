import { i18n, language, say } from '../../words/words'

/** An outcome or cause in words; one that nobody has named stands for itself. */
export function sayOutcome(code: string): string {
  const key = `interactions.outcome_${code}`
  return i18n.global.te(key, language()) ? say(key) : code
}
