import { watchEffect } from 'vue'
import { createI18n } from 'vue-i18n'

import { LANGUAGES, type Language, type Texts } from './pairs'

const found = import.meta.glob<{ default: Texts }>('../**/texts.ts', { eager: true })
const KEY = 'hollyhock.language'

/** Every text of every folder, by language, then folder, then key. */
export function messages(): Record<Language, Record<string, Record<string, string>>> {
  const all = { 'zh-Hans': {} as Record<string, Record<string, string>>, en: {} as Record<string, Record<string, string>> }
  for (const { default: folder } of Object.values(found)) {
    LANGUAGES.forEach((language, index) => {
      all[language][folder.name] = Object.fromEntries(
        Object.entries(folder.pairs).map(([key, pair]) => [key, pair[index] ?? '']),
      )
    })
  }
  return all
}

/** The screen's words. */
export const i18n = createI18n({ legacy: false, locale: kept(), fallbackLocale: 'en', messages: messages() })

/** The language of the screen now. */
export function language(): Language {
  return i18n.global.locale.value as Language
}

/** Change the language of the screen and keep it for the next visit. */
export function setLanguage(wanted: string): void {
  i18n.global.locale.value = wanted === 'en' ? 'en' : 'zh-Hans'
  localStorage.setItem(KEY, language())
}

/** Keep the document's language attribute true: fonts and screen readers go by it. */
export function followLanguage(): void {
  watchEffect(() => {
    document.documentElement.lang = language()
  })
}

/** A text outside of a component. */
export function say(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key, values)
}

/** A sentence that comes in both languages, in that of the screen. */
export function inTongue(said: { zh: string; en: string }): string {
  return language() === 'en' ? said.en : said.zh
}

/** The text for a code, or the code itself when nobody has given it words. */
export function sayCode(folder: string, code: string): string {
  const key = `${folder}.${code}`
  return i18n.global.te(key, language()) ? say(key) : code
}

/** An attached value in words where we have them for this name, otherwise as it is. */
export function sayValue(name: string, value: string): string {
  const key = `value.${name}_${value}`
  return i18n.global.te(key, language()) ? say(key) : value
}

function kept(): Language {
  const stored = localStorage.getItem(KEY) ?? navigator.language
  return stored.toLowerCase().startsWith('zh') ? 'zh-Hans' : 'en'
}
