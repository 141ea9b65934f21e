import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'jsdom',
    include: ['{client,desk,widget}/tests/**/*.test.ts'],
    setupFiles: ['desk/tests/setup.ts'],
    restoreMocks: true,
    server: { deps: { inline: ['element-plus'] } },
  },
})
