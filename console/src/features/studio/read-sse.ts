/** The data of each server-sent event, as parsed JSON. Comments (keep-alives) are passed over. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<Record<string, unknown>> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  // A picture is one line of megabytes: pieces are joined once its event is whole, not at every arrival.
  let pieces: string[] = [];
  let lineEnd = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    let rest = lineEnd + decoder.decode(value, { stream: true });
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const data = dataOf([...pieces, rest.slice(0, end)].join(''));
      pieces = [];
      rest = rest.slice(end + 2);
      if (data !== undefined) yield data;
    }
    // The blank line may be cut in two between arrivals.
    lineEnd = rest.endsWith('\n') ? '\n' : '';
    pieces.push(lineEnd === '' ? rest : rest.slice(0, -1));
  }
}

function dataOf(event: string): Record<string, unknown> | undefined {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  const text = lines.map((line) => line.slice(5).trimStart()).join('\n');
  if (text === '' || text === '[DONE]') return undefined;
  return JSON.parse(text) as Record<string, unknown>;
}
