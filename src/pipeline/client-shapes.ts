import type { ImageShape, Query } from '../contract/dialect.ts';
import { invalid } from '../contract/error.ts';

interface KnownClient {
  readonly name: string;
  /** Matched against the User-Agent. */
  readonly agent: RegExp;
  readonly shape: ImageShape;
}

/** `content` a string, pictures in `images`, each exactly once and all together. */
const STRING_CONTENT: ImageShape = { kind: 'images', groupStreamed: true, toolCalls: false };

/**
 * Clients whose parsers cannot take our default shape. Facts from specs/chat-image-conventions.md §5–6 and from running them — seen 2026-11
 */
const KNOWN_CLIENTS: readonly KnownClient[] = [
  // Its schema wants a string content and refuses tool calls of other types.
  {
    name: '@openrouter/ai-sdk-provider',
    agent: /ai-sdk\/openrouter|ai-sdk-provider/i,
    shape: STRING_CONTENT,
  },
  { name: '@openrouter/sdk', agent: /openrouter.*(sdk|typescript)|speakeasy-sdk/i, shape: STRING_CONTENT },
  { name: 'AI SDK', agent: /\bai-sdk\/|^ai\/\d/i, shape: STRING_CONTENT },
  { name: 'Cherry Studio', agent: /cherry\s?studio/i, shape: STRING_CONTENT },
  { name: 'LobeChat', agent: /lobe-?(chat|hub)/i, shape: STRING_CONTENT },
  { name: 'Open WebUI', agent: /open-?webui/i, shape: STRING_CONTENT },
  { name: 'LiteLLM', agent: /litellm/i, shape: STRING_CONTENT },
  // Its stream accumulator keeps only the last `delta.images`.
  {
    name: 'OpenAI SDKs',
    agent: /^(Async)?OpenAI\//,
    shape: { kind: 'both', groupStreamed: true, toolCalls: true },
  },
];

/** The mission's shape: pictures as content parts and in `images`, each streamed as it comes. */
const DEFAULT_SHAPE: ImageShape = { kind: 'both', groupStreamed: false, toolCalls: true };

/**
 * Sent by the helpers of OpenAI's libraries (`.stream()`, `.parse()`, `.runTools()`), which throw on tool calls that are no
 * functions; the plain methods do not send it and take any — npm openai 7.57, seen 2026-11
 */
const HELPER_HEADER = 'x-stainless-helper-method';

const KINDS: readonly ImageShape['kind'][] = ['content', 'images', 'both', 'markdown'];

/** Header `AH-Image-Shape` wins over the key's setting, this over what is known of the client. */
export function imageShape(headers: Query['headers'], ofKey: ImageShape['kind'] | null): ImageShape {
  const agent = String(headers['user-agent'] ?? '');
  const ofAgent = KNOWN_CLIENTS.find((client) => client.agent.test(agent))?.shape ?? DEFAULT_SHAPE;
  const known = headers[HELPER_HEADER] === undefined ? ofAgent : { ...ofAgent, toolCalls: false };
  const asked = headers['ah-image-shape'];
  if (asked === undefined) return ofKey === null ? known : { ...known, kind: ofKey };
  const kind = KINDS.find((each) => each === asked);
  if (!kind) throw invalid('AH-Image-Shape', `AH-Image-Shape must be one of: ${KINDS.join(', ')}.`);
  return { ...known, kind };
}
