/** Eigenvalues of a symmetric matrix, largest first, and the eigenvectors of the first of them: row i belongs to value i. */
export interface SymmetricEigen {
  readonly values: Float64Array
  /** `vectors` x n, row-major, of length 1; of the two signs, the one whose largest component is positive. */
  readonly vectors: Float64Array
}

/** Far more than any matrix needs: three a value are usual. */
const mostRotations = 60

/**
 * All eigenvalues of a symmetric n x n matrix (row-major; it is not changed) and the eigenvectors of the `vectors`
 * largest. Householder reflections make it tridiagonal, then QL with implicit shifts (Golub and Van Loan, Matrix
 * Computations, 8.3). Without vectors (4/3) n^3 operations, with them about 4 n^3. Exact to rounding: no iteration that
 * stops early.
 */
export function symmetricEigen(matrix: Float64Array, n: number, vectors = 0): SymmetricEigen {
  if (!matrix.every(Number.isFinite)) throw new Error('a matrix holds numbers that are not finite')
  const { diagonal, beside, reflectors } = tridiagonal(matrix, n)
  const rows = vectors > 0 ? identity(n) : null
  implicitQl(diagonal, beside, rows)
  const order = Array.from(diagonal, (_, i) => i).sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number) || a - b)
  const kept = Math.min(vectors, n)
  const out = new Float64Array(kept * n)
  if (rows !== null) {
    for (let i = 0; i < kept; i++) {
      const from = (order[i] as number) * n
      const row = rows.subarray(from, from + n)
      // The eigenvector of the matrix is that of the tridiagonal one, reflected back: the last reflection first.
      for (let k = reflectors.length - 1; k >= 0; k--) reflect(row, reflectors[k] as Float64Array, n)
      out.set(upright(row), i * n)
    }
  }
  return { values: Float64Array.from(order, (i) => diagonal[i] as number), vectors: out }
}

function tridiagonal(matrix: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array; reflectors: Float64Array[] } {
  const a = Float64Array.from(matrix)
  const reflectors: Float64Array[] = []
  for (let k = 0; k < n - 2; k++) {
    const size = n - k - 1
    const v = new Float64Array(size)
    let norm = 0
    for (let i = 0; i < size; i++) norm += (v[i] = a[(k + 1 + i) * n + k] as number) ** 2
    norm = Math.sqrt(norm)
    const first = v[0] as number
    const alpha = first > 0 ? -norm : norm
    v[0] = first - alpha
    let length = 0
    for (let i = 0; i < size; i++) length += (v[i] as number) ** 2
    length = Math.sqrt(length)
    if (length > 0) for (let i = 0; i < size; i++) v[i] = (v[i] as number) / length
    reflectors.push(v)
    if (length === 0) continue
    // The part below is H A H = A - 2 v w' - 2 w v' with p = A v and w = p - (v'p) v.
    const w = new Float64Array(size)
    let along = 0
    for (let i = 0; i < size; i++) {
      const row = (k + 1 + i) * n + k + 1
      let sum = 0
      for (let j = 0; j < size; j++) sum += (a[row + j] as number) * (v[j] as number)
      w[i] = sum
      along += sum * (v[i] as number)
    }
    for (let i = 0; i < size; i++) w[i] = (w[i] as number) - along * (v[i] as number)
    for (let i = 0; i < size; i++) {
      const row = (k + 1 + i) * n + k + 1
      const [vi, wi] = [2 * (v[i] as number), 2 * (w[i] as number)]
      for (let j = 0; j < size; j++) a[row + j] = (a[row + j] as number) - vi * (w[j] as number) - wi * (v[j] as number)
    }
    a[(k + 1) * n + k] = a[k * n + k + 1] = alpha
  }
  return {
    diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number),
    // One longer than there are: the last is always zero.
    beside: Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? (a[i * n + i + 1] as number) : 0)),
    reflectors
  }
}

/** Turns `d` into the eigenvalues of the tridiagonal matrix; row i of `rows` becomes the eigenvector of d[i]. */
function implicitQl(d: Float64Array, e: Float64Array, rows: Float64Array | null): void {
  const n = d.length
  for (let l = 0; l < n; l++) {
    for (let round = 0; ; round++) {
      let m = l
      while (m < n - 1 && Math.abs(e[m] as number) > Number.EPSILON * (Math.abs(d[m] as number) + Math.abs(d[m + 1] as number))) m++
      if (m === l) break
      if (round === mostRotations) throw new Error('the eigenvalues of a matrix do not converge')
      const half = ((d[l + 1] as number) - (d[l] as number)) / (2 * (e[l] as number))
      const root = Math.hypot(half, 1)
      let g = (d[m] as number) - (d[l] as number) + (e[l] as number) / (half + (half < 0 ? -root : root))
      let [s, c, p] = [1, 1, 0]
      let i = m - 1
      for (; i >= l; i--) {
        const f = s * (e[i] as number)
        const b = c * (e[i] as number)
        const r = Math.hypot(f, g)
        e[i + 1] = r
        if (r === 0) {
          d[i + 1] = (d[i + 1] as number) - p
          e[m] = 0
          break
        }
        s = f / r
        c = g / r
        g = (d[i + 1] as number) - p
        const t = ((d[i] as number) - g) * s + 2 * c * b
        p = s * t
        d[i + 1] = g + p
        g = c * t - b
        if (rows !== null) rotate(rows, n, i, s, c)
      }
      if (i >= l) continue
      d[l] = (d[l] as number) - p
      e[l] = g
      e[m] = 0
    }
  }
}

function rotate(rows: Float64Array, n: number, i: number, s: number, c: number): void {
  const [upper, lower] = [i * n, (i + 1) * n]
  for (let k = 0; k < n; k++) {
    const [x, y] = [rows[upper + k] as number, rows[lower + k] as number]
    rows[lower + k] = s * x + c * y
    rows[upper + k] = c * x - s * y
  }
}

/** Reflects the last part of a row, as long as the reflector is. */
function reflect(row: Float64Array, v: Float64Array, n: number): void {
  const from = n - v.length
  let along = 0
  for (let i = 0; i < v.length; i++) along += (v[i] as number) * (row[from + i] as number)
  for (let i = 0; i < v.length; i++) row[from + i] = (row[from + i] as number) - 2 * along * (v[i] as number)
}

function upright(row: Float64Array): Float64Array {
  let largest = 0
  for (const value of row) if (Math.abs(value) > Math.abs(largest)) largest = value
  return largest < 0 ? row.map((value) => -value) : row
}

function identity(n: number): Float64Array {
  const rows = new Float64Array(n * n)
  for (let i = 0; i < n; i++) rows[i * n + i] = 1
  return rows
}
