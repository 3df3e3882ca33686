import type { ImageOrder } from '../../contract/image.ts';
import type { ChatJob, ChatRequest, Sampling, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { foreignExtensions, ignoredDetail } from '../openai-compatible/body.ts';
import { encodeSound } from './sound.ts';
import { encodeFormat } from './text-format.ts';
import { encodeThinking } from './thinking.ts';

interface Settings {
  readonly generationConfig: TreeObject;
  /** Members of the request itself. */
  readonly fields: TreeObject;
  readonly warnings: readonly Warning[];
}

/** A picture of the largest tier costs 2,520 tokens and the thinking before it comes on top. */
const LEAST_TOKENS_WITH_PICTURE = 8192;

/** Everything of the job besides the conversation and its tools. */
export function encodeSettings(job: ChatJob, model: string, drawsPictures: boolean): Settings {
  const { request, order } = job;
  const length = encodeLength(request.output.maxTokens, order !== undefined);
  const seed = encodeSeed(job);
  const { thinkingConfig, warnings: thinking } = encodeThinking(request.reasoning, model, drawsPictures);
  const format = encodeFormat(request, model, drawsPictures);
  const sound = encodeSound(request, model);
  const own = ownExtensions(request);
  return {
    generationConfig: {
      ...sound.config,
      ...own.config,
      ...(drawsPictures && { responseModalities: modalities(job) }),
      ...(order && encodeImageConfig(order)),
      ...encodeSampling(request.sampling),
      ...length.fields,
      ...seed.fields,
      ...(thinkingConfig && { thinkingConfig }),
      ...format.fields,
    },
    fields: { ...(order?.moderation === 'low' && { safetySettings: LAX_SAFETY }), ...own.fields },
    warnings: [
      ...length.warnings,
      ...seed.warnings,
      ...thinking,
      ...format.warnings,
      ...sound.warnings,
      ...unsupported(job),
    ],
  };
}

const PREFIX = 'generationConfig.';

/** What came in Gemini's own format and only Gemini knows; members of objects stand under their paths. */
function ownExtensions({ extensions }: ChatRequest): { config: TreeObject; fields: TreeObject } {
  const entries = Object.entries(extensions.gemini ?? {});
  const config = entries.filter(([name]) => name.startsWith(PREFIX));
  return {
    config: Object.fromEntries(config.map(([name, value]) => [name.slice(PREFIX.length), value])),
    fields: Object.fromEntries(entries.filter(([name]) => !name.includes('.'))),
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
  const { sampling, endUser, messages } = request;
  const fields = [
    // quirk(gemini): most models answer 400 "Penalty is not enabled for this model" — Gemini API, seen 2026-11
    ...(sampling.frequencyPenalty ? ['frequency_penalty'] : []),
    ...(sampling.presencePenalty ? ['presence_penalty'] : []),
    ...(endUser === undefined ? [] : ['user']),
  ];
  const detail = 'Gemini has no such parameter.';
  return [
    ...fields.map((field): Warning => ({ kind: 'ignored', field, detail })),
    ...ignoredDetail(messages),
    ...foreignExtensions(request, 'gemini'),
  ];
}
