/** Pauses between attempts: they double up to a ceiling, with jitter so that a restart is not met by everyone at once. */
export class GrowingPause {
  private attempts = 0

  constructor(
    private readonly first: number = 400,
    private readonly longest: number = 15_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds to wait before the next attempt: between half and all of the present ceiling. */
  next(): number {
    const ceiling = Math.min(this.longest, this.first * 2 ** this.attempts)
    this.attempts += 1
    return ceiling * (0.5 + this.random() / 2)
  }

  /** An attempt succeeded: begin anew. */
  reset(): void {
    this.attempts = 0
  }
}
