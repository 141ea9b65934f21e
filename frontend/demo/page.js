/**
 * The company's own page: customers sign in here, and the page hands their ticket to the widget's snippet.
 * It runs before the snippet (both are deferred, so in the order in which they stand).
 */
const KEPT = 'hollyhock-telecom-account'
const page = document.documentElement
const snippet = document.querySelector('script[data-entry]')
const form = document.querySelector('#sign-in')
const account = document.querySelector('#account')
const wrong = form.querySelector('.wrong')

function kept() {
  const found = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
  return found && found.ticket_exp * 1000 > Date.now() ? found : null
}

function show(signedIn) {
  form.hidden = Boolean(signedIn)
  account.hidden = !signedIn
  if (!signedIn) return
  const money = new Intl.NumberFormat(page.lang, { style: 'currency', currency: 'CNY' })
  const day = new Intl.DateTimeFormat(page.lang, { dateStyle: 'long', timeZone: 'UTC' })
  account.querySelector('[data-is=number]').textContent = signedIn.number
  account.querySelector('[data-is=balance]').textContent = money.format(signedIn.balance / 100)
  account.querySelector('[data-is=valid]').textContent = day.format(new Date(signedIn.valid_until))
  snippet.dataset.ticket = signedIn.ticket
}

async function signIn(event) {
  event.preventDefault()
  wrong.hidden = true
  const { number, pin } = Object.fromEntries(new FormData(form))
  const answer = await fetch('/api/demo/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ number, pin }),
  }).catch(() => null)
  const body = await answer?.json().catch(() => null)
  if (!answer?.ok || !body) {
    const chinese = page.lang.startsWith('zh')
    wrong.textContent = (chinese ? body?.zh : body?.en) ?? wrong.dataset.away
    wrong.hidden = false
    return
  }
  sessionStorage.setItem(KEPT, JSON.stringify(body))
  // The widget reads its ticket when it is drawn.
  location.reload()
}

function signOut() {
  sessionStorage.removeItem(KEPT)
  location.reload()
}

/** Press the widget's own button. */
function call() {
  for (const host of document.body.children) host.shadowRoot?.querySelector('button.open')?.click()
}

show(kept())
form.addEventListener('submit', (event) => void signIn(event))
account.querySelector('button').addEventListener('click', signOut)
for (const button of document.querySelectorAll('[data-call]')) button.addEventListener('click', call)
