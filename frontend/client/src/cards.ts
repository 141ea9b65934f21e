import type { AgentCard, Cards, InteractionCard, QueueCard, SystemCard } from './generated/received'

/** Every kind of card, told apart by `card`. */
export type AnyCard = AgentCard | InteractionCard | QueueCard | SystemCard

/** Where the copy is kept: a plain `Map`, or a reactive one. */
export interface CardStore {
  set(key: string, card: AnyCard): unknown
  delete(key: string): unknown
  clear(): void
}

/** A copy of the server's cards: a whole snapshot, then changes on top of it; it never guesses. */
export class CardReplica {
  /** Where the copy stands; `null` when a fresh snapshot is needed. */
  cursor: number | null = null

  constructor(private readonly store: CardStore) {}

  /** Take in a frame. Returns false when it does not follow what is here: then the copy is void, ask for a fresh one. */
  apply(frame: Cards): boolean {
    if (frame.fresh) this.store.clear()
    else if (this.cursor === null || frame.previous > this.cursor) {
      this.cursor = null
      return false
    }
    if (!frame.fresh && this.cursor !== null && frame.cursor <= this.cursor) return true
    for (const key of frame.drop) this.store.delete(key)
    for (const card of frame.put) this.store.set(card.key, card)
    this.cursor = frame.cursor
    return true
  }
}
