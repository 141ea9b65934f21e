import type { PanelEntry } from '../../panels'
import HistoryPanel from './HistoryPanel.vue'

export default { name: 'history', order: 30, component: HistoryPanel } satisfies PanelEntry
