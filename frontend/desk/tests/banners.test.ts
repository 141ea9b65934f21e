import { beforeEach, expect, it } from 'vitest'
import { computed } from 'vue'

import Banners from '../src/shell/Banners.vue'
import { setLanguage } from '../src/words/words'
import { aCentre, mountIn } from './centre'

const SYSTEM = { card: 'system' as const, key: 'system', directory: 1, switch_up: true, journal_full: true }
const FULL = { code: 'journal_full', zh: '日志磁盘已满：请腾出空间。', en: 'The journal’s disk is full: free some space.', raised: true }
const QUOTA = { code: 'recordings_quota', zh: '录音已占用 12.0 GB。', en: 'Recordings take 12.0 GB.', raised: true }

function banners(...alarms: (typeof FULL)[]) {
  const centre = aCentre()
  centre.live.system = computed(() => SYSTEM)
  for (const alarm of alarms) centre.live.alarms.set(alarm.code, alarm)
  return mountIn(Banners, centre).findAll('.notice').map((one) => one.text())
}

beforeEach(() => setLanguage('en'))

it('tell an agent what the full disk means for the work', () => {
  expect(banners()).toEqual(['The journal’s disk is full: nothing can be changed for now; calls in progress go on.'])
})

it('tell a leader what to do, and each thing once', () => {
  expect(banners(FULL, QUOTA)).toEqual([FULL.en, QUOTA.en])
})

it('speak the language of the screen', () => {
  setLanguage('zh-Hans')
  expect(banners(QUOTA)[1]).toBe(QUOTA.zh)
})
