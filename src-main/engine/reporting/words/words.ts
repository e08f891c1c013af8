import type { ReportLanguage } from '#shared/contracts/report.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

/** The texts of a report in one language. */
export type Words = typeof en

/** A metric as people read it. */
export function metricName(name: string, words: Words): string {
  return Object.entries(words.metrics).find(([known]) => known === name)?.[1] ?? name
}

/** The texts of a language. */
export function wordsOf(language: ReportLanguage): Words {
  return language === 'zh' ? zh : en
}
