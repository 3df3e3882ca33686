/** A picture in the browser: bytes with a URL to show them by. */
export interface Picture {
  readonly blob: Blob;
  /** `blob:…` */
  readonly url: string;
}

export const pictureOf = (blob: Blob): Picture => ({ blob, url: URL.createObjectURL(blob) });

/** @param format as `png` */
export function fromBase64(text: string, format: string): Picture {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return pictureOf(new Blob([bytes], { type: `image/${format}` }));
}

export const toDataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
