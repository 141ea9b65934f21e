import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-dialog.css'
import 'element-plus/theme-chalk/el-overlay.css'
import './look/tokens.css'
import './look/base.css'

import { Rest } from '@hollyhock/client'
import { createApp } from 'vue'

import { followTheme } from './look/theme'
import { makeRouter } from './pages/router'
import App from './shell/App.vue'
import { followLanguage, i18n } from './words/words'

followTheme()
followLanguage()
createApp(App, { rest: new Rest() })
  .use(i18n)
  .use(makeRouter())
  .mount('#app')
