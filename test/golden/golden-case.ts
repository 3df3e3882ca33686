import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { toDataUrl } from '../gateway/read-chat.ts';
import { makePicture } from '../upstreams/picture.ts';

/** What a provider must be able to do to answer a case. */
export type Ability = 'talk' | 'call' | 'draw';

/** A client request as it stands in a case file. */
export interface GoldenCase {
  readonly dialect: string;
  readonly name: string;
  /** With `{model}` where the format names the model in the path. */
  readonly path: string;
  readonly needs: Ability;
  readonly headers?: Readonly<Record<string, string>>;
  /** `{model}` and `{photo}`, `{mask}`, `{photo:base64}` … stand for what is filled in. */
  readonly json?: unknown;
  /** Multipart: files are named like placeholders. */
  readonly form?: Readonly<Record<string, string>>;
}

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

/** The body with model and pictures filled in. */
export function bodyOf(
  { json, form }: GoldenCase,
  model: string,
): { type?: string; body: string | FormData } {
  if (!form) return { type: 'application/json', body: JSON.stringify(filled(json, model)) };
  const body = new FormData();
  for (const [name, value] of Object.entries(form)) {
    const picture = PICTURES[value.slice(1, -1)];
    if (picture) body.append(name, new Blob([new Uint8Array(picture)], { type: 'image/png' }), `${name}.png`);
    else body.append(name, value.replace('{model}', model));
  }
  return { body };
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
