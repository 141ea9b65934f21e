import { createApp } from 'vue'
createApp({ template: '' }).mount('#app')
