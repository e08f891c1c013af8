import { defineComponent, h, type PropType, type VNode } from 'vue'
import './marks.css'
import { markRuns, type MarkedRun, type TextMarks } from './text-marks.ts'

/**
 * A text, or a part of one that begins at `from`, with its marks. Every run carries its offset (`data-at`), so that a
 * selection can be found again in the text. What names a mark is drawn by the style sheet: the words stay the text's own.
 */
export const MarkedSpans = defineComponent({
  props: {
    text: { type: String, required: true },
    from: { type: Number, default: 0 },
    marks: { type: Object as PropType<TextMarks>, required: true }
  },
  setup(props) {
    return () => markRuns(props.text, props.marks, props.from).map(run)
  }
})

function run(part: MarkedRun): VNode {
  const classes = { misspelled: part.misspelled, current: part.current, unread: part.unread, cut: part.cutBy.length > 0 }
  // One element a cue: each draws its own line, one below the other.
  const inner = part.kinds.reduceRight<VNode | string>((child, kind) => h('span', { class: ['cue', `cue-${kind}`] }, [child]), part.text)
  return h('span', { key: part.start, class: ['run', classes], 'data-at': part.start, 'data-cut': part.cutBy.length > 0 ? named(part.cutBy) : undefined }, [inner])
}

/** Two names at most: all of them stand in the list of encoders. */
function named(encoders: readonly string[]): string {
  return encoders.length <= 2 ? encoders.join(', ') : `${encoders[0] ?? ''} +${encoders.length - 1}`
}
