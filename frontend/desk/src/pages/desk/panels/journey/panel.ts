import type { PanelEntry } from '../../panels'
import JourneyPanel from './JourneyPanel.vue'

export default { name: 'journey', order: 20, component: JourneyPanel } satisfies PanelEntry
