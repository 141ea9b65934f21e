import { afterEach, describe, expect, it } from 'vitest'

import { queryText, Rest } from '../src'

function answering(status: number, body: string): { rest: Rest; asked: RequestInit[]; paths: string[] } {
  const asked: RequestInit[] = []
  const paths: string[] = []
  const rest = new Rest(async (input, init) => {
    paths.push(String(input))
    asked.push(init ?? {})
    return new Response(status === 204 ? null : body, { status })
  })
  return { rest, asked, paths }
}

afterEach(() => {
  document.cookie = 'csrftoken=; expires=Thu, 01 Jan 1970 00:00:00 GMT'
})

describe('Rest', () => {
  it('sends the CSRF cookie as a header when it changes something', async () => {
    document.cookie = 'csrftoken=t0k'
    const { rest, asked } = answering(204, '')
    await rest.logOut()
    expect(asked[0]).toMatchObject({ method: 'DELETE', headers: { 'X-CSRFToken': 't0k' } })
  })

  it('turns an error of ours into its problem', async () => {
    const body = '{"code":"forbidden","status":403,"retryable":false,"zh":"无权","en":"No","field":null}'
    await expect(answering(403, body).rest.labels()).rejects.toMatchObject({ problem: { code: 'forbidden', zh: '无权' } })
  })

  it('says so when the answer is none of ours, and keeps the status', async () => {
    await expect(answering(502, '<html>').rest.labels()).rejects.toMatchObject({
      problem: { code: 'unreadable', status: 502 },
    })
  })

  it('says so when there is no connection', async () => {
    const rest = new Rest(async () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(rest.session()).rejects.toMatchObject({ problem: { code: 'unreachable' } })
  })

  it('escapes ids in paths', async () => {
    const { rest, paths } = answering(200, '{}')
    await rest.interaction('a/b')
    expect(paths).toEqual(['/api/interactions/a%2Fb'])
  })
})

describe('queryText', () => {
  it('leaves out what is empty and escapes the rest', () => {
    expect(queryText({ a: '', b: null, c: undefined, d: 0, e: '客服 1' })).toBe('?d=0&e=%E5%AE%A2%E6%9C%8D+1')
    expect(queryText({})).toBe('')
  })
})
