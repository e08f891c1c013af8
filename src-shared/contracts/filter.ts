import * as z from 'zod'
import { method } from './define.ts'
import { fieldNames, filterProblemCodes, maxQueryLength } from '../domain/filter-language/index.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

/** What is wrong with a query, and where: offsets in UTF-16 code units, `end` excluded. */
export const FilterProblem = z.object({
  code: z.enum(filterProblemCodes),
  start: z.int().min(0),
  end: z.int().min(0),
  message: z.string(),
  hint: z.string(),
  word: z.string().optional(),
  meant: z.string().optional()
})

export const filterMethods = {
  /**
   * Reads a query of the filter language and looks its names up in the project. `warnings`: names that nothing has (a tag,
   * a person), which fit nothing but may yet come. `count`: how many captions (or places) fit, where it was asked for and
   * the query can be read.
   */
  'filter.check': method(
    z.object({
      project: ProjectHandle,
      query: z.string().max(10 * maxQueryLength),
      me: z.string().max(100).optional(),
      count: z.enum(['captions', 'places']).optional()
    }),
    z.object({ errors: z.array(FilterProblem), warnings: z.array(FilterProblem), count: z.int().nullable() })
  ),
  /** Values of a field that occur in the project and hold what was typed, for completion. `argument`: of what stands in its parentheses. */
  'filter.values': method(
    z.object({
      project: ProjectHandle,
      field: z.enum(fieldNames),
      part: z.enum(['value', 'argument']).default('value'),
      prefix: z.string().max(200).default(''),
      limit: z.int().min(1).max(1000).default(50)
    }),
    z.array(z.object({ value: z.string(), detail: z.string().nullable() }))
  )
}
