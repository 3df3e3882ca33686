import { Failure } from '@/api/failure.ts';
import { callModel } from '@/api/playground-key.ts';
import { fromBase64, type Picture, toDataUrl } from './picture.ts';
import { readSse } from './read-sse.ts';
import { parametersOf, type Wishes } from './wishes.ts';

export interface Warning {
  readonly kind: string;
  readonly field: string;
  readonly detail: string;
}

/** What a run has shown so far. */
export interface Progress {
  readonly preview?: Picture;
  readonly pictures: readonly Picture[];
  readonly warnings: readonly Warning[];
  /** US dollars; null: unknown. */
  readonly cost: number | null;
}

export interface DrawRequest {
  readonly project: string;
  readonly model: string;
  readonly wishes: Wishes;
  readonly references: readonly Picture[];
  /** Transparent where it may be drawn. */
  readonly mask?: Picture;
  /** The key it is called with; absent: one of the browser's own. */
  readonly gatewayKey?: string | undefined;
}

const NOTHING: Progress = { pictures: [], warnings: [], cost: null };

/** The request as it goes out: to edit where there are pictures to start from, to generate otherwise. */
export async function requestOf({ model, wishes, references, mask }: Omit<DrawRequest, 'project'>) {
  const body: Record<string, unknown> = { model, prompt: wishes.prompt, ...parametersOf(wishes) };
  const previews = Number(wishes.partial_images);
  body.stream = true;
  if (previews > 0) body.partial_images = previews;
  if (references.length === 0) return { path: '/v1/images/generations', body };
  body.images = await Promise.all(references.map(async ({ blob }) => ({ image_url: await toDataUrl(blob) })));
  if (mask) body.mask = { image_url: await toDataUrl(mask.blob) };
  return { path: '/v1/images/edits', body };
}

/**
 * Runs a request and tells what comes, previews included.
 * @throws Failure, also where the stream itself reports one
 */
export async function* draw(request: DrawRequest, signal: AbortSignal): AsyncGenerator<Progress> {
  const { path, body } = await requestOf(request);
  const response = await callModel(request, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    throw Failure.ofNetwork(error);
  });
  if (!response.ok || !response.body) throw await Failure.ofResponse(response);
  let progress = NOTHING;
  for await (const event of readSse(response.body)) {
    progress = after(progress, event);
    yield progress;
  }
  if (progress.pictures.length === 0)
    throw new Failure('The stream ended without a picture.', { status: 502 });
}

function after(progress: Progress, event: Record<string, unknown>): Progress {
  const type = String(event.type);
  const format = String(event.output_format ?? 'png');
  if (type === 'error') throw failureOf(event.error);
  if (type.endsWith('.partial_image'))
    return { ...progress, preview: fromBase64(String(event.b64_json), format) };
  if (!type.endsWith('.completed')) return progress;
  const told = (event.axonhub ?? {}) as { warnings?: readonly Warning[]; cost?: { usd?: number } };
  return {
    pictures: [...progress.pictures, fromBase64(String(event.b64_json), format)],
    warnings: merged(progress.warnings, told.warnings ?? []),
    cost: told.cost?.usd ?? progress.cost,
  };
}

const merged = (known: readonly Warning[], news: readonly Warning[]): readonly Warning[] => [
  ...known,
  ...news.filter(
    ({ field, detail }) => !known.some((each) => each.field === field && each.detail === detail),
  ),
];

function failureOf(error: unknown): Failure {
  const { message, code } = (error ?? {}) as { message?: string; code?: string };
  return new Failure(message ?? 'The provider failed.', { status: 502, ...(code !== undefined && { code }) });
}
