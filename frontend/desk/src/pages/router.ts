import type { Component } from 'vue'
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'

/** A page of the desk: one folder with a `page.ts`; nothing else has to know it. */
export interface PageEntry {
  /** Path below `/desk/`; sub-pages may stand below it. */
  path: string
  /** Key of its title. */
  title: string
  icon: Component
  /** Its place in the navigation. */
  order: number
  /** Roles that see it; none means everyone. */
  roles?: readonly string[]
  /** Only for people who take interactions themselves. */
  agentsOnly?: boolean
  routes: RouteRecordRaw[]
}

const found = import.meta.glob<{ default: PageEntry }>('./*/page.ts', { eager: true })

/** Every page, in order of the navigation. */
export const pages: readonly PageEntry[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => a.order - b.order)

/** The pages that a person with these roles may open. */
export function pagesFor(roles: readonly string[], agent: string): PageEntry[] {
  return pages.filter(
    (page) => (!page.roles || page.roles.some((role) => roles.includes(role))) && (!page.agentsOnly || agent !== ''),
  )
}

/** The router over all pages. */
export function makeRouter(): Router {
  return createRouter({
    history: createWebHistory('/desk/'),
    routes: [...pages.flatMap((page) => page.routes), { path: '/:rest(.*)*', component: () => import('../shell/NoPage.vue') }],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
}
