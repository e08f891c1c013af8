import type { Value } from '../../onnx/differentiable-graph.ts'
import { convolution3x3 } from '../../onnx/convolution.ts'
import * as op from '../../onnx/operations.ts'
import type { NanoConfig } from './nano-config.ts'
import type { ParameterMaker } from './parameter-maker.ts'

/**
 * The image tower: a 4 x 4 patch stem and three 3 x 3 convolutions, then the mean over the map and, because captions say
 * where things are, a flattened narrow copy of the map. `pixels` float [n, size, size, 3], (rgb - 127.5) / 127.5.
 * Returns [n, width], not normalised.
 */
export function imageTower(make: ParameterMaker, config: NanoConfig, pixels: Value): Value {
  const { graph } = make
  const n = pixels.shape[0] as number
  const side = config.imageSize / 4
  const [c0, c1, c2, c3] = config.channels
  // Space to depth: [n, side, 4, side, 4, 3] -> [n, side, side, 48].
  const patches = op.reshape(graph, op.transpose(graph, op.reshape(graph, pixels, [n, side, 4, side, 4, 3]), [0, 1, 3, 2, 4, 5]), [n, side, side, 48])
  let x = op.gelu(graph, make.layerNorm('image.norm0', make.linear('image.stem', patches, c0)))
  const stages: readonly (readonly [number, 1 | 2])[] = [[c1, 2], [c2, 1], [c3, 2]]
  stages.forEach(([channels, stride], index) => {
    const from = x.shape.at(-1) as number
    const weights = make.normal(`image.conv${index + 1}`, [9 * from, channels], Math.sqrt(2 / (9 * from)))
    x = op.gelu(graph, make.layerNorm(`image.norm${index + 1}`, convolution3x3(graph, x, weights, stride)))
  })
  const [, height, width] = x.shape as [number, number, number, number]
  const average = op.mean(graph, x, [1, 2])
  const narrow = op.gelu(graph, make.linear('image.narrow', x, 24))
  const flat = op.reshape(graph, narrow, [n, height * width * 24])
  return op.add(graph, make.linear('image.mean', average, config.width), make.linear('image.layout', flat, config.width))
}
