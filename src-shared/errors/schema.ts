import * as z from 'zod'
import { errorCodes } from './codes.ts'

export const ErrorCodeSchema = z.enum(errorCodes)

export const ErrorDataSchema = z.object({
  code: ErrorCodeSchema,
  message: z.string(),
  hint: z.string().optional(),
  place: z.object({ file: z.string().optional(), line: z.number().optional(), item: z.string().optional() }).optional()
})
