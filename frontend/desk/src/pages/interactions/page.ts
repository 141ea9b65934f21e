import { Tickets } from '@element-plus/icons-vue'

import type { PageEntry } from '../router'

export default {
  path: '/interactions',
  title: 'interactions.title',
  icon: Tickets,
  order: 30,
  routes: [
    { path: '/interactions', component: () => import('./ListPage.vue') },
    { path: '/interactions/:id', component: () => import('./DetailPage.vue'), props: true },
  ],
} satisfies PageEntry
