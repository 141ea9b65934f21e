import type { Socket } from 'jssip/lib/Socket'

/**
 * The softphone's way through the gateway's door: a WebSocket whose address is asked for at every connection, because
 * the token in it is renewed while the softphone lives on.
 */
export class DoorSocket implements Socket {
  via_transport = location.protocol === 'https:' ? 'WSS' : 'WS'
  readonly sip_uri = `sip:${location.host};transport=ws`
  private wire: WebSocket | null = null

  constructor(private readonly path: () => string) {}

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_event: T): void {}

  get url(): string {
    return `${this.via_transport.toLowerCase()}://${location.host}${this.path()}`
  }

  connect(): void {
    if (this.isConnected() || this.isConnecting()) return
    const wire = new WebSocket(this.url, 'sip')
    wire.binaryType = 'arraybuffer'
    wire.onopen = () => this.onconnect()
    wire.onclose = (event) => this.ondisconnect(!event.wasClean, event.code, event.reason)
    wire.onmessage = (event) => this.ondata(event.data)
    this.wire = wire
  }

  disconnect(): void {
    const wire = this.wire
    this.wire = null
    if (!wire) return
    wire.onopen = wire.onclose = wire.onmessage = null
    wire.close()
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false
    this.wire?.send(message as string)
    return true
  }

  isConnected(): boolean {
    return this.wire?.readyState === WebSocket.OPEN
  }

  isConnecting(): boolean {
    return this.wire?.readyState === WebSocket.CONNECTING
  }
}
