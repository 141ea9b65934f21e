import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { messages } from '../src/words/words'

const SOURCE = join(__dirname, '..', 'src')
const all = messages()
const keys = (language: 'zh-Hans' | 'en') =>
  Object.entries(all[language]).flatMap(([folder, pairs]) => Object.keys(pairs).map((key) => `${folder}.${key}`))
const text = (language: 'zh-Hans' | 'en', key: string) => {
  const [folder = '', ...rest] = key.split('.')
  return all[language][folder]?.[rest.join('.')] ?? ''
}
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name))

describe('texts', () => {
  it('exist in both languages, with the same values in them', () => {
    const values = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort()
    for (const key of keys('en')) {
      expect(text('zh-Hans', key), key).not.toBe('')
      expect(text('en', key), key).not.toBe('')
      expect(values(text('zh-Hans', key)), key).toEqual(values(text('en', key)))
    }
  })

  it('exist for every key that the source names', () => {
    const known = new Set(keys('en'))
    const named = files.flatMap((name) =>
      [...readFileSync(join(SOURCE, name), 'utf8').matchAll(/\b(?:t|say)\('([a-z_]+\.[A-Za-z_0-9]+)'/g)].map((match) => match[1] ?? ''),
    )
    expect(named.length).toBeGreaterThan(150)
    expect(named.filter((key) => !known.has(key))).toEqual([])
  })

  it('are all used, or belong to a folder of codes', () => {
    const source = files.filter((name) => !name.endsWith('texts.ts')).map((name) => readFileSync(join(SOURCE, name), 'utf8')).join('\n')
    const codes = ['state', 'cannot', 'medium', 'tongue', 'data', 'value', 'timeline', 'reports']
    const built = /^(desk\.(line|microphone)_|floor\.(sort|unlock|force|step_|go_|level_)|interactions\.(outcome|segment|recording_state|channel|matter)_|login\.ended_|common\.theme_)/
    const unused = keys('en').filter((key) => !codes.includes(key.split('.')[0] ?? '') && !built.test(key) && !source.includes(`'${key}'`))
    expect(unused).toEqual([])
  })

  it('hold no Chinese in English and no untranslated Chinese', () => {
    for (const key of keys('en')) expect(text('en', key), key).not.toMatch(/[\u4e00-\u9fff]/)
  })
})
