import { expect, test } from 'vitest'
import { engineCommand } from '../../src-main/app/engine-host/engine-command.ts'
import { engineEnvironment } from '../../src-main/app/engine-host/engine-environment.ts'

test('the engine sees places and devices, and neither secrets nor what changes what it loads', () => {
  const kept = engineEnvironment({
    PATH: '/bin', HOME: '/home/ana', LC_ALL: 'C', CUDA_VISIBLE_DEVICES: '0',
    NODE_OPTIONS: '--require /tmp/x.js', LD_PRELOAD: '/tmp/x.so', NODE_PATH: '/tmp', ELECTRON_RUN_AS_NODE: '1', HF_TOKEN: 'secret', AWS_SECRET_ACCESS_KEY: 'secret', OPENAI_API_KEY: 'secret', SSH_AUTH_SOCK: '/tmp/s',
    PLANISPHERE_TOKEN: 'secret', UNSET: undefined
  })
  expect(kept).toEqual({ PATH: '/bin', HOME: '/home/ana', LC_ALL: 'C', CUDA_VISIBLE_DEVICES: '0' })
})

test('the engine runs on its own Node with a heap limit and frames over stdio', () => {
  const command = engineCommand({ appFolder: process.cwd(), resources: null }, { PLANISPHERE_NODE: process.execPath, NODE_OPTIONS: '--inspect' }, 'cpu')
  expect(command.node).toBe(process.execPath)
  expect(command.args.some((word) => /^--max-old-space-size=\d+$/.test(word))).toBe(true)
  expect(command.args.at(-1)).toBe('--stdio')
  expect(command.env).not.toHaveProperty('NODE_OPTIONS')
  expect(() => engineCommand({ appFolder: '/nowhere', resources: null }, {}, 'auto')).toThrow('Node is missing')
})
