import { DataBoard } from '@element-plus/icons-vue'

import type { PageEntry } from '../router'

export default {
  path: '/floor',
  title: 'floor.title',
  icon: DataBoard,
  order: 20,
  roles: ['shift_leader', 'administrator'],
  routes: [{ path: '/floor', component: () => import('./FloorPage.vue') }],
} satisfies PageEntry
