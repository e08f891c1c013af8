import { Packr } from 'msgpackr'

/** How a frame becomes bytes. The RPC does not know it; both ends of a byte transport must use the same. */
export interface FrameCodec {
  encode(frame: unknown): Uint8Array
  decode(bytes: Uint8Array): unknown
}

/**
 * Plain msgpack: no record structures (they keep state between messages), maps become objects, and 64-bit integers
 * numbers. Typed arrays keep their type.
 */
export function msgpackCodec(): FrameCodec {
  const packr = new Packr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number', moreTypes: true })
  return {
    encode: (frame) => packr.pack(frame),
    decode: (bytes) => packr.unpack(bytes) as unknown
  }
}
