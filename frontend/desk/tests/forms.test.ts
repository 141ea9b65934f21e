import { describe, expect, it } from 'vitest'

import { clock, left } from '../src/words/forms'
import { fieldOf, momentOf } from '../src/words/days'

describe('clock', () => {
  it.each([
    [0, '0:00'],
    [-5_000, '0:00'],
    [999, '0:00'],
    [61_000, '1:01'],
    [3_599_999, '59:59'],
    [3_723_000, '1:02:03'],
  ])('says %i ms as %s', (ms, text) => expect(clock(ms)).toBe(text))
})

describe('left', () => {
  it('says zero only when the time is over', () => {
    expect(left(1)).toBe('0:01')
    expect(left(1_000)).toBe('0:01')
    expect(left(0)).toBe('0:00')
    expect(left(-1)).toBe('0:00')
  })
})

describe('fields of date and time', () => {
  it('come back to the minute that they named', () => {
    const at = new Date(2026, 2, 29, 13, 45).getTime()
    expect(fieldOf(at)).toBe('2026-03-29T13:45')
    expect(momentOf(fieldOf(at))).toBe(at)
    expect(momentOf('')).toBeNull()
  })
})
