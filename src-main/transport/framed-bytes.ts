import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import type { ByteChannel } from './byte-channel.ts'
import { msgpackCodec, type FrameCodec } from './frame-codec.ts'
import { FrameInbox } from './frame-inbox.ts'

/** Largest frame that is sent or accepted. Large data does not cross (DESIGN, section 2); a picture in full size may. */
export const maxFrameBytes = 64 * 1024 * 1024

const headerBytes = 4

/** Frames over bytes: each is its length (uint32, little-endian) and its encoding. */
export function framedBytes(bytes: ByteChannel, options: { codec?: FrameCodec; maxBytes?: number } = {}): FrameChannel {
  const codec = options.codec ?? msgpackCodec()
  const maxBytes = options.maxBytes ?? maxFrameBytes
  const inbox = new FrameInbox()
  const splitter = new LengthPrefixSplitter(maxBytes, (body) => inbox.receive(codec.decode(body)))

  bytes.onEnd((reason) => inbox.end(reason))
  bytes.onBytes((chunk) => {
    if (inbox.ended) return
    try {
      splitter.push(chunk)
    } catch (error) {
      // After a wrong length or an undecodable body the border of the next frame is unknown.
      inbox.end(`what came is no frame (${error instanceof Error ? error.message : String(error)})`)
      bytes.close()
    }
  })

  return {
    send(frame) {
      if (inbox.ended) return
      const body = codec.encode(frame)
      if (body.length > maxBytes) throw new RangeError(`a frame of ${body.length} bytes is over the limit of ${maxBytes}`)
      const packet = Buffer.allocUnsafe(headerBytes + body.length)
      packet.writeUInt32LE(body.length, 0)
      packet.set(body, headerBytes)
      bytes.send(packet)
    },
    onFrame: (listener) => inbox.onFrame(listener),
    onEnd: (listener) => inbox.onEnd(listener),
    close() {
      inbox.end('the channel was closed')
      bytes.close()
    }
  }
}

/** Finds the frames in a stream that arrives in pieces of any size. Allocates only for what has arrived, whatever a length claims. */
export class LengthPrefixSplitter {
  readonly #maxBytes: number
  readonly #onBody: (body: Uint8Array) => void
  #chunks: Uint8Array[] = []
  #held = 0

  constructor(maxBytes: number, onBody: (body: Uint8Array) => void) {
    this.#maxBytes = maxBytes
    this.#onBody = onBody
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#held += chunk.length
    while (this.#held >= headerBytes) {
      const length = this.#peekLength()
      if (length === 0 || length > this.#maxBytes) throw new RangeError(`a length of ${length} bytes`)
      if (this.#held < headerBytes + length) return
      this.#take(headerBytes)
      this.#onBody(this.#take(length))
    }
  }

  #peekLength(): number {
    const header = this.#take(headerBytes)
    this.#chunks.unshift(header)
    this.#held += headerBytes
    return new DataView(header.buffer, header.byteOffset, headerBytes).getUint32(0, true)
  }

  #take(count: number): Uint8Array {
    const first = this.#chunks[0]
    if (first && first.length >= count) {
      if (first.length === count) this.#chunks.shift()
      else this.#chunks[0] = first.subarray(count)
      this.#held -= count
      return first.subarray(0, count)
    }
    const out = new Uint8Array(count)
    let filled = 0
    let used = 0
    while (filled < count) {
      const chunk = this.#chunks[used]
      if (!chunk) throw new RangeError('fewer bytes than were counted')
      const part = chunk.subarray(0, count - filled)
      out.set(part, filled)
      filled += part.length
      if (part.length === chunk.length) used++
      else this.#chunks[used] = chunk.subarray(part.length)
    }
    this.#chunks.splice(0, used)
    this.#held -= count
    return out
  }
}
