import { SseLines } from '../wire/sse-lines.ts';
import { nextTurn } from './json-skim.ts';

const BYTES_A_TURN = 262_144;

/** Server-sent events as a JSON array: each its `data`, as JSON where it is JSON, and its `event` where it has a name. */
export async function eventsAsJson(text: Buffer): Promise<Buffer> {
  const lines = new SseLines();
  const parts: Uint8Array[] = [];
  let data: Buffer[] = [];
  let name = '';
  const end = (): void => {
    if (data.length > 0)
      parts.push(Buffer.from(parts.length === 0 ? '' : ','), ...eventOf(name, Buffer.concat(data)));
    data = [];
    name = '';
  };
  for (let at = 0; at < text.length; at += BYTES_A_TURN) {
    for (const token of lines.push(text.subarray(at, at + BYTES_A_TURN))) {
      if (token.kind === 'dispatch') end();
      else if (token.kind === 'event') name = token.name;
      else if (token.begins && data.length > 0) data.push(Buffer.from('\n'), token.bytes);
      else data.push(token.bytes);
    }
    await nextTurn();
  }
  end();
  return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]);
}

function eventOf(name: string, data: Buffer): Uint8Array[] {
  const head = name === '' ? '{"data":' : `{"event":${JSON.stringify(name)},"data":`;
  return [
    Buffer.from(head),
    isJson(data) ? data : Buffer.from(JSON.stringify(data.toString())),
    Buffer.from('}'),
  ];
}

function isJson(data: Buffer): boolean {
  try {
    JSON.parse(data.toString());
    return true;
  } catch {
    return false;
  }
}
