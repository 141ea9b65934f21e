import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import vue from '@vitejs/plugin-vue'
import { createServer } from 'vite'
import { afterEach, describe, expect, it } from 'vitest'

import { panels } from '../src/pages/desk/panels'
import { pages, pagesFor } from '../src/pages/router'

const SOURCE = join(__dirname, '..', 'src', 'pages')
const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map((one) => one.name)
    .sort()

describe('a folder is enough', () => {
  it('makes a page of each folder below pages', () => {
    expect(pages.length).toBe(folders(SOURCE).length)
  })

  it('makes a panel of each folder below panels', () => {
    expect(panels.map((one) => one.name).sort()).toEqual(folders(join(SOURCE, 'desk', 'panels')))
  })
})

describe('a new folder', () => {
  // A copy beside the original finds the same packages.
  const trial = mkdtempSync(join(__dirname, '..', 'trial-'))
  afterEach(() => rmSync(trial, { recursive: true }))

  it('adds a page and a panel without any other file being changed', async () => {
    cpSync(join(SOURCE, '..'), join(trial, 'src'), { recursive: true })
    const page = join(trial, 'src', 'pages', 'wallboard')
    const panel = join(trial, 'src', 'pages', 'desk', 'panels', 'billing')
    mkdirSync(page)
    mkdirSync(panel)
    writeFileSync(join(page, 'page.ts'), "export default { path: '/wallboard', title: 'x.y', icon: {}, order: 5, routes: [] }")
    writeFileSync(join(panel, 'panel.ts'), "export default { name: 'billing', order: 15, component: {} }")
    const server = await createServer({
      root: trial,
      configFile: false,
      logLevel: 'silent',
      plugins: [vue()],
      server: { middlewareMode: true, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    })
    try {
      const found = await server.ssrLoadModule('/src/pages/router.ts')
      expect(found['pages'].map((one: { path: string }) => one.path)).toContain('/wallboard')
      const shown = await server.ssrLoadModule('/src/pages/desk/panels.ts')
      expect(shown['panels'].map((one: { name: string }) => one.name)).toEqual(['customer', 'billing', 'journey', 'history'])
    } finally {
      await server.close()
    }
  }, 60_000)
})

describe('pagesFor', () => {
  const paths = (roles: string[], agent: string) => pagesFor(roles, agent).map((page) => page.path)

  it('gives an agent the desk and the interactions', () => {
    expect(paths(['agent'], '1001')).toEqual(['/', '/interactions'])
  })

  it('gives a leader who takes no calls no desk', () => {
    expect(paths(['shift_leader'], '')).toEqual(['/floor', '/interactions', '/reports'])
  })
})
