/** The version of every package of the family. */
export const VERSION = '0.1.0'
