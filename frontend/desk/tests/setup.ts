import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, vi } from 'vitest'

// What jsdom lacks and every browser has.
vi.stubGlobal(
  'matchMedia',
  (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }),
)
HTMLMediaElement.prototype.play = async () => undefined
localStorage.setItem('hollyhock.language', 'en')
enableAutoUnmount(afterEach)
