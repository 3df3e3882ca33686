import sharp from 'sharp';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';

const KEY = 'user:secret-password';
const CHECKPOINTS = ['dreamer_v8.safetensors [879db523c3]', 'sdxl_base.safetensors [31e35c80fc]'];
const FIELDS = [
  ...['prompt', 'negative_prompt', 'width', 'height', 'batch_size', 'seed', 'steps', 'cfg_scale'],
  ...['sampler_name', 'scheduler', 'override_settings', 'override_settings_restore_afterwards'],
];
const EDIT_FIELDS = [
  'init_images',
  'mask',
  'inpainting_mask_invert',
  'inpainting_fill',
  'denoising_strength',
];

interface Body {
  readonly prompt?: string;
  readonly width?: number;
  readonly height?: number;
  readonly batch_size?: number;
  readonly seed?: number;
  readonly override_settings?: { readonly sd_model_checkpoint?: string };
  readonly init_images?: readonly string[];
  readonly mask?: string;
  readonly inpainting_mask_invert?: number;
  readonly [field: string]: unknown;
}

const invalid = (field: string, msg: string) =>
  new Refusal(422, { detail: [{ loc: ['body', field], msg, type: 'value_error' }] });

/** The web UI with `--api --api-auth user:secret-password`; a checkpoint it does not know is ignored, as there. */
export const startAutomatic1111 = (): Promise<Fake> => startFake(refusing(answer));

async function answer(call: FakeCall): Promise<FakeReply> {
  const expected = `Basic ${Buffer.from(KEY).toString('base64')}`;
  if (call.headers.authorization !== expected)
    throw new Refusal(401, { detail: 'Incorrect username or password' });
  if (call.path === '/sdapi/v1/sd-models') {
    return {
      json: CHECKPOINTS.map((title) => ({ title, model_name: title.replace(/\.safetensors.*/, '') })),
    };
  }
  const edits = call.path === '/sdapi/v1/img2img';
  if (!edits && call.path !== '/sdapi/v1/txt2img') throw new Refusal(404, { detail: 'Not Found' });
  const body = (call.json ?? {}) as Body;
  checkFields(body, edits ? [...FIELDS, ...EDIT_FIELDS] : FIELDS);
  const { width = 512, height = 512, batch_size = 1 } = body;
  const source = body.init_images?.[0];
  if (edits && source === undefined) throw new Refusal(404, { detail: 'Init image not found' });
  const from = source === undefined ? undefined : Buffer.from(source, 'base64');
  if (from) await inspectPicture(from);
  const images = await Promise.all(
    Array.from({ length: batch_size }, async (_, at) => {
      const label = `${body.prompt}${body.seed ?? ''}${at}`;
      const drawn = await makePicture({ width, height, format: 'png', label, ...(from && { from }) });
      const whole = from && body.mask !== undefined ? await inside(from, drawn, body) : drawn;
      return whole.toString('base64');
    }),
  );
  return { json: { images, parameters: {}, info: JSON.stringify({ seed: body.seed ?? 1 }) } };
}

function checkFields(body: Body, allowed: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !allowed.includes(name));
  if (unknown) throw invalid(unknown, 'extra fields not permitted');
  for (const edge of [body.width, body.height])
    if (edge !== undefined && edge % 8 !== 0) throw invalid('width', 'must be a multiple of 8');
}

/** The original with what was drawn where the mask, after its inversion, is opaque. */
async function inside(original: Buffer, drawn: Buffer, body: Body): Promise<Buffer> {
  const { width, height } = await inspectPicture(drawn);
  const pixels = (bytes: Buffer) =>
    sharp(bytes).resize(width, height, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  const mask = await pixels(Buffer.from(body.mask ?? '', 'base64'));
  const [before, after] = [await pixels(original), await pixels(drawn)];
  for (let at = 0; at < before.length; at += 4) {
    const opaque = (mask[at + 3] ?? 0) > 128;
    if (opaque !== Boolean(body.inpainting_mask_invert)) after.copy(before, at, at, at + 4);
  }
  return sharp(before, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}
