import fc from 'fast-check';
import type { Sent } from './seeds.ts';

type Mutation = (sent: Sent) => Sent;

const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  '\ud800',
  'null',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '[object Object]',
  'data:image/png;base64,',
  'data:image/png;base64,iVBORw0KGgo=',
  'data:,x',
  'http://127.0.0.1/',
  'https://[::1]:1/x.png',
  'file:///etc/passwd',
  '1e999',
  '64x64',
  '0x0',
  '99999x99999',
  'demo-chat',
  'demo-image',
  '\u2028',
  'x'.repeat(70_000),
];
const ODD_VALUES: readonly unknown[] = [
  ...ODD_TEXTS,
  ...[null, true, false, 0, -1, 0.5, 1e21, -1e308, 2 ** 53, [], {}, [[]], [null], { type: 'text' }],
  ...[{ type: 'image_url', image_url: {} }, { role: 'user' }, { $ref: '#' }, ['a', 'b'], { url: 7 }],
];
const ODD_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  '',
  'a.b',
  '\0',
  'type',
  'stream',
  'n',
  'size',
  'tools',
];

const oddValue = () => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ODD_VALUES) }, fc.jsonValue());
const pick = () => fc.nat({ max: 1_000_000 });

/** Every place of a tree, as its owner and the name there. */
function places(tree: unknown): (readonly [owner: Record<string, unknown>, name: string])[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const owner = tree as Record<string, unknown>;
  return Object.keys(owner).flatMap((name) => [[owner, name] as const, ...places(owner[name])]);
}

/** Own members whatever they are called. */
const put = (owner: object, name: string, value: unknown): void =>
  void Object.defineProperty(owner, name, { value, enumerable: true, writable: true, configurable: true });

/** Changes the tree of a JSON body; other bodies stay as they are. */
const inTree =
  (
    change: (owner: Record<string, unknown>, name: string, all: ReturnType<typeof places>) => void,
    at: number,
  ): Mutation =>
  (sent) => {
    let tree: unknown;
    try {
      tree = JSON.parse(sent.body?.toString() ?? '');
    } catch {
      return sent;
    }
    const all = places(tree);
    const place = all[at % Math.max(all.length, 1)];
    if (!place) return sent;
    change(...place, all);
    return { ...sent, body: Buffer.from(JSON.stringify(tree)) };
  };

const treeMutation = (): fc.Arbitrary<Mutation> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(pick(), oddValue())
        .map(([at, value]) => inTree((owner, name) => put(owner, name, value), at)),
    },
    pick().map((at) => inTree((owner, name) => delete owner[name], at)),
    pick().map((at) => inTree((owner, name) => put(owner, name, [owner[name], owner[name]]), at)),
    pick().map((at) => inTree((owner, name) => put(owner, name, { [name]: owner[name] }), at)),
    fc
      .tuple(pick(), fc.constantFrom(...ODD_NAMES), oddValue())
      .map(([at, name, value]) =>
        inTree((owner) => void (!Array.isArray(owner) && put(owner, name, value)), at),
      ),
    // Something that means something elsewhere.
    fc.tuple(pick(), pick()).map(([at, other]) =>
      inTree((owner, name, all) => {
        const [from, its] = all[other % all.length] ?? [owner, name];
        put(owner, name, structuredClone(from[its]));
      }, at),
    ),
  );

const bytes =
  (change: (body: Buffer, at: number) => Buffer, at: number): Mutation =>
  (sent) =>
    sent.body && sent.body.length > 0 ? { ...sent, body: change(sent.body, at % sent.body.length) } : sent;

const byteMutation = (): fc.Arbitrary<Mutation> =>
  fc.oneof(
    pick().map((at) => bytes((body, place) => body.subarray(0, place), at)),
    fc
      .tuple(pick(), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, more]) =>
        bytes((body, place) => Buffer.concat([body.subarray(0, place), more, body.subarray(place)]), at),
      ),
    fc.tuple(pick(), fc.integer({ min: 1, max: 255 })).map(([at, by]) =>
      bytes((body, place) => {
        const changed = Buffer.from(body);
        changed[place] = ((changed[place] ?? 0) + by) % 256;
        return changed;
      }, at),
    ),
    fc
      .tuple(pick(), fc.integer({ min: 1, max: 200 }))
      .map(([at, length]) =>
        bytes((body, place) => Buffer.concat([body.subarray(0, place + length), body.subarray(place)]), at),
      ),
    fc
      .tuple(pick(), fc.integer({ min: 1, max: 200 }))
      .map(([at, length]) =>
        bytes((body, place) => Buffer.concat([body.subarray(0, place), body.subarray(place + length)]), at),
      ),
  );

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'content-type': [
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data',
    'multipart/form-data; boundary=""',
    '',
  ],
  'content-encoding': ['gzip', 'br', 'identity', 'x'],
  accept: ['text/event-stream', 'image/png', '*/*;q=nan', ''],
  authorization: ['Bearer', 'Bearer x', 'Basic Og==', ''],
  prefer: ['respond-async', 'wait=0', 'wait=1, respond-async', 'wait=-1', '=;,'],
  'idempotency-key': ['once', '', 'x'.repeat(300), '"quoted"'],
  'anthropic-version': ['2023-06-01', '0'],
  'anthropic-beta': ['x', 'context-1m-2025-08-07'],
  range: ['bytes=0-', 'bytes=9-1', 'bytes=-0', 'x'],
  'if-none-match': ['*', '"x"'],
  cookie: ['axonhub=;;=', '__Host-session=x'],
  origin: ['null', 'https://evil.example'],
  'x-forwarded-for': ['1.2.3.4, x', '::'],
  'x-forwarded-host': ['a b', 'evil.example:99999'],
  'ah-trace-id': ['x'.repeat(500), '\u00ff'],
  'ah-thread-id': ['', 'a'],
  'ah-channel': ['demo', 'nobody'],
  'ah-retry-unknown': ['true', 'x'],
  'ah-image-shape': ['both', 'x'],
  'last-event-id': ['7'],
  expect: ['100-continue'],
};

const headerMutation = (): fc.Arbitrary<Mutation> =>
  fc
    .constantFrom(...Object.entries(HEADERS))
    .chain(([name, values]) => fc.constantFrom(...values).map((value) => [name, value] as const))
    .map(([name, value]) => (sent) => ({ ...sent, headers: { ...sent.headers, [name]: value } }));

const ODD_PATHS = [
  '%00',
  '%2e%2e%2f',
  '%ff',
  '//',
  '/.',
  '%',
  ':',
  '*',
  '%F0%9F%AA%81',
  'x'.repeat(200),
  '?',
  '&limit=-1',
  '#',
];
const QUERIES = [
  '?limit=0',
  '?limit=1e9',
  '?cursor=e30',
  '?cursor=%00',
  '?key=x',
  '?alt=sse',
  '?alt=x',
  '?after=%ff',
  '?order=x',
  '?from=x&to=y',
  '?a[b]=c&a=d',
];

const pathMutation = (): fc.Arbitrary<Mutation> =>
  fc.oneof(
    fc.tuple(pick(), fc.constantFrom(...ODD_PATHS)).map(([at, text]) => (sent: Sent) => {
      const place = 1 + (at % sent.path.length);
      return { ...sent, path: sent.path.slice(0, place) + text + sent.path.slice(place) };
    }),
    fc
      .constantFrom(...QUERIES)
      .map((query) => (sent: Sent) => ({ ...sent, path: sent.path.split('?', 1)[0] + query })),
    fc
      .constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
      .map((method) => (sent: Sent) => ({ ...sent, method })),
  );

const mutation = (): fc.Arbitrary<Mutation> =>
  fc.oneof(
    { weight: 6, arbitrary: treeMutation() },
    { weight: 2, arbitrary: byteMutation() },
    { weight: 1, arbitrary: headerMutation() },
    { weight: 1, arbitrary: pathMutation() },
  );

/** One of the requests, changed in one to four places. */
export const mutated = (seeds: readonly Sent[]): fc.Arbitrary<Sent> =>
  fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation(), { minLength: 1, maxLength: 4 }))
    .map(([seed, mutations]) => mutations.reduce((sent, change) => change(sent), seed));
