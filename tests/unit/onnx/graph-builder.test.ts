import { expect, test } from 'vitest'
import { GraphBuilder } from '#engine/onnx/graph-builder.ts'
import { openSession } from '#engine/inference/session.ts'

test('a built graph runs and gives the matrix product', async () => {
  const graph = new GraphBuilder()
  graph.input('a', 'float32', ['n', 3])
  graph.input('b', 'float32', ['m', 3])
  graph.output(graph.node('Gemm', ['a', 'b'], { transB: 1, alpha: { float: 2 } }, 'c'), 'float32', ['n', 'm'])
  const session = await openSession(graph.build(), { threads: 1 })
  const { c } = await session.run({
    a: { type: 'float32', data: Float32Array.of(1, 2, 3), shape: [1, 3] },
    b: { type: 'float32', data: Float32Array.of(1, 0, 0, 0, 1, 1), shape: [2, 3] }
  })
  expect(c?.shape).toEqual([1, 2])
  expect([...(c?.data as Float32Array)]).toEqual([2, 10])
  await session.release()
})

test('bytes that are no model are refused with a clear code', async () => {
  await expect(openSession(new TextEncoder().encode('not a model'))).rejects.toMatchObject({ code: 'BAD_ENCODER' })
})
