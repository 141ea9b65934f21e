import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

function page(attributes: Record<string, string>): void {
  const script = document.createElement('script')
  script.setAttribute('src', 'http://centre.example/widget/hollyhock.js')
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value)
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script)
}

beforeEach(() => vi.resetModules())
afterEach(() => {
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

function button(): HTMLButtonElement {
  return document.querySelector('div')?.shadowRoot?.querySelector('button') as HTMLButtonElement
}

describe('the loader', () => {
  it.each([
    ['zh-Hans', '网页通话'],
    ['en', 'Call us'],
  ])('draws one button in %s and nothing else', async (language, text) => {
    page({ 'data-entry': 'web', 'data-language': language })
    await import('../src/loader')
    expect(document.body.children).toHaveLength(1)
    expect(button().textContent).toBe(text)
  })

  it('takes the language of the page when the snippet names none', async () => {
    document.documentElement.lang = 'zh-CN'
    page({ 'data-entry': 'web' })
    await import('../src/loader')
    expect(button().textContent).toBe('网页通话')
  })

  it('says so when the call module does not load, and can be pressed again', async () => {
    page({ 'data-entry': 'web', 'data-language': 'en' })
    await import('../src/loader')
    button().click()
    await vi.waitFor(() => expect(button().textContent).toBe('Did not open, press again'))
    expect(button().disabled).toBe(false)
  })
})
