/**
 * The server's clock as seen from here: every timer on the screen counts on it, so that a wrong clock of this computer
 * shows nowhere. Moments are epoch milliseconds.
 */
export class ServerClock {
  private offset: number | null = null
  private measured = false

  constructor(private readonly local: () => number) {}

  /** A frame with the server's time has just arrived; its way here is unknown, so a measured offset stands above it. */
  heard(now: number): void {
    if (!this.measured) this.offset = now - this.local()
  }

  /** The answer to a ping: the server's time belongs to the middle of the round trip. Returns the round trip. */
  answered(now: number, sent: number): number {
    const received = this.local()
    this.offset = now - (sent + received) / 2
    this.measured = true
    return received - sent
  }

  /** Whether the server's time is known at all. */
  get known(): boolean {
    return this.offset !== null
  }

  /** The server's time now in whole milliseconds; before the first frame, this computer's. */
  now(): number {
    return this.offset === null ? Date.now() : Math.round(this.local() + this.offset)
  }
}
