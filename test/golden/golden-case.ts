import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { toDataUrl } from '../gateway/read-chat.ts';
import { makePicture } from '../upstreams/picture.ts';

/** What a provider must be able to do to be asked a case; `draw-or-refuse`: those that cannot draw are asked all the same. */
export type Ability = 'talk' | 'call' | 'draw' | 'draw-or-refuse' | 'speak';

export type Way = 'whole' | 'streamed';

/** A client request as it stands in a case file. */
export interface GoldenCase {
  readonly dialect: string;
  readonly name: string;
  /** With `{model}` where the format names the model in the path. */
  readonly path: string;
  readonly needs: Ability;
  readonly headers?: Readonly<Record<string, string>>;
  /** `{model}` and `{photo}`, `{mask}`, `{photo:base64}` … stand for what is filled in. */
  readonly json?: object;
  /** Multipart: files are named like placeholders. */
  readonly form?: Readonly<Record<string, string>>;
  /** Default: it is asked both ways. */
  readonly only?: Way;
  /** Further members of the body where a stream is asked for. */
  readonly streamed?: object;
  /** The upstream's answer ends halfway. */
  readonly breaksOff?: boolean;
}

/** What every format must be tried with, against every provider. */
export const CASES = [
  ...['text', 'vision', 'tools', 'tool-picture', 'reasoning', 'schema'],
  ...['draw', 'edit', 'refusal', 'truncated'],
] as const;
export const CHAT_DIALECTS = ['openai-chat', 'openai-responses', 'anthropic', 'gemini'] as const;

const PICTURES: Readonly<Record<string, Buffer>> = {
  photo: await makePicture({ width: 192, height: 128, format: 'png', label: 'photo' }),
  mask: await makePicture({ width: 192, height: 128, format: 'png', label: 'mask', alpha: true }),
};

const FOLDER = new URL('.', import.meta.url);

/** Every `<dialect>/<case>.json` beside this file. */
export async function readCases(): Promise<GoldenCase[]> {
  const files = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const [dialect = ''] = file.split('/');
      const read = JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')) as GoldenCase;
      return { ...read, dialect, name: basename(file, '.json') };
    }),
  );
}

/** One request of a case, ready to be sent. */
export interface GoldenRequest {
  readonly way: Way;
  readonly path: string;
  /** Of the body, where fetch does not know it. */
  readonly type?: string;
  readonly body: string | FormData;
  /** What tells it from the request for a whole answer. */
  readonly more: object;
}

export function requestsOf(golden: GoldenCase, model: string): GoldenRequest[] {
  const ways: readonly Way[] = golden.only ? [golden.only] : ['whole', 'streamed'];
  return ways.map((way) => ({ way, ...request(golden, model, way === 'streamed') }));
}

function request({ dialect, path: given, json, form, streamed }: GoldenCase, model: string, stream: boolean) {
  const path = given.replace('{model}', model);
  const isNamedByPath = dialect === 'gemini';
  const more = stream
    ? { ...(!isNamedByPath && { stream: true }), ...(filled(streamed, model) as object) }
    : {};
  return {
    path: stream && isNamedByPath ? path.replace(':generateContent', ':streamGenerateContent?alt=sse') : path,
    more,
    ...(form ? { body: formOf({ ...form, ...more }, model) } : jsonOf({ ...json, ...more }, model)),
  };
}

const jsonOf = (json: object, model: string) => ({
  type: 'application/json',
  body: JSON.stringify(filled(json, model)),
});

function formOf(form: Readonly<Record<string, unknown>>, model: string): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(form)) {
    const text = String(value);
    const picture = PICTURES[text.slice(1, -1)];
    if (picture) body.append(name, new Blob([new Uint8Array(picture)], { type: 'image/png' }), `${name}.png`);
    else body.append(name, text.replace('{model}', model));
  }
  return body;
}

function filled(value: unknown, model: string): unknown {
  if (typeof value === 'string') return fill(value, model);
  if (Array.isArray(value)) return value.map((each) => filled(each, model));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, model)]));
}

const fill = (text: string, model: string): string =>
  text.replaceAll('{model}', model).replace(/\{(\w+)(:base64)?\}/g, (whole, name: string, bare?: string) => {
    const picture = PICTURES[name];
    if (!picture) return whole;
    return bare ? picture.toString('base64') : toDataUrl(picture);
  });
