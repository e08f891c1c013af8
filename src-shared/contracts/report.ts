import * as z from 'zod'
import { method } from './define.ts'
import { Estimand } from '../domain/analysis.ts'
import { QuerySelection } from '../domain/query-selection.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

export const ReportLanguage = z.enum(['en', 'zh'])
export type ReportLanguage = z.infer<typeof ReportLanguage>

/** What a report is about. The first run is A, the second B: differences are A minus B. */
export const ReportOptions = z.object({
  runs: z.array(z.string()).min(1).max(12),
  title: z.string().trim().max(200).default(''),
  language: ReportLanguage.default('en'),
  /** The metric of differences, slices and maps. */
  metric: z.string().min(1).max(40).default('R@1'),
  selection: QuerySelection.default({}),
  estimand: Estimand.default('query'),
  confidence: z.number().min(0.5).max(0.999).default(0.95)
})
export type ReportOptions = z.infer<typeof ReportOptions>

/** `new`: nothing is there; `empty`: an empty folder; `report`: a folder that holds a report and nothing else; `other`: anything else. */
export const ReportTarget = z.enum(['new', 'empty', 'report', 'other'])
export type ReportTarget = z.infer<typeof ReportTarget>

export const ReportResult = z.object({
  folder: z.string(),
  /** Absolute paths. */
  html: z.string(),
  pdf: z.string(),
  tex: z.string(),
  data: z.array(z.string()),
  pages: z.int(),
  groups: z.int(),
  /** What to know of the result: signs that no font of this computer has, and so on. */
  notes: z.array(z.string())
})
export type ReportResult = z.infer<typeof ReportResult>

/** Reports: a folder with HTML, PDF, LaTeX and the CSV behind every table and figure. */
export const reportMethods = {
  /** What stands where a report is to go. With `name`: inside `out`, if that holds other things. */
  'report.target': method(z.object({ out: z.string().min(1), name: z.string().max(120).regex(/^(?!\.{1,2}$)[^\\/:]+$/, 'is the name of a folder').optional() }), z.object({ out: z.string(), state: ReportTarget }), { paths: ['out'] }),

  /**
   * Makes a report as a job; its result is a `ReportResult`. A folder that holds a report is replaced only with
   * `replace`; one that holds anything else is refused with ALREADY_EXISTS.
   */
  'report.make': method(z.object({ project: ProjectHandle, options: ReportOptions, out: z.string().min(1), replace: z.boolean().default(false) }), z.object({ job: z.string() }), { paths: ['out'] })
} as const
