import type { Popped } from '@hollyhock/client'
import type { Component } from 'vue'

import type { Work } from '../../live/live'

/** A panel beside the work in hand: one folder below `panels/` with a `panel.ts`. Its component gets `PanelProps`. */
export interface PanelEntry {
  name: string
  order: number
  component: Component
}

/** What a panel is given. */
export interface PanelProps {
  work: Work
  pop: Popped | undefined
}

const found = import.meta.glob<{ default: PanelEntry }>('./panels/*/panel.ts', { eager: true })

/** Every panel, from top to bottom. */
export const panels: readonly PanelEntry[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => a.order - b.order)
