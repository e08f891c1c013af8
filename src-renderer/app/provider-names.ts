import type { Providers } from '../platform/index.ts'

/** Product names, the same in every language. */
export const providerNames: Record<Providers[number]['provider'], string> = {
  cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', tensorrt: 'TensorRT', dml: 'DirectML', coreml: 'Core ML'
}
