import '../styles/base.css'
import * as z from 'zod'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { router } from './router.ts'
import { i18n } from '../i18n/index.ts'

// The page's content security policy forbids eval; zod would compile its parsers with it.
z.config({ jitless: true })

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
