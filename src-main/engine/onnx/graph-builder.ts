import { ProtobufWriter } from './protobuf-writer.ts'

/** ONNX element types by their TensorProto.DataType number. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const
export type ElementType = keyof typeof elementTypes

export type TypedData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Int8Array | Uint16Array

/** A dimension: a size, or a name for one that is known only when the graph runs. */
export type Dimension = number | string

export type Attribute = number | string | readonly number[] | { readonly float: number } | { readonly graph: GraphBuilder }

/** Where an initializer's bytes stand in a file beside the model. */
export interface ExternalData {
  readonly location: string
  readonly offset: number
  readonly length: number
}

/**
 * Builds an ONNX model in memory, node by node; values are named by the strings that the methods return.
 *
 * @example
 * const graph = new GraphBuilder('scores')
 * graph.input('queries', 'float32', ['n', 512])
 * graph.input('gallery', 'float32', ['m', 512])
 * graph.output(graph.node('Gemm', ['queries', 'gallery'], { transB: 1 }), 'float32', ['n', 'm'])
 * const model = graph.build()
 */
export class GraphBuilder {
  readonly #name: string
  readonly #nodes: ProtobufWriter[] = []
  readonly #initializers: ProtobufWriter[] = []
  readonly #inputs: ProtobufWriter[] = []
  readonly #outputs: ProtobufWriter[] = []
  readonly #constants = new Map<string, string>()
  #next = 0

  constructor(name = 'planisphere') {
    this.#name = name
  }

  unique(prefix: string): string {
    return `${prefix}_${this.#next++}`
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  output(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.#outputs.push(valueInfo(name, type, shape))
    return name
  }

  initializer(type: ElementType, shape: readonly number[], data: TypedData, name = this.unique('constant')): string {
    const tensor = tensorHeader(name, type, shape)
    tensor.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    this.#initializers.push(tensor)
    return name
  }

  externalInitializer(type: ElementType, shape: readonly number[], data: ExternalData, name = this.unique('external')): string {
    const tensor = tensorHeader(name, type, shape)
    for (const [key, value] of Object.entries(data)) tensor.message(13, new ProtobufWriter().text(1, key).text(2, String(value)))
    tensor.integer(14, 1)
    this.#initializers.push(tensor)
    return name
  }

  /** A one-dimensional int64 constant; equal ones are shared. */
  integers(values: readonly number[]): string {
    return this.#constant(`i:${values.join(',')}`, () => this.initializer('int64', [values.length], BigInt64Array.from(values, BigInt)))
  }

  /** A float32 scalar constant; equal ones are shared. */
  scalar(value: number): string {
    return this.#constant(`f:${value}`, () => this.initializer('float32', [], Float32Array.of(value)))
  }

  /** Adds a node with one output and returns the output's name. */
  node(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute | undefined>> = {}, output?: string): string {
    const [name] = this.nodes(operator, inputs, attributes, [output ?? this.unique(operator)])
    if (name === undefined) throw new Error('unreachable: one output was asked for')
    return name
  }

  /** Adds a node with several outputs. An empty name leaves an optional output out. */
  nodes(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute | undefined>>, outputs: readonly string[], domain = ''): readonly string[] {
    const node = new ProtobufWriter()
    for (const name of inputs) node.text(1, name)
    for (const name of outputs) node.text(2, name)
    node.text(3, this.unique('node')).text(4, operator)
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.message(5, attribute(name, value))
    if (domain) node.text(7, domain)
    this.#nodes.push(node)
    return outputs
  }

  /** The serialized ModelProto. */
  build(options: { opset?: number; producer?: string } = {}): Uint8Array {
    return new ProtobufWriter()
      .integer(1, 8)
      .text(2, options.producer ?? 'planisphere')
      .message(7, this.#graph())
      .message(8, new ProtobufWriter().text(1, '').integer(2, options.opset ?? 18))
      .message(8, new ProtobufWriter().text(1, 'com.microsoft').integer(2, 1))
      .finish()
  }

  #graph(): ProtobufWriter {
    const graph = new ProtobufWriter()
    for (const node of this.#nodes) graph.message(1, node)
    graph.text(2, this.#name)
    for (const tensor of this.#initializers) graph.message(5, tensor)
    for (const input of this.#inputs) graph.message(11, input)
    for (const output of this.#outputs) graph.message(12, output)
    return graph
  }

  /** For attributes that hold a graph. */
  static graphOf(builder: GraphBuilder): ProtobufWriter {
    return builder.#graph()
  }

  #constant(key: string, make: () => string): string {
    let name = this.#constants.get(key)
    if (name === undefined) this.#constants.set(key, (name = make()))
    return name
  }
}

function tensorHeader(name: string, type: ElementType, shape: readonly number[]): ProtobufWriter {
  const tensor = new ProtobufWriter()
  for (const size of shape) tensor.integer(1, size)
  return tensor.integer(2, elementTypes[type]).text(8, name)
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): ProtobufWriter {
  const dimensions = new ProtobufWriter()
  for (const size of shape) {
    const dimension = new ProtobufWriter()
    dimensions.message(1, typeof size === 'string' ? dimension.text(2, size) : dimension.integer(1, size))
  }
  const tensorType = new ProtobufWriter().integer(1, elementTypes[type]).message(2, dimensions)
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType))
}

/** AttributeProto: `type` is FLOAT 1, INT 2, STRING 3, GRAPH 5, INTS 7. */
function attribute(name: string, value: Attribute): ProtobufWriter {
  const out = new ProtobufWriter().text(1, name)
  if (typeof value === 'number') return out.integer(3, value).integer(20, 2)
  if (typeof value === 'string') return out.text(4, value).integer(20, 3)
  if ('float' in value) return out.float(2, value.float).integer(20, 1)
  if ('graph' in value) return out.message(6, GraphBuilder.graphOf(value.graph)).integer(20, 5)
  for (const item of value) out.integer(8, item)
  return out.integer(20, 7)
}
