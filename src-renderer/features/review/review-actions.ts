import type { Verdict } from '#shared/domain/vocabulary.ts'
import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  can(): boolean
  canMove(): boolean
  accept(): void
  decide(verdict: Verdict): void
  reject(): void
  edit(): void
  undo(): void
  redo(): void
  step(by: number): void
  toEdge(end: boolean): void
  nextUnreviewed(): void
  picture(): { zoom(factor: number): void; reset(): void; actual(): void; turn(): void } | null
  nextPhoto(): void
  swap(): void
  evenPanes(): void
  tileMode(): void
  queue(what: 'openPicker' | 'goTo' | 'toggleFilter' | 'saveAs'): void
  about(tab: 'rank' | 'comments' | 'place'): void
  agreement(): void
}

/** Every key of Review. Keys of the editor and of the reasons are theirs while they are open. */
export function reviewActions(deeds: Deeds): Action[] {
  const action = (id: string, keys: string[], run: () => void, enabled: () => boolean, more: Partial<Action> = {}): Action => ({
    id,
    label: () => translate(`review.actions.${id}`),
    keys,
    run,
    enabled,
    ...more
  })
  const { can, canMove } = deeds
  return [
    action('accept', ['a'], () => deeds.accept(), can),
    action('edit', ['e'], deeds.edit, can),
    action('reject', ['r'], deeds.reject, can),
    action('skip', ['s'], () => deeds.decide('skipped'), can),
    action('flag', ['f'], () => deeds.decide('flagged'), can),
    action('undo', ['z', 'Ctrl+z'], deeds.undo, canMove),
    action('redo', ['Shift+z', 'Ctrl+Shift+z'], deeds.redo, canMove),
    action('next', ['j', 'ArrowRight', 'ArrowDown'], () => deeds.step(1), canMove, { hidden: true }),
    action('previous', ['k', 'ArrowLeft', 'ArrowUp'], () => deeds.step(-1), canMove, { hidden: true }),
    action('first', ['Home'], () => deeds.toEdge(false), canMove, { hidden: true }),
    action('last', ['End'], () => deeds.toEdge(true), canMove, { hidden: true }),
    action('nextUnreviewed', ['n'], deeds.nextUnreviewed, canMove),
    action('queue', ['q'], () => deeds.queue('openPicker'), canMove),
    action('filter', ['/'], () => deeds.queue('toggleFilter'), canMove),
    action('goTo', ['Ctrl+g'], () => deeds.queue('goTo'), canMove),
    action('saveQueue', ['Ctrl+s'], () => deeds.queue('saveAs'), canMove),
    action('zoomIn', ['+', '='], () => deeds.picture()?.zoom(1.4), canMove, { hidden: true }),
    action('zoomOut', ['-'], () => deeds.picture()?.zoom(1 / 1.4), canMove, { hidden: true }),
    action('fit', ['0'], () => deeds.picture()?.reset(), canMove, { hidden: true }),
    action('actual', ['1'], () => deeds.picture()?.actual(), canMove, { hidden: true }),
    action('rotate', ['o'], () => deeds.picture()?.turn(), canMove, { hidden: true }),
    action('nextPhoto', ['p'], deeds.nextPhoto, canMove),
    action('swap', ['x'], deeds.swap, canMove),
    action('evenPanes', ['b'], deeds.evenPanes, canMove),
    action('tileMode', ['m'], deeds.tileMode, canMove),
    action('rank', ['h'], () => deeds.about('rank'), canMove),
    action('agreement', ['y'], () => deeds.agreement(), () => true),
    action('comment', ['c'], () => deeds.about('comments'), canMove),
    action('ofPlace', ['v'], () => deeds.about('place'), canMove)
  ]
}
