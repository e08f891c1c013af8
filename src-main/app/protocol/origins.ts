/** Where the page comes from. */
export const studioOrigin = 'app://studio'
