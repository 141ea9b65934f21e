import { ref } from 'vue'

/** Whether the help on short cuts is open. */
export const helpShown = ref(false)
