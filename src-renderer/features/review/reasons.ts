/** Why a caption is rejected, in the order of the keys 1 to 9. The words stand in messages.ts under `reasons`. */
export const rejectReasons = ['wrong-place', 'wrong-layout', 'wrong-object', 'wrong-colour', 'invented-sign', 'too-vague', 'leaks-answer', 'bad-image', 'language'] as const
export type RejectReason = (typeof rejectReasons)[number]
