import type { Frame, FrameChannel } from '#shared/rpc/frames.ts'
import { encodeFrame, FrameDecoder } from './frame-codec.ts'

/**
 * Two ends of one channel inside this process. Frames go through the same codec as over a wire, so that what works here
 * works there: no shared objects, no value that msgpack cannot carry.
 */
export function inProcessChannels(): [FrameChannel, FrameChannel] {
  const ends = [makeEnd(), makeEnd()] as const
  const join = (self: End, other: End): FrameChannel => ({
    send(frame) {
      if (self.closed) return
      const bytes = encodeFrame(frame)
      setImmediate(() => {
        if (!other.closed) for (const arrived of other.decoder.push(bytes)) other.frameListener(arrived)
      })
    },
    onFrame: (listener) => void (self.frameListener = listener),
    onClose: (listener) => void (self.closeListener = listener),
    close() {
      for (const end of [self, other]) {
        if (end.closed) continue
        end.closed = true
        end.closeListener('closed')
      }
    }
  })
  return [join(ends[0], ends[1]), join(ends[1], ends[0])]
}

interface End {
  closed: boolean
  readonly decoder: FrameDecoder
  frameListener: (frame: Frame) => void
  closeListener: (reason: string) => void
}

function makeEnd(): End {
  return { closed: false, decoder: new FrameDecoder(), frameListener: () => undefined, closeListener: () => undefined }
}
