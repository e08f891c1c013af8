import { GraphBuilder, type ElementType } from './graph-builder.ts'

/** A value inside a graph: its name, its static shape, and whether a gradient can reach a parameter through it. */
export interface Value {
  readonly name: string
  readonly shape: readonly number[]
  readonly needsGradient: boolean
}

export interface Parameter extends Value {
  /** What it is called in checkpoints and exports. */
  readonly label: string
  /** Where it stands in the flat parameter tensor. */
  readonly offset: number
  readonly size: number
}

/** Gradients of an operation's inputs, given the gradient (a value's name) of its output; null where none is wanted. */
type Backward = (gradient: string) => readonly (string | null)[]

interface Recorded {
  readonly output: Value
  readonly inputs: readonly Value[]
  readonly backward: Backward
}

export type FloatType = 'float32' | 'float64'

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/**
 * Reverse-mode differentiation over ONNX operators: a model and its loss are written once, and `gradients` adds the
 * backward pass to the same graph, so that a whole training step is one run of ONNX Runtime. Shapes are static.
 *
 * All parameters live in one flat input tensor `parameters`; a checkpoint is that one array (and the optimizer's two).
 * The operations are in `operations.ts` and `convolution.ts`; each records how its gradient flows back.
 */
export class DifferentiableGraph {
  readonly builder: GraphBuilder
  readonly type: FloatType
  readonly parameters: Parameter[] = []
  readonly #frozen: Float32Array | null
  readonly #recorded: Recorded[] = []
  #parameterCount = 0

  /**
   * With `frozen` weights the same model code makes a graph for inference: parameters are constants, nothing is recorded,
   * and the first axis of every activation (the batch) may have any size.
   */
  constructor(type: FloatType = 'float32', options: { name?: string; frozen?: Float32Array } = {}) {
    this.type = type
    this.builder = new GraphBuilder(options.name ?? 'training')
    this.#frozen = options.frozen ?? null
  }

  /** Whether it is made for inference. */
  get isFrozen(): boolean {
    return this.#frozen !== null
  }

  /** Length of the flat parameter tensor so far. */
  get parameterCount(): number {
    return this.#parameterCount
  }

  input(name: string, shape: readonly number[], type: ElementType = this.type): Value {
    return { name: this.builder.input(name, type, shape), shape, needsGradient: false }
  }

  constant(shape: readonly number[], data: ArrayLike<number>): Value {
    const typed = this.type === 'float32' ? Float32Array.from(data) : Float64Array.from(data)
    return { name: this.builder.initializer(this.type, shape, typed), shape, needsGradient: false }
  }

  scalar(value: number): string {
    return this.type === 'float32' ? this.builder.scalar(value) : this.constant([], [value]).name
  }

  /** Declares a trainable tensor: a slice of `parameters`, which `finishParameters` makes an input. */
  parameter(label: string, shape: readonly number[]): Parameter {
    const size = sizeOf(shape)
    const offset = this.#parameterCount
    this.#parameterCount += size
    if (this.#frozen) {
      const name = this.builder.initializer('float32', shape, this.#frozen.slice(offset, offset + size), this.builder.unique(label))
      const constant = { label, name, shape, needsGradient: false, offset, size }
      this.parameters.push(constant)
      return constant
    }
    const flat = this.builder.node('Slice', ['parameters', this.builder.integers([offset]), this.builder.integers([offset + size]), this.builder.integers([0])])
    const parameter = { label, name: this.reshaped(flat, shape), shape, needsGradient: true, offset, size }
    this.parameters.push(parameter)
    return parameter
  }

  /** Declares the flat input; call it once, after the last `parameter`. */
  finishParameters(): void {
    this.builder.input('parameters', this.type, [this.#parameterCount])
  }

  /** Adds a node without recording a gradient; for forward values that need none, and inside backward functions. */
  raw(operator: string, inputs: readonly string[], attributes: Parameters<GraphBuilder['node']>[2] = {}): string {
    return this.builder.node(operator, inputs, attributes)
  }

  reshaped(name: string, shape: readonly number[]): string {
    // An empty int64 shape makes a scalar. In a frozen graph the first axis is the batch: whatever is left over.
    const target = this.#frozen && shape.length > 0 ? [-1, ...shape.slice(1)] : shape
    return this.raw('Reshape', [name, this.builder.integers(target)])
  }

  /** Wraps a node's result and records how its gradient flows to the inputs. */
  record(name: string, shape: readonly number[], inputs: readonly Value[], backward: Backward): Value {
    const output = { name, shape, needsGradient: inputs.some((input) => input.needsGradient) }
    if (output.needsGradient) this.#recorded.push({ output, inputs, backward })
    return output
  }

  /** The gradient of a scalar loss with respect to every parameter, as one flat value of the graph. */
  gradients(loss: Value): string {
    const known = new Map<string, string>([[loss.name, this.reshaped(this.scalar(1), loss.shape)]])
    for (const { output, inputs, backward } of [...this.#recorded].reverse()) {
      const gradient = known.get(output.name)
      if (gradient === undefined) continue // the loss does not depend on it
      const parts = backward(gradient)
      inputs.forEach((input, index) => {
        const part = parts[index]
        if (!input.needsGradient || part === null || part === undefined) return
        const before = known.get(input.name)
        known.set(input.name, before === undefined ? part : this.raw('Add', [before, part]))
      })
    }
    const flat = this.parameters.map((parameter) => {
      const gradient = known.get(parameter.name)
      return gradient === undefined
        ? this.raw('Expand', [this.scalar(0), this.builder.integers([parameter.size])])
        : this.reshaped(gradient, [parameter.size])
    })
    return flat.length === 1 ? (flat[0] as string) : this.raw('Concat', flat, { axis: 0 })
  }
}
