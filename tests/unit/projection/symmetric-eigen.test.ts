import { describe, expect, it } from 'vitest'
import { symmetricEigen } from '#engine/projection/symmetric-eigen.ts'
import { Random } from '#engine/sample/random.ts'

/** Q diag(values) Q' for a rotation Q that is a product of seeded plane rotations. */
function planted(values: readonly number[], seed: string): Float64Array {
  const n = values.length
  const random = new Random(seed)
  const q = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
  for (let turn = 0; turn < 4 * n; turn++) {
    const a = random.below(n)
    const b = (a + 1 + random.below(n - 1)) % n
    const [c, s] = [Math.cos(turn), Math.sin(turn)]
    for (let i = 0; i < n; i++) {
      const [x, y] = [q[i * n + a]!, q[i * n + b]!]
      q[i * n + a] = c * x - s * y
      q[i * n + b] = s * x + c * y
    }
  }
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) out[i * n + j]! += q[i * n + k]! * values[k]! * q[j * n + k]!
  return out
}

describe('symmetricEigen', () => {
  it('finds the values of a matrix that is written down', () => {
    const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2, 2)
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)])
    expect(Math.abs(vectors[0]!)).toBeCloseTo(Math.SQRT1_2, 12)
    expect(vectors[0]! * vectors[2]! + vectors[1]! * vectors[3]!).toBeCloseTo(0, 12)
  })

  it.each([3, 17, 64])('finds planted values and vectors of %i dimensions, equal and zero ones as well', (n) => {
    const wanted = Array.from({ length: n }, (_, i) => (i < 2 ? 7 : i > n - 3 ? 0 : n - i)).sort((a, b) => b - a)
    const matrix = planted(wanted, `eigen/${n}`)
    const { values, vectors } = symmetricEigen(matrix, n, n)
    values.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 9))
    for (let v = 0; v < n; v++) {
      const row = vectors.subarray(v * n, (v + 1) * n)
      for (let i = 0; i < n; i++) {
        let sum = 0
        for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * row[j]!
        expect(sum).toBeCloseTo(values[v]! * row[i]!, 8)
      }
      for (let w = 0; w <= v; w++) {
        const other = vectors.subarray(w * n, (w + 1) * n)
        expect(row.reduce((sum, value, i) => sum + value * other[i]!, 0)).toBeCloseTo(v === w ? 1 : 0, 9)
      }
    }
  })

  it('takes diagonal matrices, zeros and a single number', () => {
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, 3), 3).values]).toEqual([5, 3, 1])
    expect([...symmetricEigen(new Float64Array(16), 4, 2).values]).toEqual([0, 0, 0, 0])
    expect([...symmetricEigen(Float64Array.of(4), 1, 1).vectors]).toEqual([1])
  })

  it('says so where numbers are not finite', () => {
    expect(() => symmetricEigen(Float64Array.of(NaN, 1, 1, 2), 2)).toThrow('not finite')
  })
})
