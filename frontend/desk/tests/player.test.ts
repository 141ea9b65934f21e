import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import Player from '../src/pages/interactions/Player.vue'
import { setLanguage } from '../src/words/words'
import { aCentre, mountIn } from './centre'

const media = document.createElement('audio')
const played = vi.fn()
vi.mock('wavesurfer.js', () => ({
  default: { create: () => ({ on: () => undefined, destroy: () => undefined, getMediaElement: () => media, playPause: played }) },
}))

beforeEach(() => setLanguage('en'))
afterEach(() => document.body.replaceChildren())

it('can be played as soon as there is sound, and not before', async () => {
  const centre = aCentre()
  centre.rest.peaks = async () => ({ duration_ms: 8_000, channels: [{ name: 'customer', peaks: [0, 1] }] })
  const player = mountIn(Player, centre, { recording: { id: 'r1', start: 0, duration_ms: 8_000, state: 'ready' } })
  await flushPromises()
  const button = player.find('.play')
  expect([button.text(), button.attributes('disabled') !== undefined]).toEqual(['Play', true])
  expect(player.text()).toContain('Loading…')
  media.dispatchEvent(new Event('canplay'))
  await flushPromises()
  expect([button.text(), button.attributes('disabled') !== undefined]).toEqual(['Play', false])
  expect(player.text()).not.toContain('Loading…')
  await button.trigger('click')
  expect(played).toHaveBeenCalledOnce()
})
