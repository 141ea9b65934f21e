import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'

import { CLOCK } from '../src/live/clock'
import Countdown from '../src/parts/Countdown.vue'
import { NOW } from './centre'

describe('a countdown', () => {
  it.each([
    ['a clock that is behind', 700, '0:30'],
    ['a clock that is right', 0, '0:30'],
  ])('of half a minute begins with half a minute, by %s', async (_name, behind, first) => {
    const clock = ref(NOW - behind)
    const part = mount(Countdown, { props: { deadline: NOW + 30_000, label: 'Left' }, global: { provide: { [CLOCK as symbol]: clock } } })
    const shown = () => part.find('strong').text()
    expect(shown()).toBe(first)
    const seen = []
    for (let second = 1; second <= 31; second += 1) {
      clock.value = NOW - behind + second * 1000
      await nextTick()
      seen.push(shown())
    }
    expect(seen.at(0)).toBe(behind ? '0:30' : '0:29')
    expect(seen.at(28)).toBe(behind ? '0:02' : '0:01')
    expect(seen.at(30)).toBe('0:00')
  })
})
