import type { AdminClient } from '../admin/admin-client.ts';
import { noisePicture } from '../memory/noise-picture.ts';

/** Where visitors go. */
export interface Place {
  readonly url: string;
  readonly key: string;
  readonly owner: AdminClient;
}

/** Counts what was asked and how it was answered. */
export class Tally {
  readonly outcomes = new Map<string, number>();
  /** Ids of requests for models that were answered whole. */
  readonly answered: string[] = [];
  /** What was expected otherwise. */
  readonly surprises: string[] = [];

  count(what: string): void {
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1);
  }
}

type Visit = (place: Place, tally: Tally) => Promise<void>;

const JSON_TYPE = { 'content-type': 'application/json' };

interface Asking {
  readonly body?: FormData | string | object;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly method?: string;
}

function send({ url, key }: Place, path: string, asking: Asking = {}): Promise<Response> {
  const { body, headers, signal, method = body === undefined ? 'GET' : 'POST' } = asking;
  const isJson = body !== undefined && !(body instanceof FormData) && typeof body !== 'string';
  return fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(isJson && JSON_TYPE), ...headers },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as FormData | string) }),
    ...(signal && { signal }),
  });
}

/** A request for a model that is to be answered so. */
const asks =
  (name: string, path: string, asking: () => Asking, expected: readonly number[] = [200]): Visit =>
  async (place, tally) => {
    const response = await send(place, path, asking());
    const text = await response.text();
    tally.count(`${name} ${response.status}`);
    if (!expected.includes(response.status))
      tally.surprises.push(`${name}: ${response.status} ${text.slice(0, 200)}`);
    else if (response.status === 200) tally.answered.push(response.headers.get('ah-request-id') ?? '');
  };

const messages = [{ role: 'user', content: 'Good morning' }];
const chat = (more: object = {}) => ({ body: { model: 'gpt-5-mini', messages, ...more } });
const picture = (more: object = {}) => ({
  model: 'gpt-image-2',
  prompt: 'A kite',
  size: '1024x1024',
  ...more,
});
const original = new Blob([new Uint8Array(await noisePicture(512, 512))], { type: 'image/png' });

function editForm(): FormData {
  const form = new FormData();
  form.set('model', 'gpt-image-2');
  form.set('prompt', 'Fly it higher');
  form.set('image', original, 'kite.png');
  return form;
}

/** Leaves in the middle. */
const leaves =
  (name: string, path: string, body: object): Visit =>
  async (place, tally) => {
    const signal = AbortSignal.timeout(Math.ceil(Math.random() * 80));
    const ended = await send(place, path, { body, signal }).then(
      (response) =>
        response.text().then(
          () => 'stayed',
          () => 'left',
        ),
      () => 'left',
    );
    tally.count(`${name} ${ended}`);
  };

const job: Visit = async (place, tally) => {
  const started = await send(place, '/v1/images/generations', { body: picture({ async: true }) });
  const { id, request_id } = (await started.json()) as { id: string; request_id: string };
  for (let look = 0; look < 600; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const view = (await (await send(place, `/v1/jobs/${id}`)).json()) as { status: string };
    if (view.status === 'queued' || view.status === 'running') continue;
    tally.count(`job ${view.status}`);
    if (view.status === 'completed') tally.answered.push(request_id);
    else tally.surprises.push(`job: ${JSON.stringify(view)}`);
    return;
  }
  tally.surprises.push(`job ${id} did not end`);
};

const SINCE = Date.now() - 3_600_000;
const PAGES = [
  'requests',
  'images',
  `usage?since=${SINCE}&until=${SINCE + 86_400_000}`,
  `dashboard?since=${SINCE}&until=${SINCE + 86_400_000}`,
  'traces',
  'keys',
];
let page = 0;
const reads: Visit = async ({ owner }, tally) => {
  const path = `/projects/default/${PAGES[page++ % PAGES.length]}`;
  const { status, body } = await owner.get(path);
  tally.count(`admin ${status}`);
  if (status !== 200) tally.surprises.push(`${path}: ${status} ${JSON.stringify(body)}`);
};

const fetched: Visit = async (place, tally) => {
  const id = tally.answered.at(-1);
  for (const path of ['/v1/models', '/metrics', `/v1/requests/${id}`]) {
    const response = await send(place, path);
    await response.arrayBuffer();
    tally.count(`${path.replace(/req_.*/, '{id}')} ${response.status}`);
  }
};

const anthropic = { model: 'gpt-5-mini', max_tokens: 100, messages };
const drawn = { model: 'gpt-image-2', modalities: ['image'], messages };
const FAILED = [400, 500, 502, 503, 504];

/** How often out of all, and what. */
const VISITS: readonly (readonly [weight: number, visit: Visit])[] = [
  [20, asks('chat', '/v1/chat/completions', () => chat())],
  [15, asks('chat stream', '/v1/chat/completions', () => chat({ stream: true }))],
  [10, asks('chat converted', '/v1/messages', () => ({ body: { ...anthropic, stream: true } }))],
  [6, asks('responses', '/v1/responses', () => ({ body: { model: 'gpt-5-mini', input: 'Good morning' } }))],
  [10, asks('picture', '/v1/images/generations', () => ({ body: picture() }))],
  [
    3,
    asks('picture edited', '/v1/images/generations', () => ({
      body: picture({ output_format: 'webp', size: '300x300' }),
    })),
  ],
  [
    5,
    asks('picture stream', '/v1/images/generations', () => ({
      body: picture({ stream: true, partial_images: 1 }),
    })),
  ],
  [5, asks('picture in chat', '/v1/chat/completions', () => ({ body: drawn }))],
  [5, asks('edit', '/v1/images/edits', () => ({ body: editForm() }))],
  [
    3,
    asks('keyed', '/v1/images/generations', () => ({
      body: picture(),
      headers: { 'idempotency-key': `k${Math.floor(Math.random() * 1e9)}` },
    })),
  ],
  [4, job],
  [5, leaves('chat stream, leaving', '/v1/chat/completions', chat({ stream: true }).body)],
  [4, leaves('picture, leaving', '/v1/images/generations', picture())],
  [
    4,
    asks(
      'upstream fails',
      '/v1/chat/completions',
      () => ({ body: { model: 'gpt-5-nano', messages } }),
      FAILED,
    ),
  ],
  [3, asks('malformed', '/v1/chat/completions', () => ({ body: '{"model":', headers: JSON_TYPE }), [400])],
  [2, asks('no such model', '/v1/chat/completions', () => ({ body: { model: 'none', messages } }), [404])],
  [
    2,
    asks(
      'no key',
      '/v1/chat/completions',
      () => ({ ...chat(), headers: { authorization: 'Bearer ah-wrong' } }),
      [401],
    ),
  ],
  [5, reads],
  [4, fetched],
];
const WEIGHED = VISITS.flatMap(([weight, visit]) => Array.from({ length: weight }, () => visit));

/** Does one thing, as likely as it is weighty. A connection that breaks is a surprise. */
export async function visit(place: Place, tally: Tally): Promise<void> {
  const does = WEIGHED[Math.floor(Math.random() * WEIGHED.length)] ?? reads;
  try {
    await does(place, tally);
  } catch (error) {
    tally.surprises.push(String((error as Error).cause ?? error));
  }
}
