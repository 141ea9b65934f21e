/**
 * The snippet: one button in a shadow root; everything else loads when it is used.
 *
 *     <script src="https://CENTRE/widget/hollyhock.js" data-entry="web" data-language="zh-Hans" async></script>
 */
import type { Place, Room } from './place'

const STYLE = `
:host{all:initial;position:fixed;right:20px;bottom:20px;z-index:2147483000;color-scheme:light dark;
font:15px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
button{font:inherit;cursor:pointer}
.open{display:inline-flex;align-items:center;gap:8px;min-height:48px;padding:0 20px;border:0;border-radius:24px;
background:#0f766e;color:#fff;font-weight:600;box-shadow:0 4px 16px rgb(0 0 0/.22)}
.open:hover{background:#115e59}
.open:focus-visible{outline:3px solid #5eead4;outline-offset:2px}
.open[aria-busy=true]{opacity:.75;cursor:progress}
[hidden]{display:none!important}
@media print{:host{display:none}}`

const PHONE =
  'M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.24 11.4 11.4 0 0 0 3.6.58 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.58 3.58a1 1 0 0 1-.25 1z'

const TEXTS = {
  zh: { call: '网页通话', failed: '没有打开，请再点一次' },
  en: { call: 'Call us', failed: 'Did not open, press again' },
}

function place(script: HTMLScriptElement): Place {
  const { entry = '', language = document.documentElement.lang, ticket = '' } = script.dataset
  const shown = language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  return { origin: new URL(script.src).origin, entry, language: shown, ticket, page: location.href }
}

function draw(script: HTMLScriptElement): void {
  const here = place(script)
  const host = document.createElement('div')
  host.lang = here.language === 'zh' ? 'zh-Hans' : 'en'
  const root = host.attachShadow({ mode: 'open' })
  root.innerHTML = `<style>${STYLE}</style><button class="open" type="button"><svg width="20" height="20" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true"><path d="${PHONE}"/></svg><span></span></button>`
  const button = root.querySelector('button') as HTMLButtonElement
  const label = root.querySelector('span') as HTMLSpanElement
  label.textContent = TEXTS[here.language].call
  button.onclick = () => {
    // A page may press it for the visitor while the call's window stands: then only a call that is over is made again.
    if (button.hidden) root.querySelector<HTMLElement>('.panel .main:not([hidden])')?.click()
    else void open({ place: here, root, button }, script.src, label)
  }
  document.body.append(host)
}

async function open(room: Room, source: string, label: HTMLElement): Promise<void> {
  const texts = TEXTS[room.place.language]
  room.button.setAttribute('aria-busy', 'true')
  room.button.disabled = true
  try {
    const address = new URL('call.js', source).href
    const { startCall } = (await import(/* @vite-ignore */ address)) as typeof import('./call')
    label.textContent = texts.call
    startCall(room)
  } catch {
    label.textContent = texts.failed
  } finally {
    room.button.removeAttribute('aria-busy')
    room.button.disabled = false
  }
}

{
  const script = document.currentScript as HTMLScriptElement
  if (document.body) draw(script)
  else addEventListener('DOMContentLoaded', () => draw(script), { once: true })
}
