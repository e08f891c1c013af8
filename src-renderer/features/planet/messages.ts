import type { FeatureMessages } from '../../i18n/index.ts'
import { en } from './messages-en.ts'
import { zh } from './messages-zh.ts'

export const messages: FeatureMessages = { en, zh }
