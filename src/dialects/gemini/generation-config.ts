import { invalid } from '../../contract/error.ts';
import type {
  ChatImageOutput,
  ChatOutput,
  ReasoningWish,
  Sampling,
  TextFormat,
} from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { defined } from '../../lib/defined.ts';
import { decodeImageOutput } from './image-output.ts';
import { listOf, numberAt, objectAt, others, pick, textAt, wordAt } from './members.ts';
import { jsonSchema } from './schema.ts';
import { decodeSound } from './sound.ts';
import type { Warn } from './warn.ts';

export interface DecodedConfig {
  readonly sampling: Sampling;
  readonly output: ChatOutput;
  readonly reasoning?: ReasoningWish;
  /** What only Google knows, by path. */
  readonly extensions: TreeObject;
}

const READ = [
  'temperature',
  'topP',
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'stopSequences',
  'maxOutputTokens',
  'candidateCount',
  'thinkingConfig',
  'imageConfig',
  'responseModalities',
  'speechConfig',
  'responseMimeType',
  'responseSchema',
  'responseJsonSchema',
  '_responseJsonSchema',
];

const AT = 'generationConfig';

/** Reads `generationConfig`. */
export function decodeConfig(body: TreeObject, warn: Warn): DecodedConfig {
  const config = objectAt(pick(body, AT), AT);
  const modalities = listOf(pick(config, 'responseModalities')).map((each) => String(each).toUpperCase());
  const image = decodeImageOutput(config, modalities, warn);
  const { sound, rest: speech } = decodeSound(config, image ? [] : modalities);
  const reasoning = decodeThinking(objectAt(pick(config, 'thinkingConfig'), `${AT}.thinkingConfig`));
  const { format, extensions } = decodeFormat(config);
  const known = ['TEXT', 'IMAGE', ...(sound ? ['AUDIO'] : [])];
  return {
    sampling: decodeSampling(config),
    output: { ...decodeOutput(config, format, image), ...defined({ sound }) },
    ...(reasoning && { reasoning }),
    extensions: {
      ...prefixed(others(config, READ)),
      ...prefixed(speech),
      ...extensions,
      // Video and the like: only Google's own models answer in them.
      ...(modalities.some((each) => !known.includes(each)) && prefixed({ responseModalities: modalities })),
    },
  };
}

const prefixed = (members: TreeObject): TreeObject =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [`${AT}.${name}`, value]));

function decodeOutput(
  config: TreeObject,
  format: TextFormat | undefined,
  image: ChatImageOutput | undefined,
): ChatOutput {
  const maxTokens = numberAt(pick(config, 'maxOutputTokens'), `${AT}.maxOutputTokens`);
  const choices = image ? undefined : decodeCandidates(config);
  return { streamUsage: true, ...defined({ maxTokens, format, choices, image }) };
}

function decodeSampling(config: TreeObject): Sampling {
  const number = (name: string) => numberAt(pick(config, name), `${AT}.${name}`);
  const stop = listOf(pick(config, 'stopSequences')).map((each, index) => {
    const text = textAt(each, `${AT}.stopSequences[${index}]`);
    return text ?? '';
  });
  return defined({
    temperature: number('temperature'),
    topP: number('topP'),
    topK: number('topK'),
    frequencyPenalty: number('frequencyPenalty'),
    presencePenalty: number('presencePenalty'),
    seed: number('seed'),
    stop: stop.length > 0 ? stop : undefined,
  });
}

/** Google's own limit. */
const MOST_CANDIDATES = 8;

/** Undefined for one. */
function decodeCandidates(config: TreeObject): number | undefined {
  const at = `${AT}.candidateCount`;
  const count = numberAt(pick(config, 'candidateCount'), at) ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > MOST_CANDIDATES) {
    throw invalid(at, `${at} must be a whole number from 1 to ${MOST_CANDIDATES}.`);
  }
  return count === 1 ? undefined : count;
}

const EFFORTS: { readonly [level: string]: NonNullable<ReasoningWish['effort']> } = {
  MINIMAL: 'minimal',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
};

/** A budget of 0 switches thinking off, -1 leaves it to the model. Thoughts are shown only where they are asked for. */
function decodeThinking(config: TreeObject): ReasoningWish | undefined {
  if (Object.keys(config).length === 0) return undefined;
  const at = `${AT}.thinkingConfig`;
  const level = wordAt(pick(config, 'thinkingLevel'), `${at}.thinkingLevel`) ?? '';
  const budget = numberAt(pick(config, 'thinkingBudget'), `${at}.thinkingBudget`) ?? -1;
  return {
    ...defined({ effort: budget === 0 ? 'none' : EFFORTS[level] }),
    ...(budget > 0 && { budgetTokens: budget }),
    show: pick(config, 'includeThoughts') === true,
  };
}

/** JSON, free or by a schema. Other media types (`text/x.enum`) are Google's own. */
function decodeFormat(config: TreeObject): { format?: TextFormat; extensions: TreeObject } {
  const type = textAt(pick(config, 'responseMimeType'), `${AT}.responseMimeType`) ?? 'text/plain';
  const own: Tree | undefined = pick(config, 'responseSchema');
  const schema =
    pick(config, 'responseJsonSchema') ?? pick(config, '_responseJsonSchema') ?? (own && jsonSchema(own));
  if (type === 'application/json') {
    return {
      format:
        schema === undefined
          ? { kind: 'json-object' }
          : { kind: 'json-schema', name: 'response', schema, strict: 'where-possible' },
      extensions: {},
    };
  }
  if (type !== 'text/plain') {
    return {
      extensions: prefixed({ responseMimeType: type, ...(own !== undefined && { responseSchema: own }) }),
    };
  }
  if (schema === undefined) return { extensions: {} };
  throw invalid(`${AT}.responseMimeType`, 'A response schema needs responseMimeType: "application/json".');
}
