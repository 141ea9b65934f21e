import { TrendCharts } from '@element-plus/icons-vue'

import type { PageEntry } from '../router'

export default {
  path: '/reports',
  title: 'reports.title',
  icon: TrendCharts,
  order: 40,
  roles: ['shift_leader', 'administrator'],
  routes: [{ path: '/reports', component: () => import('./ReportsPage.vue') }],
} satisfies PageEntry
