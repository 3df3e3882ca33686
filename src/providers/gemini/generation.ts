/** Gemini 3 and later. Ids are many and new ones come all the time: what is not known as old counts as new. */
export const isThird = (model: string): boolean =>
  !/gemini-[12](\.|-|$)|^gemini-pro(-vision)?$|gemma|^nano-banana(-preview)?$/.test(model);
