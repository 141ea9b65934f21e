import { Headset } from '@element-plus/icons-vue'

import type { PageEntry } from '../router'

export default {
  path: '/',
  title: 'desk.title',
  icon: Headset,
  order: 10,
  agentsOnly: true,
  routes: [{ path: '/', component: () => import('./DeskPage.vue') }],
} satisfies PageEntry
