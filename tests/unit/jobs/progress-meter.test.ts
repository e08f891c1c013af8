import { expect, test } from 'vitest'
import { ProgressMeter } from '#engine/jobs/progress-meter.ts'

const report = (meter: ProgressMeter, done: number, seconds: number, phase = 'reading', total: number | null = 1000) => meter.report({ phase, done, total }, seconds * 1000)

test('rate and time left come from the last seconds, not from the beginning', () => {
  const meter = new ProgressMeter(5000)
  expect(report(meter, 0, 0)).toMatchObject({ rate: null, etaSeconds: null })
  expect(report(meter, 10, 1)).toMatchObject({ rate: 10, etaSeconds: 99 })
  for (let second = 2; second <= 10; second++) report(meter, 10 + (second - 1) * 100, second)
  expect(report(meter, 1000, 10.9).rate).toBeGreaterThan(90)
  expect(report(meter, 1000, 11)).toMatchObject({ etaSeconds: 0 })
})

test('a new phase, or a count that goes back, begins anew', () => {
  const meter = new ProgressMeter()
  report(meter, 0, 0)
  expect(report(meter, 500, 10).rate).toBe(50)
  expect(report(meter, 0, 11, 'indexing').rate).toBeNull()
  expect(report(meter, 30, 12, 'indexing').rate).toBe(30)
  expect(report(meter, 5, 13, 'indexing').rate).toBeNull()
})

test('without a total there is no time left', () => {
  const meter = new ProgressMeter()
  report(meter, 0, 0, 'reading', null)
  expect(report(meter, 8, 2, 'reading', null)).toMatchObject({ rate: 4, etaSeconds: null })
})
