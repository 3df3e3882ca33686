/** A string of a structured field (RFC 9651), which holds printable ASCII only. */
export const structuredString = (text: string): string =>
  `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, (character) => `\\${character}`)}"`;
