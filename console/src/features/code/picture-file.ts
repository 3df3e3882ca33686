import type { PictureFile } from './code-dialog.tsx';

/** @param name without its ending, as `input-1` */
export const pictureFile = (
  { blob, url }: { readonly blob: Blob; readonly url: string },
  name: string,
): PictureFile => ({
  name: `${name}.${blob.type.replace('image/', '').replace(/\W.*/, '') || 'png'}`,
  type: blob.type || 'image/png',
  url,
});
