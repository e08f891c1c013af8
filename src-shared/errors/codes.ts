/**
 * The closed set of error codes. A code is part of the contract: the renderer and the CLI decide by it,
 * a person reads the message beside it. Add a code here before you throw it.
 */
export const errorCodes = [
  'INVALID_INPUT', // a call's arguments do not fit the contract, or a command's words are off
  'NOT_FOUND', // the named project, view, caption, run, encoder or file does not exist
  'ALREADY_EXISTS',
  'CANCELLED',
  'ENGINE_GONE', // the engine process ended while the call was pending
  'PROTOCOL_MISMATCH', // both ends speak different versions of the frames
  'PROJECT_LOCKED', // another process has the project open
  'PROJECT_TOO_NEW', // written by a newer Planisphere
  'PROJECT_DAMAGED', // not a project, or its database fails its integrity check
  'READ_ONLY', // the folder or file cannot be written
  'DISK_FULL',
  'BAD_FILE', // a source file is empty, truncated, of another format, or not UTF-8
  'BAD_ROW', // one row or record of a source cannot be used
  'BAD_IMAGE', // an image is missing, truncated or of an unknown kind
  'BAD_ENCODER', // an ONNX file that is not one, sides of different dimensions, tokenizer missing
  'BAD_SCORES', // NaN or infinite scores or embeddings
  'NO_EMBEDDINGS', // the encoder has no vectors for what is asked
  'NO_TRUTH', // no query of the evaluation has a positive in its gallery
  'NO_COMMON_QUERIES', // runs that are to be compared share no query
  'PROVIDER_FAILED', // an execution provider could not run
  'CONFLICT', // the state changed since it was read
  'UNSUPPORTED',
  'INTERNAL'
] as const

export type ErrorCode = (typeof errorCodes)[number]
