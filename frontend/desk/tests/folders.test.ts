import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

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

describe('pagesFor', () => {
  const paths = (roles: string[], agent: string) => pagesFor(roles, agent).map((page) => page.path)

  it('gives an agent the desk and the interactions', () => {
    expect(paths(['agent'], '1001')).toEqual(['/', '/interactions'])
  })

  it('gives a leader who takes no calls no desk', () => {
    expect(paths(['shift_leader'], '')).toEqual(['/floor', '/interactions', '/reports'])
  })
})
