import type { Phase } from './line'
import type { Room } from './place'
import { STYLE } from './style'
import { TEXTS, type Texts } from './texts'

/** What the visitor can do. */
export interface Wishes {
  hangUp(): void
  mute(muted: boolean): void
  key(key: string): void
  again(): void
  close(): void
}

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const OVER: readonly Phase[] = ['ended', 'refused', 'noMicrophone', 'failed']
const TONE: Partial<Record<Phase, string>> = { talking: 'good', refused: 'bad', noMicrophone: 'bad', failed: 'bad', ended: 'calm' }

/** The little window of a call: a state in words, a timer, and the buttons that make sense now. */
export class Panel {
  private readonly element = document.createElement('section')
  private readonly texts: Texts
  private readonly state: HTMLElement
  private readonly timer: HTMLElement
  private readonly pad: HTMLElement
  private readonly buttons: Record<'mute' | 'keys' | 'hangUp' | 'again' | 'close' | 'hear', HTMLButtonElement>
  private muted = false
  private ticking: ReturnType<typeof setInterval> | undefined

  constructor(
    room: Room,
    private readonly wishes: Wishes,
  ) {
    this.texts = TEXTS[room.place.language]
    this.element.className = 'panel'
    this.element.setAttribute('aria-label', this.texts.title)
    this.state = this.part('p', 'state')
    this.state.setAttribute('role', 'status')
    this.timer = this.part('p', 'timer')
    this.pad = this.part('div', 'pad')
    this.pad.setAttribute('role', 'group')
    this.pad.setAttribute('aria-label', this.texts.keys)
    for (const key of KEYS) this.button(this.pad, key, () => wishes.key(key), this.texts.key(key))
    this.buttons = this.makeButtons()
    this.element.onkeydown = (event) => {
      if (KEYS.includes(event.key) && !this.pad.hidden) wishes.key(event.key)
    }
    const style = document.createElement('style')
    style.textContent = STYLE
    this.element.prepend(style)
    room.root.append(this.element)
  }

  show(phase: Phase): void {
    const over = OVER.includes(phase)
    const talking = phase === 'talking'
    this.state.textContent = this.texts[phase]
    this.element.dataset.tone = TONE[phase] ?? 'busy'
    this.buttons.mute.hidden = this.buttons.keys.hidden = !talking
    this.buttons.hangUp.hidden = over
    this.buttons.again.hidden = this.buttons.close.hidden = !over
    this.buttons.hear.hidden = true
    if (!talking) this.openPad(false)
    if (talking) this.count()
    else clearInterval(this.ticking)
    if (!over && !talking) this.timer.textContent = ''
    if (over || phase === 'microphone') this.setMuted(false)
    ;(over ? this.buttons.again : this.buttons.hangUp).focus()
  }

  silent(unlock: () => void): void {
    this.buttons.hear.hidden = false
    this.buttons.hear.onclick = () => {
      unlock()
      this.buttons.hear.hidden = true
    }
  }

  remove(): void {
    clearInterval(this.ticking)
    this.element.remove()
  }

  private makeButtons(): Panel['buttons'] {
    const { texts, wishes } = this
    const row = this.part('div', 'row')
    const buttons = {
      hear: this.button(row, texts.hear, () => undefined),
      mute: this.button(row, texts.mute, () => this.toggleMute()),
      keys: this.button(row, texts.keys, () => this.openPad(this.pad.hidden)),
      hangUp: this.button(row, texts.hangUp, () => wishes.hangUp()),
      again: this.button(row, texts.again, () => wishes.again()),
      close: this.button(row, texts.close, () => wishes.close()),
    }
    buttons.hangUp.className = 'danger'
    buttons.again.className = 'main'
    this.pad.hidden = true
    buttons.keys.setAttribute('aria-expanded', 'false')
    return buttons
  }

  private toggleMute(): void {
    this.setMuted(!this.muted)
    this.wishes.mute(this.muted)
    this.state.textContent = this.muted ? this.texts.muted : this.texts.talking
  }

  private setMuted(muted: boolean): void {
    this.muted = muted
    this.buttons.mute.setAttribute('aria-pressed', String(muted))
    this.buttons.mute.textContent = muted ? this.texts.unmute : this.texts.mute
  }

  private openPad(open: boolean): void {
    this.pad.hidden = !open
    this.buttons.keys.setAttribute('aria-expanded', String(open))
  }

  private count(): void {
    const began = performance.now()
    const tick = () => {
      const seconds = Math.floor((performance.now() - began) / 1000)
      this.timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    }
    clearInterval(this.ticking)
    this.ticking = setInterval(tick, 1000)
    tick()
  }

  private part(name: string, kind: string): HTMLElement {
    const element = document.createElement(name)
    element.className = kind
    this.element.append(element)
    return element
  }

  private button(parent: HTMLElement, text: string, work: () => void, label = ''): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = text
    if (label) button.setAttribute('aria-label', label)
    button.onclick = work
    parent.append(button)
    return button
  }
}
