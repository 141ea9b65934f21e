import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'jsdom',
    include: ['{client,desk,widget}/tests/**/*.test.ts'],
    setupFiles: ['desk/tests/setup.ts'],
    restoreMocks: true,
    // axe-core walks a page for a while on a machine that does much else.
    testTimeout: 30_000,
    server: { deps: { inline: ['element-plus'] } },
  },
})
