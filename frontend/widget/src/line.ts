import JsSIP from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'

import type { Place } from './place'

/** Where the call stands; every failure says which. */
export type Phase = 'microphone' | 'connecting' | 'ringing' | 'talking' | 'ended' | 'refused' | 'noMicrophone' | 'failed'

/** Who is told. */
export interface LineListener {
  phase(phase: Phase): void
  /** The browser wants a gesture before it plays sound. */
  silent(unlock: () => void): void
}

/** A visitor's account for one call, as the gateway makes it. */
interface Account {
  device: string
  secret: string
  realm: string
  path: string
  target: string
}

/** A request within a call, with what becomes of it; JsSIP's declarations leave it out. */
interface InDialog extends RTCSession {
  sendRequest(
    method: string,
    options: {
      extraHeaders: string[]
      eventHandlers: Record<'onDialogError' | 'onErrorResponse' | 'onRequestTimeout', () => void>
    },
  ): void
}

const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
/** The gateway takes no longer values. */
const LONGEST_VALUE = 200
/** Until the page is connected again, no hang-up comes through. */
const LONGEST_PAUSE_S = 4
const AGAIN_MS = 1_000
const OVER: readonly Phase[] = ['ended', 'refused', 'noMicrophone', 'failed']

/** One call from the visitor's browser to an entry point: microphone only, SIP over WebSocket (RFC 7118). */
export class Line {
  private agent: JsSIP.UA | null = null
  private session: RTCSession | null = null
  private stream: MediaStream | null = null
  private readonly audio = new Audio()
  private present: Phase = 'microphone'
  private asking: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly place: Place,
    private readonly listener: LineListener,
  ) {
    this.audio.autoplay = true
  }

  /** Ask for the microphone, get an account, call. Failures come to the listener. */
  async start(): Promise<void> {
    this.turn('microphone')
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: VOICE, video: false })
    } catch (thrown) {
      this.turn(thrown instanceof DOMException && thrown.name === 'NotFoundError' ? 'noMicrophone' : 'refused')
      return
    }
    if (this.over) return this.release()
    this.turn('connecting')
    try {
      this.call(await this.account(), this.stream)
    } catch {
      this.turn('failed')
    }
  }

  /** End the call, or give it up before it is there. */
  hangUp(): void {
    if (this.session && !this.session.isEnded()) this.session.terminate()
    this.turn('ended')
  }

  mute(muted: boolean): void {
    if (muted) this.session?.mute({ audio: true })
    else this.session?.unmute({ audio: true })
  }

  /** Send a key as a telephone event (RFC 4733). */
  key(tone: string): void {
    const transportType = 'RFC2833' as JsSIP.C.DTMF_TRANSPORT
    if (this.session?.isEstablished()) this.session.sendDTMF(tone, { transportType, duration: 120, interToneGap: 60 })
  }

  private get over(): boolean {
    return OVER.includes(this.present)
  }

  private async account(): Promise<Account> {
    const { origin, entry, ticket, page } = this.place
    const body = { entry_point: entry, data: { page: page.slice(0, LONGEST_VALUE) }, ...(ticket ? { ticket } : {}) }
    const response = await fetch(`${origin}/visitor/call`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`refused with status ${response.status}`)
    return (await response.json()) as Account
  }

  private call(account: Account, stream: MediaStream): void {
    const socket = new JsSIP.WebSocketInterface(`${this.place.origin.replace(/^http/, 'ws')}${account.path}`)
    this.agent = new JsSIP.UA({
      sockets: socket,
      uri: `sip:${account.device}@${account.realm}`,
      authorization_user: account.device,
      password: account.secret,
      register: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: LONGEST_PAUSE_S,
      session_timers: false,
    })
    this.agent.on('connected', () => (this.session ? this.isBack() : this.invite(account.target, stream)))
    this.agent.on('disconnected', () => {
      if (!this.session) this.turn('failed')
    })
    this.agent.start()
  }

  private invite(target: string, stream: MediaStream): void {
    if (this.over || !this.agent) return
    const session = this.agent.call(target, {
      mediaStream: stream,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: [] },
    })
    this.session = session
    session.connection?.addEventListener('track', (event) => this.hear(event.streams[0] ?? new MediaStream([event.track])))
    session.on('progress', () => this.turn('ringing'))
    session.on('confirmed', () => this.turn('talking'))
    session.on('ended', () => this.turn('ended'))
    session.on('failed', (event) => this.turn(event.cause === JsSIP.C.causes.CANCELED ? 'ended' : 'failed'))
  }

  /**
   * After a reconnection: tell the switch where this page is now (RFC 3311, target refresh), or its hang-up would not
   * come here. A call that the switch no longer knows ends here, too; whatever else goes wrong ends no call, as JsSIP's
   * own renegotiation would: the next connection, or the next second, tells it again.
   */
  private isBack(): void {
    const session = this.session as InDialog | null
    if (!session?.isEstablished()) return
    const again = () => {
      clearTimeout(this.asking)
      this.asking = setTimeout(() => this.agent?.isConnected() && this.isBack(), AGAIN_MS)
    }
    session.sendRequest(JsSIP.C.UPDATE, {
      extraHeaders: [`Contact: ${session.contact}`],
      eventHandlers: { onDialogError: () => session.terminate(), onErrorResponse: again, onRequestTimeout: again },
    })
  }

  private hear(stream: MediaStream): void {
    this.audio.srcObject = stream
    this.audio.play().catch(() => this.listener.silent(() => void this.audio.play()))
  }

  private turn(phase: Phase): void {
    if (this.over) return
    this.present = phase
    this.listener.phase(phase)
    if (this.over) this.release()
  }

  private release(): void {
    clearTimeout(this.asking)
    for (const track of this.stream?.getTracks() ?? []) track.stop()
    this.stream = null
    this.audio.srcObject = null
    const agent = this.agent
    this.agent = null
    agent?.stop()
  }
}
