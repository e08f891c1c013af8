import type * as z from 'zod'

/** One method of the engine: what goes in, what comes out, and which inputs name files of the computer. */
export interface MethodSpec<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I
  readonly output: O
  /**
   * Names of input fields that hold absolute paths. The shell lets the renderer pass only paths that came from a
   * native dialog, a drop, or the list of recent projects; the CLI may pass any.
   */
  readonly paths?: readonly string[]
}

export function method<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  more: { paths?: readonly string[] } = {}
): MethodSpec<I, O> {
  return { input, output, ...more }
}
