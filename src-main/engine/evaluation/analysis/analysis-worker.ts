import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { AttributeNames, DocumentsPage, QueryAttributesPage, RunColumnsPage } from '../../store/repositories/run-columns.ts'
import { answerCalls } from '../../threads/answer-calls.ts'
import { attributeRows, joinAttributes, type QueryAttributes } from './query-attributes.ts'
import type { Asked, AskedRun } from './question.ts'
import { questions, type QuestionName } from './questions/index.ts'
import { RunColumnsBuilder, type RunColumns } from './run-columns.ts'
import { selectRows, type ReadySelection } from './select-queries.ts'

export type AnalysisRequest =
  /** Which of these runs and attributes are not kept here. */
  | { readonly kind: 'missing'; readonly runs: readonly string[]; readonly attributes: string }
  /** Pages under this key follow: what a reading before left behind, when it failed half-way, is forgotten. */
  | { readonly kind: 'begin'; readonly key: string }
  | { readonly kind: 'runPage'; readonly key: string; readonly page: RunColumnsPage }
  /** Where documents lie, for the run that is being read under this key. */
  | { readonly kind: 'documentsPage'; readonly key: string; readonly page: DocumentsPage }
  | { readonly kind: 'runEnd'; readonly key: string; readonly run: string }
  | { readonly kind: 'attributesPage'; readonly key: string; readonly page: QueryAttributesPage }
  | { readonly kind: 'attributesEnd'; readonly key: string; readonly names: AttributeNames }
  | {
      readonly kind: 'ask'
      readonly question: QuestionName
      /** Keys of the runs that are asked about, and of those that the selection names besides. */
      readonly runs: readonly string[]
      readonly named: readonly string[]
      readonly attributes: string
      readonly ready: ReadySelection
      readonly args: unknown
    }

/** Queries whose columns are kept; the runs that were asked least lately go first. 88 bytes a query. */
const keptQueries = 8_000_000

const runs = new Map<string, RunColumns>()
const attributes = new Map<string, QueryAttributes>()
const building = new Map<string, RunColumnsBuilder>()
const documents = new Map<string, DocumentsPage[]>()
const gathering = new Map<string, QueryAttributesPage[]>()
/** Rows of attributes by run, and the newest selections: a screen asks several questions about the same. */
const joins = new Map<string, Int32Array>()
const selections = new Map<string, Int32Array>()

function touched<V>(map: Map<string, V>, key: string): V | undefined {
  const value = map.get(key)
  if (value === undefined) return undefined
  map.delete(key)
  map.set(key, value)
  return value
}

function keepFew(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}

function keepRun(key: string, columns: RunColumns): void {
  runs.set(key, columns)
  let total = [...runs.values()].reduce((sum, { count }) => sum + count, 0)
  for (const [old, { count }] of runs) {
    if (total <= keptQueries || runs.size === 1 || old === key) break
    runs.delete(old)
    total -= count
  }
}

function askedRun(key: string, attributesKey: string): AskedRun {
  const run = touched(runs, key)
  const of = touched(attributes, attributesKey)
  if (!run || !of) throw new PlanisphereError('CONFLICT', 'The run was put aside for others.', { hint: 'Ask again.' })
  const joinKey = `${key}|${attributesKey}`
  const attributeOf = touched(joins, joinKey) ?? attributeRows(run, of)
  joins.set(joinKey, attributeOf)
  keepFew(joins, 60)
  return { run, attributes: of, attributeOf }
}

function ask(request: Extract<AnalysisRequest, { kind: 'ask' }>, stopped: () => boolean): unknown {
  const asked = request.runs.map((key) => askedRun(key, request.attributes))
  const others = new Map([...request.runs, ...request.named].map((key) => {
    const columns = runs.get(key)
    if (!columns) throw new PlanisphereError('CONFLICT', 'The run was put aside for others.', { hint: 'Ask again.' })
    return [columns.run, columns] as const
  }))
  // A selection is the same whoever asks: its words name the runs that it is made by. Rows that a question does not look
  // at are not selected.
  const rowsOf = (one: AskedRun, i: number): Int32Array => {
    const key = JSON.stringify([request.runs[i], request.attributes, request.ready.selection, request.ready.fitting?.length, request.ready.projected?.length])
    const rows = touched(selections, key) ?? selectRows(one, request.ready, others)
    selections.set(key, rows)
    keepFew(selections, 40)
    return rows
  }
  const selected: Int32Array[] = []
  asked.forEach((one, i) => {
    Object.defineProperty(selected, i, {
      enumerable: true,
      configurable: true,
      get() {
        const value = rowsOf(one, i)
        Object.defineProperty(selected, i, { value })
        return value
      }
    })
  })
  const question = questions[request.question] as (asked: Asked<unknown>) => unknown
  return question({ runs: asked, selected, args: request.args, stopped })
}

answerCalls<AnalysisRequest>((request, stopped) => {
  switch (request.kind) {
    case 'missing':
      return { runs: request.runs.filter((key) => !runs.has(key)), attributes: !attributes.has(request.attributes) }
    case 'begin':
      for (const map of [building, documents, gathering]) map.delete(request.key)
      return null
    case 'runPage': {
      const builder = building.get(request.key) ?? new RunColumnsBuilder()
      building.set(request.key, builder)
      builder.add(request.page)
      return null
    }
    case 'documentsPage':
      documents.set(request.key, [...(documents.get(request.key) ?? []), request.page])
      return null
    case 'runEnd':
      keepRun(request.key, (building.get(request.key) ?? new RunColumnsBuilder()).build(request.run, documents.get(request.key)))
      building.delete(request.key)
      documents.delete(request.key)
      return null
    case 'attributesPage':
      gathering.set(request.key, [...(gathering.get(request.key) ?? []), request.page])
      return null
    case 'attributesEnd':
      attributes.set(request.key, joinAttributes(gathering.get(request.key) ?? [], request.names))
      gathering.delete(request.key)
      // The selections before were made of other attributes.
      selections.clear()
      keepFew(attributes, 3)
      return null
    case 'ask':
      return ask(request, stopped)
  }
})
