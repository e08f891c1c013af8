/** What is measured of a satellite view, and what a caption's text is matched with: the three of the paper. */
export const signatureKinds = ['colour', 'structure', 'texture'] as const
