import { onScopeDispose, shallowReactive } from 'vue'

/** A short cut: `combo` as in `Alt+A`, what it does, and when it may. */
export interface ShortCut {
  combo: string
  text: () => string
  run: () => void
  when?: () => boolean
}

/** The short cuts that hold now, in the order of the help. */
export const shortCuts = shallowReactive<ShortCut[]>([])

/** Have these short cuts while the component that asks for them is on the screen. */
export function useShortCuts(wanted: ShortCut[]): void {
  shortCuts.push(...wanted)
  onScopeDispose(() => {
    for (const one of wanted) shortCuts.splice(shortCuts.indexOf(one), 1)
  })
}

/** Listen to the keyboard; returns how to stop. */
export function listenToKeys(): () => void {
  const listener = (event: KeyboardEvent) => {
    const combo = comboOf(event)
    const found = combo === null ? undefined : shortCuts.find((one) => one.combo === combo && (one.when?.() ?? true))
    if (!found) return
    event.preventDefault()
    found.run()
  }
  addEventListener('keydown', listener)
  return () => removeEventListener('keydown', listener)
}

/**
 * The combo of a key press, or null for none of ours. Letters go by their place on the keyboard, because with Alt some
 * systems type another character; a lone character counts only where nobody is writing.
 */
export function comboOf(event: KeyboardEvent): string | null {
  if (event.repeat || event.isComposing || event.ctrlKey || event.metaKey) return null
  if (event.altKey) {
    const letter = /^Key([A-Z])$/.exec(event.code) ?? /^Digit(\d)$/.exec(event.code)
    if (letter) return `Alt+${letter[1]}`
    return event.key === 'Enter' ? 'Alt+Enter' : null
  }
  return event.key === '?' && !isWriting(event.target) ? '?' : null
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
