import { Line, type Phase } from './line'
import { Panel } from './panel'
import type { Room } from './place'

/** Open the panel and call; closing it gives the page its button back. */
export function startCall(room: Room): void {
  room.button.hidden = true
  let line: Line
  const panel = new Panel(room, {
    hangUp: () => line.hangUp(),
    mute: (muted) => line.mute(muted),
    key: (key) => line.key(key),
    again: () => begin(),
    close: () => {
      panel.remove()
      room.button.hidden = false
      room.button.focus()
    },
  })
  const begin = () => {
    line = new Line(room.place, { phase: (phase: Phase) => panel.show(phase), silent: (unlock) => panel.silent(unlock) })
    addEventListener('pagehide', () => line.hangUp(), { once: true })
    void line.start()
  }
  begin()
}
