import { Avatar, BellFilled, CircleCheckFilled, Clock, EditPen, Guide, PhoneFilled, Refresh, RemoveFilled, SwitchButton, VideoPause } from '@element-plus/icons-vue'
import type { Component } from 'vue'

/** How a state looks: never by colour alone. */
export interface Look {
  icon: Component
  tone: 'ready' | 'not-ready' | 'busy' | 'wrap' | 'off' | 'alert'
}

const LOOKS: Record<string, Look> = {
  Null: { icon: SwitchButton, tone: 'off' },
  NotReady: { icon: RemoveFilled, tone: 'not-ready' },
  Ready: { icon: CircleCheckFilled, tone: 'ready' },
  Busy: { icon: PhoneFilled, tone: 'busy' },
  WorkingAfterCall: { icon: EditPen, tone: 'wrap' },
  alerting: { icon: BellFilled, tone: 'alert' },
  flow: { icon: Guide, tone: 'off' },
  waiting: { icon: Clock, tone: 'not-ready' },
  offered: { icon: BellFilled, tone: 'alert' },
  dialling: { icon: PhoneFilled, tone: 'alert' },
  connected: { icon: PhoneFilled, tone: 'busy' },
  held: { icon: VideoPause, tone: 'not-ready' },
  reattaching: { icon: Refresh, tone: 'alert' },
  wrapping_up: { icon: EditPen, tone: 'wrap' },
}

/** The look of a state or phase. */
export function lookOf(state: string): Look {
  return LOOKS[state] ?? { icon: Avatar, tone: 'off' }
}
