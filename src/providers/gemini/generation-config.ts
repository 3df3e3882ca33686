import type { ImageOrder } from '../../contract/image.ts';
import type { ChatJob, Sampling, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';

interface Settings {
  readonly generationConfig: TreeObject;
  readonly safetySettings?: readonly TreeObject[];
  readonly warnings: readonly Warning[];
}

/** A picture of the largest tier costs 2,520 tokens and the thinking before it comes on top. */
const LEAST_TOKENS_WITH_PICTURE = 8192;

/** Everything of the job besides the conversation itself. */
export function encodeSettings(job: ChatJob, drawsPictures: boolean): Settings {
  const { request, order } = job;
  const length = encodeLength(request.output.maxTokens, order !== undefined);
  const seed = encodeSeed(job);
  return {
    generationConfig: {
      ...(drawsPictures && { responseModalities: modalities(job) }),
      ...(order && encodeImageConfig(order)),
      ...encodeSampling(request.sampling),
      ...length.fields,
      ...seed.fields,
    },
    ...(order?.moderation === 'low' && { safetySettings: LAX_SAFETY }),
    warnings: [...length.warnings, ...seed.warnings, ...unsupported(job)],
  };
}

function modalities({ request, order }: ChatJob): string[] {
  if (!order) return ['TEXT'];
  return request.output.image?.text === false ? ['IMAGE'] : ['TEXT', 'IMAGE'];
}

function encodeImageConfig({ aspectRatio, tier }: ImageOrder): TreeObject {
  const imageConfig = {
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(tier !== undefined && tier !== '' && { imageSize: tier }),
  };
  return Object.keys(imageConfig).length > 0 ? { imageConfig } : {};
}

function encodeSampling({ temperature, topP, topK, stop }: Sampling): TreeObject {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(stop && stop.length > 0 && { stopSequences: stop }),
  };
}

interface Fields {
  readonly fields: TreeObject;
  readonly warnings: readonly Warning[];
}

function encodeLength(maxTokens: number | undefined, picture: boolean): Fields {
  if (maxTokens === undefined) return { fields: {}, warnings: [] };
  if (!picture || maxTokens >= LEAST_TOKENS_WITH_PICTURE) {
    return { fields: { maxOutputTokens: maxTokens }, warnings: [] };
  }
  // quirk(gemini): pictures count as output; too small a limit ends in MAX_TOKENS without one — gemini-images.md §3, seen 2026-11
  const detail = `${maxTokens} tokens may be too few for a picture, so no limit was sent.`;
  return { fields: {}, warnings: [{ kind: 'ignored', field: 'max_tokens', detail }] };
}

/** quirk(gemini): `seed` is a signed 32-bit number — gemini-images.md §3, seen 2026-11 */
function encodeSeed({ request, order }: ChatJob): Fields {
  const asked = order?.seed ?? request.sampling.seed;
  if (asked === undefined) return { fields: {}, warnings: [] };
  const seed = Number(BigInt.asIntN(32, BigInt(Math.trunc(asked))));
  if (seed === asked) return { fields: { seed }, warnings: [] };
  const field = request.output.image?.fields.seed ?? 'seed';
  const detail = `Gemini takes 32-bit seeds; ${seed} was sent.`;
  return { fields: { seed }, warnings: [{ kind: 'adjusted', field, detail }] };
}

// quirk(gemini): the optional text filters are off by default today, so BLOCK_ONLY_HIGH would be stricter than saying
// nothing; the picture filters cannot be changed — Gemini API safety settings, seen 2026-11
const LAX_SAFETY: readonly TreeObject[] = [
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
].map((category) => ({ category, threshold: 'BLOCK_NONE' }));

/** What Gemini has no field for, or refuses as an unknown name. */
function unsupported({ request }: ChatJob): Warning[] {
  const { sampling, endUser, extensions } = request;
  const fields = [
    // quirk(gemini): most models answer 400 "Penalty is not enabled for this model" — Gemini API, seen 2026-11
    ...(sampling.frequencyPenalty ? ['frequency_penalty'] : []),
    ...(sampling.presencePenalty ? ['presence_penalty'] : []),
    ...(endUser === undefined ? [] : ['user']),
    ...Object.values(extensions).flatMap((extension) => Object.keys(extension)),
  ];
  return fields.map((field) => ({ kind: 'ignored', field, detail: 'Gemini has no such parameter.' }));
}
