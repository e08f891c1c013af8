import { cueKinds, type CueKind } from '#shared/domain/cues.ts'
import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'
import { clearKey, cueKeys } from './cue-kinds.ts'

interface Deeds {
  /** Whether words are selected, or the caret stands in one. */
  canMark(): boolean
  canRead(): boolean
  canSpell(): boolean
  mark(kind: CueKind): void
  clear(): void
  walkWords(): void
  correct(by: 1 | -1): void
}

/** The keys of the caption's text, in reading and in the editor. */
export function editorActions(deeds: Deeds): Action[] {
  const label = (id: string) => () => translate(`review.editor.actions.${id}`)
  return [
    ...cueKinds.map((kind): Action => ({ id: `cue-${kind}`, label: label(`cue-${kind}`), keys: [cueKeys[kind]], run: () => deeds.mark(kind), enabled: () => deeds.canMark(), inFields: true, hidden: true })),
    { id: 'cue-clear', label: label('cue-clear'), keys: [clearKey], run: () => deeds.clear(), enabled: () => deeds.canMark(), inFields: true, hidden: true },
    { id: 'walk-words', label: label('walk-words'), keys: ['w'], run: () => deeds.walkWords(), enabled: () => deeds.canRead() },
    { id: 'next-misspelling', label: label('next-misspelling'), keys: ['F7'], run: () => deeds.correct(1), enabled: () => deeds.canSpell(), inFields: true },
    { id: 'previous-misspelling', label: label('previous-misspelling'), keys: ['Shift+F7'], run: () => deeds.correct(-1), enabled: () => deeds.canSpell(), inFields: true }
  ]
}
