import { onScopeDispose, ref, shallowRef, triggerRef, watch, type Ref } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { parseFilter, type CompletionContext, type FilterProblem, type KnownValue, type KnownValues } from '#shared/domain/filter-language/index.ts'
import { engine } from './engine-client.ts'
import { useProject } from './project-store.ts'
import { useSettings } from './settings-store.ts'

/** The list follows after this pause. */
const settleMs = 180
/** Half a condition is not yet a mistake: what is wrong is said after a longer one. */
const sayMs = 700
const offered = 300

/**
 * A query while it is written: `settled` is the newest text that the engine can read (what lists should follow), `errors`
 * and `warnings` are of the text as it stands, `known` and `learn` give the input what the project knows.
 */
export function useFilterQuery(text: Ref<string>) {
  const project = useProject()
  const settings = useSettings()
  const settled = ref('')
  const errors = shallowRef<readonly FilterProblem[]>([])
  const warnings = shallowRef<readonly FilterProblem[]>([])
  const values = shallowRef(new Map<string, readonly KnownValue[]>())
  let settling: ReturnType<typeof setTimeout> | undefined
  let saying: ReturnType<typeof setTimeout> | undefined
  let generation = 0

  watch(text, () => later(), { flush: 'sync' })
  // A name that was unknown may be known now.
  watch(() => [project.handle, project.revision.captions, project.revision.runs, project.revision.places], () => {
    values.value = new Map()
    if (errors.value.length > 0 || warnings.value.length > 0) void settle()
  })

  function later(): void {
    stop()
    errors.value = []
    warnings.value = []
    if (text.value.trim() === '') settled.value = ''
    else settling = setTimeout(() => void settle(), settleMs)
  }

  function stop(): void {
    generation++
    clearTimeout(settling)
    clearTimeout(saying)
  }

  /** Reads the text now: on Enter, or when it was handed over. Says what is wrong at once where `say` is set. */
  async function settle(say = false): Promise<void> {
    stop()
    const mine = generation
    const query = text.value.trim() === '' ? '' : text.value
    const found = query === '' ? { errors: [], warnings: [] } : await check(query)
    if (mine !== generation || found === null) return
    if (found.errors.length === 0) settled.value = query
    const tell = (): void => {
      errors.value = found.errors
      warnings.value = found.warnings
    }
    if (say || found.errors.length === 0) tell()
    else saying = setTimeout(tell, sayMs - settleMs)
  }

  /** Takes a whole query over: from another screen, or a saved one. Lists follow at once. */
  function take(query: string): void {
    text.value = query
    if (parseFilter(query).ast) settled.value = query.trim() === '' ? '' : query
    void settle(true)
  }

  async function check(query: string): Promise<Pick<MethodOutput<'filter.check'>, 'errors' | 'warnings'> | null> {
    const parsed = parseFilter(query)
    if (parsed.errors) return { errors: [...parsed.errors], warnings: [] }
    if (project.handle === null) return { errors: [], warnings: [] }
    return await engine.call('filter.check', { project: project.handle, query, me: settings.annotator }).catch(() => null)
  }

  const known: KnownValues = (field, part) => values.value.get(`${field}/${part}`) ?? []

  /** Reads the values that may stand at the caret, unless they are known. */
  async function learn(context: CompletionContext): Promise<void> {
    const { handle } = project
    if (context.kind === 'field' || handle === null) return
    const { field, kind: part, prefix } = context
    const key = `${field}/${part}`
    const kept = values.value
    const before = kept.get(key)
    // All of them are here.
    if (before !== undefined && before.length < offered) return
    const read = await engine.call('filter.values', { project: handle, field, part, prefix: before === undefined ? '' : prefix, limit: offered }).catch(() => [])
    if (kept !== values.value) return
    kept.set(key, read.map(({ value, detail }) => ({ value, ...(detail === null ? {} : { detail }) })))
    triggerRef(values)
  }

  onScopeDispose(stop)
  return { text, settled, errors, warnings, known, learn, settle, take }
}

export type FilterQuery = ReturnType<typeof useFilterQuery>
