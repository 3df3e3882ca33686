/** Passes bytes on and throws once there are more than `most`. */
export async function* limitBytes(
  source: AsyncIterable<Uint8Array>,
  most: number,
  tooLarge: () => Error,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > most) throw tooLarge();
    yield chunk;
  }
}
