import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { FrameInbox } from './frame-inbox.ts'

/**
 * Two ends in one process. A frame is a structured clone and arrives in a later turn of the loop, so that neither side
 * can see the other's objects or run inside the other's call: as over a pipe.
 */
export function inProcessPair(): [FrameChannel, FrameChannel] {
  const left = new FrameInbox()
  const right = new FrameInbox()
  const endBoth = (reason: string): void => {
    left.end(reason)
    right.end(reason)
  }
  return [channel(left, right, endBoth), channel(right, left, endBoth)]
}

function channel(own: FrameInbox, other: FrameInbox, endBoth: (reason: string) => void): FrameChannel {
  return {
    send(frame) {
      if (own.ended) return
      const copy: unknown = structuredClone(frame)
      setImmediate(() => other.receive(copy))
    },
    onFrame: (listener) => own.onFrame(listener),
    onEnd: (listener) => own.onEnd(listener),
    close: () => endBoth('the channel was closed')
  }
}
