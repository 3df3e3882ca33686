/**
 * Under which name a browser saves the answer. What a header or a file system may not bear (names of projects come from addresses)
 * is left out.
 */
export const disposition = (kind: 'attachment' | 'inline', name: string) => ({
  'content-disposition': `${kind}; filename="${name.replaceAll(/[^\w.-]/g, '')}"`,
});
