import type { Names } from './names.ts';

/** The files of a provider that draws through an API like OpenAI's, to be made into the real one: path → text. */
export const filesOf = (names: Names): { readonly [path: string]: string } => ({
  [`src/providers/${names.id}/index.ts`]: index(names),
  [`src/providers/${names.id}/models.ts`]: models(names),
  [`src/providers/${names.id}/images.ts`]: images(names),
  [`src/providers/${names.id}/errors.ts`]: errors(names),
  [`src/providers/${names.id}/images.test.ts`]: test(names),
  [`test/upstreams/${names.id}.ts`]: fake(names),
});

const index = ({
  id,
  camel,
  title,
  upper,
}: Names): string => `import type { Provider } from '../../contract/provider.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** TODO: what it is, in a line. */
export const ${camel}: Provider = {
  id: '${id}',
  title: '${title}',
  docs: 'https://docs.example.com',
  baseUrl: 'https://api.example.com/v1',
  envKey: '${upper}_API_KEY',
  image: images,
  authorize: (secret) => ({ authorization: \`Bearer \${secret}\` }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
`;

const models = ({
  id,
}: Names): string => `import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

/** TODO: what the models take. The planner sends nothing else, and does or explains the rest itself. */
const PICTURES: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: { kind: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] },
  maxCount: 4,
  format: { native: ['png', 'jpeg'], compression: false },
  seed: true,
  inputs: { max: 4, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'] },
};

/** TODO: the catalogue, newest first. */
export const MODELS: readonly ModelCard[] = [{ id: '${id}-1', title: 'TODO', image: PICTURES }];

/** What is known about any id; the last resort is the safest card. */
export const cardOf = (id: string): ModelCard =>
  MODELS.find((card) => card.id === id) ?? { id, image: PICTURES };
`;

const images = ({ id }: Names): string => `import { pictureCall } from '../openai-compatible/picture-call.ts';
import { dataUrl } from '../openai-compatible/pictures.ts';
import { decodeError } from './errors.ts';

/**
 * TODO: as the API wants it. One that submits and polls is a Procedure instead: see ../bfl/images.ts and contract/polling.ts.
 * Facts that surprise stand beside the code: quirk(${id}): … — source, seen YYYY-MM
 */
export const images = pictureCall({
  fields: ({ order, inputs }) => ({
    n: order.count,
    size: order.size && \`\${order.size.width}x\${order.size.height}\`,
    output_format: order.format,
    seed: order.seed,
    ...(inputs.length > 0 && { images: inputs.map(dataUrl) }),
  }),
  decodeError,
});
`;

const errors = (
  _names: Names,
): string => `import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** A failed call. TODO: teach it the provider's own codes; the common ones it knows. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

const classify = ({ code }: Failure): ErrorCode | undefined =>
  code === 'prompt_refused' ? 'content_policy' : undefined;
`;

const test = ({
  id,
  camel,
  pascal,
}: Names): string => `import { providerContract } from '../../../test/contract/provider-contract.ts';
import { start${pascal} } from '../../../test/upstreams/${id}.ts';
import { ${camel} } from './index.ts';

const size = { width: 1024, height: 1024 };
const carriedSize = { at: 'size', is: '1024x1024' };

providerContract(${camel}, {
  start: start${pascal},
  basePath: '/v1',
  key: '${id}-test',
  image: {
    model: '${id}-1',
    generate: {
      order: { count: 2, size, format: 'png', seed: 7 },
      carried: {
        count: { at: 'n', is: 2 },
        size: carriedSize,
        format: { at: 'output_format', is: 'png' },
        seed: { at: 'seed', is: 7 },
      },
    },
    edit: { order: { count: 1, size }, carried: { size: carriedSize } },
    empty: { json: { data: [] } },
  },
  rateLimited: {
    status: 429,
    headers: { 'retry-after': '2' },
    json: { error: { message: 'Too fast.', type: 'rate_limit_error' } },
  },
  unknownModel: '${id}-99',
  skip: { 'image: streams': 'TODO: say why, or stream' },
});
`;

const fake = ({
  id,
  pascal,
  title,
}: Names): string => `import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = '${id}-test';
const FIELDS = ['model', 'prompt', 'n', 'size', 'output_format', 'seed', 'images'];

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly n?: number;
  readonly size?: string;
  readonly output_format?: string;
  readonly images?: readonly string[];
}

const refuse = (status: number, code: string, message: string) =>
  new Refusal(status, { error: { code, message } });

/** ${title} under \`/v1\`. TODO: refuse what the real one refuses, in its words. */
export const start${pascal} = (): Promise<Fake> => startFake(refusing(answer));

async function answer(call: FakeCall): Promise<FakeReply> {
  if (call.headers.authorization !== \`Bearer \${KEY}\`) throw refuse(401, 'invalid_api_key', 'Invalid key.');
  const body = (call.json ?? {}) as Body;
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown) throw refuse(400, 'unknown_field', \`Unknown field \${unknown}\`);
  if (body.model !== '${id}-1') throw refuse(404, 'model_not_found', 'No such model.');
  const { prompt = '', n = 1, size = '1024x1024', output_format = 'png', images = [] } = body;
  if (/forbidden/i.test(prompt)) throw refuse(400, 'prompt_refused', 'The prompt was refused.');
  const [width = 0, height = 0] = size.split('x').map(Number);
  const [source] = images.map((url) => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  if (source) await inspectPicture(source);
  const format = output_format === 'jpeg' ? 'jpeg' : 'png';
  const data = await Promise.all(
    Array.from({ length: n }, async (_, at) => {
      const label = \`\${prompt}\${at}\`;
      const bytes = await makePicture({ width, height, format, label, ...(source && { from: source }) });
      return { b64_json: bytes.toString('base64') };
    }),
  );
  return { json: { data } };
}
`;
