/** Sound, notification and a flashing title while something rings; silent otherwise. */
export class Ring {
  private context: AudioContext | null = null
  private timer: ReturnType<typeof setInterval> | undefined
  private note: Notification | null = null
  private title = ''

  /** Browsers let a page sound only after a first gesture: call this in one. */
  unlock(): void {
    this.context ??= new AudioContext()
    void this.context.resume()
  }

  /** Begin to ring with a line for the title and the notification. */
  start(headline: string, detail: string): void {
    this.stop()
    this.title = document.title
    let lit = false
    const beat = () => {
      lit = !lit
      document.title = lit ? headline : this.title
      if (lit) this.sound()
    }
    beat()
    this.timer = setInterval(beat, 1000)
    this.notify(headline, detail)
  }

  /** Be quiet again. */
  stop(): void {
    if (this.timer === undefined) return
    clearInterval(this.timer)
    this.timer = undefined
    document.title = this.title
    this.note?.close()
    this.note = null
  }

  private notify(headline: string, detail: string): void {
    if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return
    this.note = new Notification(headline, { body: detail, tag: 'hollyhock-offer', requireInteraction: true })
    this.note.onclick = () => window.focus()
  }

  /** Two soft strokes, a third apart: noticed at once, bearable for eight hours. */
  private sound(): void {
    if (this.context?.state !== 'running') return
    const begin = this.context.currentTime
    this.stroke(659.25, begin)
    this.stroke(830.61, begin + 0.18)
  }

  private stroke(pitch: number, at: number): void {
    const context = this.context as AudioContext
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.type = 'sine'
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.55)
  }
}
