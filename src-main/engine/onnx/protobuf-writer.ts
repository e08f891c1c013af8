/** Writes the protocol buffer wire format: just what an ONNX model needs. Field numbers come from onnx.proto3. */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []
  #length = 0

  integer(field: number, value: number | bigint): this {
    this.#key(field, 0)
    this.#varint(BigInt(value))
    return this
  }

  float(field: number, value: number): this {
    this.#key(field, 5)
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    this.#push(bytes)
    return this
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, 2)
    this.#varint(BigInt(value.length))
    this.#push(value)
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish())
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#length)
    let at = 0
    for (const part of this.#parts) {
      out.set(part, at)
      at += part.length
    }
    return out
  }

  #key(field: number, wireType: number): void {
    this.#varint(BigInt((field << 3) | wireType))
  }

  #varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value)
    const out: number[] = []
    do {
      const low = Number(rest & 127n)
      rest >>= 7n
      out.push(rest ? low | 128 : low)
    } while (rest)
    this.#push(Uint8Array.from(out))
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part)
    this.#length += part.length
  }
}
