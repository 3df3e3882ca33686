import { move, transferableSymbol, valueSymbol } from 'piscina';
import { GatewayError } from '../contract/error.ts';
import { applyEdits } from './edit/apply.ts';
import { makeMask } from './edit/mask.ts';
import { open, shownSize } from './edit/open.ts';
import { render } from './edit/render.ts';
import type { DecodeTask, Failure, Inspected, InspectTask, Limits, Task } from './edit/task.ts';

/** Runs in a worker thread: one task, one answer. Failures are answers, because errors lose their class on the way. */
export default async function run({ task, limits }: { task: Task; limits: Limits }): Promise<unknown> {
  try {
    return handOver(await perform(task, limits));
  } catch (error) {
    return explain(error);
  }
}

function perform(task: Task, limits: Limits): Promise<object> {
  switch (task.task) {
    case 'edit':
      return applyEdits(task, limits);
    case 'inspect':
      return inspect(task, limits);
    case 'decode':
      return decode(task, limits);
    case 'render':
      return render(task, limits);
    case 'mask':
      return makeMask(task, limits);
  }
}

async function inspect({ source }: InspectTask, limits: Limits): Promise<Inspected> {
  const image = open(source, limits);
  const { format, hasAlpha, compression } = await image.metadata();
  // AVIF and HEIC are one container to libvips; only AVIF can be decoded.
  const name = format === 'heif' && compression === 'av1' ? 'avif' : format;
  return { ...(await shownSize(image)), format: name, hasAlpha };
}

async function decode({ source }: DecodeTask, limits: Limits): Promise<object> {
  await open(source, limits, { failOn: 'truncated' }).stats();
  return {};
}

/** Bytes change hands. Those that sharp made cannot: a copy does. */
function handOver(result: object): object {
  const owned = Object.entries(result).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? Uint8Array.from(value) : value,
  ]);
  const buffers = owned.flatMap(([, value]) => (value instanceof Uint8Array ? [value.buffer] : []));
  return move({ [transferableSymbol]: buffers, [valueSymbol]: Object.fromEntries(owned) } as never);
}

const OVER_LIMIT = /pixel limit|dimensions? (exceed|too large)/i;

function explain(error: unknown): Failure {
  const internal = error instanceof Error ? error.message : String(error);
  if (error instanceof GatewayError) {
    return { failure: { code: error.code, message: error.message, internal } };
  }
  if (OVER_LIMIT.test(internal)) {
    return { failure: { code: 'too_large', message: 'The picture has too many pixels.', internal } };
  }
  const message = 'The picture is damaged or in a form that cannot be read.';
  return { failure: { code: 'invalid_request', message, internal } };
}
