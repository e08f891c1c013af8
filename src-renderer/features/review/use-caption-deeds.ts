import type { CaptionDeed } from './caption-deeds.ts'
import type { ReviewQueue } from './use-review-queue.ts'
import type { Verdicts } from './use-verdicts.ts'

/** Does what the panels beside the text ask for: on the screen at once, in the log behind it. */
export function useCaptionDeeds(queue: ReviewQueue, verdicts: Verdicts) {
  return (asked: CaptionDeed): void => {
    const now = queue.current.value
    if (now === null) return
    const { id } = now.caption
    if (asked.do === 'restore') verdicts.decide(now.caption, 'accepted', { revision: asked.revision })
    else if (asked.do === 'comment') verdicts.write('review.comment', { caption: id, text: asked.text })
    else if (asked.do === 'gold') verdicts.write('review.gold', { caption: id, answer: asked.answer })
    else if (asked.do === 'tag') {
      const { add, remove } = asked
      queue.patch(id, (kept) => ({ ...kept, tags: [...new Set([...kept.tags.filter((tag) => !remove.includes(tag)), ...add])].sort() }))
      verdicts.write('review.tags', { caption: id, add: [...add], remove: [...remove] })
    } else {
      const other = now.detail.captions.find((caption) => caption.id === asked.caption)
      if (other === undefined) return
      verdicts.decide(other, asked.verdict)
      if (other.id !== id) queue.patch(id, (kept) => ({ ...kept, detail: { ...kept.detail, captions: kept.detail.captions.map((caption) => (caption.id === other.id ? { ...caption, status: asked.verdict } : caption)) } }))
    }
  }
}
