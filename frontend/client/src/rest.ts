import { isProblem, ProblemError, UNREACHABLE, UNREADABLE } from './problem'
import type { InteractionDetail, InteractionRow, Labels, Page, Peaks, Report, Session } from './shapes'

/** Values of a query string; what is empty is left out. */
export type Query = Record<string, string | number | null | undefined>

/** The REST interface on the same origin: session cookie, CSRF header, errors as `ProblemError`. */
export class Rest {
  constructor(private readonly fetcher: typeof fetch = (input, init) => fetch(input, init)) {}

  /** Log in; `code` is the authenticator's, for those who have set up a second step. */
  logIn(username: string, password: string, code: string): Promise<Session> {
    return this.call('POST', '/api/session', { username, password, code })
  }

  session(): Promise<Session> {
    return this.call('GET', '/api/session')
  }

  async logOut(): Promise<void> {
    await this.call('DELETE', '/api/session')
  }

  async setLanguage(language: string): Promise<void> {
    await this.call('PATCH', '/api/session', { language })
  }

  labels(): Promise<Labels> {
    return this.call('GET', '/api/labels')
  }

  interactions(query: Query): Promise<Page<InteractionRow>> {
    return this.call('GET', `/api/interactions${queryText(query)}`)
  }

  interaction(id: string): Promise<InteractionDetail> {
    return this.call('GET', `/api/interactions/${encodeURIComponent(id)}`)
  }

  /** Mark a customer's matter as solved or open again; `during` is the interaction in hand with the same customer. */
  async markMatter(id: string, open: boolean, during = ''): Promise<void> {
    await this.call('POST', `/api/interactions/${encodeURIComponent(id)}/matter`, { open, during })
  }

  peaks(recording: string): Promise<Peaks> {
    return this.call('GET', `/api/recordings/${encodeURIComponent(recording)}/peaks`)
  }

  report(kind: string, query: Query): Promise<Report> {
    return this.call('GET', `/api/reports/${kind}${queryText(query)}`)
  }

  private async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    if (method !== 'GET') headers['X-CSRFToken'] = cookie('csrftoken')
    const init: RequestInit = { method, headers, credentials: 'same-origin' }
    if (body !== undefined) init.body = JSON.stringify(body)
    return read<Answer>(await this.reach(path, init))
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await this.fetcher(path, init)
    } catch {
      throw new ProblemError(UNREACHABLE)
    }
  }
}

/** Where a recording plays from. */
export function recordingAudio(recording: string): string {
  return `/api/recordings/${encodeURIComponent(recording)}/audio`
}

/** Where a voicemail plays from. */
export function voicemailAudio(interaction: string): string {
  return `/api/voicemails/${encodeURIComponent(interaction)}/audio`
}

/** Where a report downloads from; `format` is `csv` or `xlsx`. */
export function reportFile(kind: string, format: string, query: Query): string {
  return `/api/reports/${kind}.${format}${queryText(query)}`
}

/** A query string with its question mark, or nothing. */
export function queryText(query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text()
  const value = parse(text)
  if (response.ok) return value as Answer
  throw new ProblemError(isProblem(value) ? value : { ...UNREADABLE, status: response.status })
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : ''
}
