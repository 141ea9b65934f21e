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

  it.each([
    [false, 0],
    [true, 1],
  ])('opens no second window while one stands, and calls again when that call is over: %s', async (over, calls) => {
    page({ 'data-entry': 'web', 'data-language': 'en' })
    await import('../src/loader')
    const again = vi.fn()
    const stands = document.createElement('section')
    stands.className = 'panel'
    stands.innerHTML = `<button class="main" ${over ? '' : 'hidden'}></button>`
    stands.querySelector('button')?.addEventListener('click', again)
    button().after(stands)
    button().hidden = true
    button().click()
    expect(again).toHaveBeenCalledTimes(calls)
    expect(button().disabled).toBe(false)
  })

  it('says so when the call module does not load, and can be pressed again', async () => {
    page({ 'data-entry': 'web', 'data-language': 'en' })
    await import('../src/loader')
    button().click()
    await vi.waitFor(() => expect(button().textContent).toBe('Did not open, press again'))
    expect(button().disabled).toBe(false)
  })
})
