import JsSIP from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { IncomingRTCSessionEvent, RTCSessionEvent } from 'jssip/lib/UA'
import type { Softphone } from '@hollyhock/client'
import { reactive } from 'vue'

import { DoorSocket } from './doorSocket'

/** How the softphone fares. */
export interface PhoneState {
  line: 'off' | 'connecting' | 'registered' | 'failed'
  microphone: 'unknown' | 'granted' | 'denied' | 'missing'
  device: string
  /** The leg that is up on this softphone, or empty. */
  leg: string
  answering: string
  muted: boolean
  /** The browser wants a gesture before it plays the customer's voice. */
  silent: boolean
}

/** The softphone as the desk uses it. */
export interface Phone {
  state: PhoneState
  use(account: Softphone | null): void
  answer(leg: string): void
  /** End what the server no longer knows: after a reconnection its hang-up may not have come through. */
  only(legs: readonly string[]): void
  mute(muted: boolean): void
  key(tone: string): void
  unlock(): void
  askMicrophone(): Promise<void>
}

const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
const REGISTER_S = 120
/** A softphone that is away for eight seconds counts as lost, and its call is brought back; a restart takes three. */
const LONGEST_PAUSE_S = 2
/** A switch that has just come back refuses softphones until the engine has told it of them. */
const AGAIN_MS = 1_000
const LONGEST_AGAIN_MS = 8_000
/** A call may be up a moment before its card says so. */
const STRAY_MS = 3_000

/**
 * Make the agent's softphone: SIP over WebSocket on the page's own origin (RFC 7118). It registers by itself, takes
 * INVITEs by their `X-Hollyhock-Leg`, and answers by itself those that say so. What a call is, the cards say; this only
 * carries the voice.
 */
export function makePhone(): Phone {
  const state = reactive<PhoneState>({
    line: 'off',
    microphone: 'unknown',
    device: '',
    leg: '',
    answering: '',
    muted: false,
    silent: false,
  })
  const legs = new Map<string, RTCSession>()
  const audio = new Audio()
  audio.autoplay = true
  let agent: JsSIP.UA | null = null
  let account: Softphone | null = null
  let wanted = ''
  let tidying: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined

  function use(next: Softphone | null): void {
    const same = next !== null && account?.device === next.device && account.secret === next.secret
    account = next
    // The same device with a newer token: the connection asks for it when it needs one.
    if (same && agent) return
    clearTimeout(again)
    agent?.stop()
    agent = null
    legs.clear()
    state.line = 'off'
    state.leg = state.answering = ''
    if (!next) return
    agent = start(next)
    // Ask now, while nobody waits on the line.
    void look().then(() => (state.microphone === 'unknown' ? askMicrophone() : undefined))
  }

  function start(next: Softphone): JsSIP.UA {
    const made = new JsSIP.UA({
      sockets: new DoorSocket(() => account?.path ?? next.path),
      uri: `sip:${next.device}@${next.realm}`,
      authorization_user: next.device,
      password: next.secret,
      register_expires: REGISTER_S,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: LONGEST_PAUSE_S,
      session_timers: false,
    })
    let pause = AGAIN_MS
    state.line = 'connecting'
    made.on('registered', () => {
      state.line = 'registered'
      pause = AGAIN_MS
    })
    made.on('unregistered', () => (state.line = 'connecting'))
    made.on('disconnected', () => (state.line = 'connecting'))
    // JsSIP itself registers again only with a new connection.
    made.on('registrationFailed', () => {
      state.line = 'failed'
      clearTimeout(again)
      again = setTimeout(() => made.isConnected() && made.register(), pause)
      pause = Math.min(pause * 2, LONGEST_AGAIN_MS)
    })
    made.on('newRTCSession', (event: RTCSessionEvent) => {
      if (made === agent && event.originator === ('remote' as typeof event.originator)) incoming(event as IncomingRTCSessionEvent)
    })
    made.start()
    return made
  }

  function incoming(event: IncomingRTCSessionEvent): void {
    const leg = String(event.request.getHeader('X-Hollyhock-Leg') ?? '')
    const session = event.session
    if (leg === '') return session.terminate({ status_code: 403 })
    legs.set(leg, session)
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', (track) => hear(track.streams[0] ?? new MediaStream([track.track])))
    })
    session.on('confirmed', () => up(leg, session))
    session.on('ended', () => over(leg, session))
    session.on('failed', () => over(leg, session))
    session.on('getusermediafailed', () => void look())
    const byItself = event.request.getHeader('X-Hollyhock-Answer') === 'auto'
    if (byItself) for (const [name, old] of legs) if (name !== leg && old.isEstablished()) old.terminate()
    if (byItself || wanted === leg) answer(leg)
  }

  function answer(leg: string): void {
    wanted = leg
    state.answering = leg
    const session = legs.get(leg)
    if (!session || !session.isInProgress()) return
    wanted = ''
    session.answer({ mediaConstraints: { audio: VOICE, video: false }, pcConfig: { iceServers: [] } })
  }

  function up(leg: string, session: RTCSession): void {
    state.leg = leg
    if (state.answering === leg) state.answering = ''
    state.microphone = 'granted'
    if (state.muted) session.mute({ audio: true })
    void look()
  }

  function over(leg: string, session: RTCSession): void {
    if (legs.get(leg) === session) legs.delete(leg)
    if (state.answering === leg) state.answering = ''
    if (state.leg !== leg) return
    state.leg = ''
    state.muted = false
    state.silent = false
    audio.srcObject = null
  }

  function only(known: readonly string[]): void {
    clearTimeout(tidying)
    const stray = () => [...legs].filter(([leg, session]) => session.isEstablished() && !known.includes(leg))
    if (stray().length === 0) return
    tidying = setTimeout(() => {
      for (const [, session] of stray()) session.terminate()
    }, STRAY_MS)
  }

  function hear(stream: MediaStream): void {
    audio.srcObject = stream
    audio.play().catch(() => (state.silent = true))
  }

  function unlock(): void {
    void audio.play().then(() => (state.silent = false))
  }

  function mute(muted: boolean): void {
    state.muted = muted
    const session = legs.get(state.leg)
    if (muted) session?.mute({ audio: true })
    else session?.unmute({ audio: true })
  }

  function key(tone: string): void {
    const transportType = 'RFC2833' as JsSIP.C.DTMF_TRANSPORT
    legs.get(state.leg)?.sendDTMF(tone, { transportType, duration: 120, interToneGap: 60 })
  }

  async function askMicrophone(): Promise<void> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: VOICE, video: false })
      for (const track of stream.getTracks()) track.stop()
      state.microphone = 'granted'
    } catch (thrown) {
      state.microphone = thrown instanceof DOMException && thrown.name === 'NotFoundError' ? 'missing' : 'denied'
    }
    await look()
  }

  /** Look at permission and device without asking for anything. */
  async function look(): Promise<void> {
    if (!navigator.mediaDevices) {
      state.microphone = 'missing'
      return
    }
    const inputs = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === 'audioinput')
    state.device = inputs.find((one) => one.deviceId === 'default')?.label ?? inputs[0]?.label ?? ''
    if (inputs.length === 0) state.microphone = 'missing'
    else if (state.device !== '') state.microphone = 'granted'
  }

  navigator.mediaDevices?.addEventListener('devicechange', () => void look())
  return { state, use, answer, only, mute, key, unlock, askMicrophone }
}
