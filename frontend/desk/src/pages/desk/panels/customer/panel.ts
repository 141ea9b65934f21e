import type { PanelEntry } from '../../panels'
import CustomerPanel from './CustomerPanel.vue'

export default { name: 'customer', order: 10, component: CustomerPanel } satisfies PanelEntry
