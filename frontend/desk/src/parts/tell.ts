import type { Problem } from '@hollyhock/client'
import { reactive } from 'vue'

import { language } from '../words/words'

/** A short message at the edge of the screen. */
export interface Message {
  id: number
  bad: boolean
  text: string
}

/** The messages on the screen now; they are read aloud. */
export const messages = reactive<Message[]>([])

const SHOWN_MS = 6_000
let last = 0

function put(text: string, bad: boolean): void {
  if (messages.some((one) => one.text === text)) return
  const id = (last += 1)
  messages.push({ id, bad, text })
  setTimeout(() => tell.forget(id), SHOWN_MS)
}

/** Say something short to the person. */
export const tell = {
  note: (text: string) => put(text, false),
  problem: (problem: Problem) => put(language() === 'en' ? problem.en : problem.zh, true),
  forget(id: number) {
    const at = messages.findIndex((one) => one.id === id)
    if (at >= 0) messages.splice(at, 1)
  },
}
