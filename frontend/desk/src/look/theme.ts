import { ref, watchEffect } from 'vue'

/** What the person chose; `system` follows the computer. */
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'hollyhock.theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const systemDark = ref(dark.matches)

/** The chosen theme, kept for the next visit. */
export const theme = ref<Theme>(kept())

/** Whether the screen is dark now. */
export const isDark = ref(false)

/** Keep the page in the chosen theme from here on. */
export function followTheme(): void {
  dark.addEventListener('change', (event) => (systemDark.value = event.matches))
  watchEffect(() => {
    isDark.value = theme.value === 'dark' || (theme.value === 'system' && systemDark.value)
    document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light'
    document.documentElement.classList.toggle('dark', isDark.value)
    localStorage.setItem(KEY, theme.value)
  })
}

function kept(): Theme {
  const found = localStorage.getItem(KEY)
  return found === 'light' || found === 'dark' ? found : 'system'
}
