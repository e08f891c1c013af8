import { signatureLength, type SignatureScale } from '../network/physical-heads.ts'

/** A bin that is the same in all training views says nothing; divided by less than this it would say much. */
const leastDeviation = 1e-4

/** Mean and (population) deviation of each number over the rows of float32 [count, 164], summed in double precision. */
export function signatureScale(signatures: Float32Array): SignatureScale {
  const count = signatures.length / signatureLength
  const [mean, deviation] = [new Float32Array(signatureLength), new Float32Array(signatureLength)]
  for (let column = 0; column < signatureLength; column++) {
    let sum = 0
    for (let row = 0; row < count; row++) sum += signatures[row * signatureLength + column] as number
    const middle = sum / count
    let squares = 0
    for (let row = 0; row < count; row++) squares += ((signatures[row * signatureLength + column] as number) - middle) ** 2
    mean[column] = middle
    deviation[column] = Math.max(leastDeviation, Math.sqrt(squares / count))
  }
  return { mean, deviation }
}
