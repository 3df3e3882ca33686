import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = 'proxy-key';

interface Wish {
  readonly prompt: string;
  readonly n: number;
  readonly size: string;
  readonly format: string;
  readonly from?: Buffer;
}

const invalid = (error: string) => new Refusal(400, { error });

/** sd-server's OpenAI routes under `/v1`, behind a proxy with the key `proxy-key`. It looks at no field it does not know. */
export const startStableDiffusionCpp = (): Promise<Fake> => startFake(refusing(answer));

async function answer(call: FakeCall): Promise<FakeReply> {
  if (call.headers.authorization !== `Bearer ${KEY}`) throw new Refusal(401, { error: 'Unauthorized' });
  if (call.path === '/v1/images/generations') return draw(readJson(call), ['png', 'jpeg', 'webp']);
  if (call.path === '/v1/images/edits') return draw(await readForm(call), ['png', 'jpeg']);
  throw new Refusal(404, {});
}

function readJson({ json }: FakeCall): Wish {
  const { prompt = '', n = 1, size = '', output_format = 'png' } = json as Record<string, string>;
  return { prompt, n: Number(n), size, format: output_format };
}

async function readForm({ form }: FakeCall): Promise<Wish> {
  const value = (name: string) => form.find((part) => part.name === name)?.data.toString() ?? '';
  const [image] = form.filter(({ name }) => name === 'image[]' || name === 'image');
  if (!image) throw invalid('at least one image[] required');
  await inspectPicture(image.data);
  const format = value('output_format') || 'png';
  return {
    prompt: value('prompt'),
    n: Number(value('n') || 1),
    size: value('size'),
    format,
    from: image.data,
  };
}

async function draw({ prompt, n, size, format, from }: Wish, formats: readonly string[]): Promise<FakeReply> {
  if (prompt === '') throw invalid('prompt required');
  if (!formats.includes(format)) throw invalid('invalid output_format');
  const [, block = '{}'] = /<sd_cpp_extra_args>(.*?)<\/sd_cpp_extra_args>/.exec(prompt) ?? [];
  const args = parse(block);
  const [width = 512, height = 512] = (size || '512x512').split('x').map(Number);
  const data = await Promise.all(
    Array.from({ length: n }, async (_, at) => {
      const label = `${prompt}${args.seed ?? ''}${at}`;
      const options = { width, height, format: format as 'png' | 'jpeg' | 'webp', label };
      const bytes = await makePicture({ ...options, ...(from && { from }) });
      return { b64_json: bytes.toString('base64') };
    }),
  );
  return { json: { created: 1_795_400_000, output_format: format, data } };
}

function parse(block: string): { readonly seed?: number } {
  try {
    return JSON.parse(block) as { readonly seed?: number };
  } catch {
    throw invalid('invalid sd_cpp_extra_args');
  }
}
