/** The languages of the screen. */
export const LANGUAGES = ['zh-Hans', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** A text in both languages, side by side, so that neither can be forgotten: Chinese, English. */
export type Pair = readonly [zh: string, en: string]

/** The texts of one folder under one name. */
export interface Texts {
  readonly name: string
  readonly pairs: Readonly<Record<string, Pair>>
}

/** Declare a folder's texts; they are used as `name.key`. */
export function texts(name: string, pairs: Record<string, Pair>): Texts {
  return { name, pairs }
}
