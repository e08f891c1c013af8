import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  query(): void
  results(): void
  centre(): void
  rerank(): void
  canRerank(): boolean
  fit(): void
}

/** Every key of Retrieve. */
export function retrieveActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`retrieve.actions.${key}`)
  return [
    { id: 'find', label: label('query'), keys: ['/', 'Ctrl+f'], run: () => deeds.query() },
    { id: 'retrieve-results', label: label('results'), keys: ['ArrowDown'], run: () => deeds.results(), hidden: true },
    { id: 'retrieve-centred', label: label('centred'), keys: ['c'], run: () => deeds.centre() },
    { id: 'retrieve-rerank', label: label('rerank'), keys: ['y'], run: () => deeds.rerank(), enabled: () => deeds.canRerank() },
    { id: 'retrieve-fit', label: label('fit'), keys: ['m'], run: () => deeds.fit() }
  ]
}
