import type { Frame, RelayObserver, RelayRules } from '../../contract/dialect.ts';
import { type ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Usage } from '../../contract/response.ts';
import {
  asArray,
  asNumber,
  asString,
  isObject,
  member,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { asksForUsage, decodeUsage } from './chat-usage.ts';

/** Relaying formats whose answers have `choices` and `usage`: chat completions and the completions before them. */
export const CHOICES_RELAY: RelayRules = {
  /** `usage` is how OpenRouter's clients ask for a stream's usage; other upstreams refuse it. */
  patch: ({ usage: _, ...body }, model) => ({
    ...body,
    model,
    ...(body.stream === true && {
      stream_options: { ...objectOf(body.stream_options), include_usage: true },
    }),
  }),
  /** Programs that did not ask for usage fail on the chunk that holds it, which has no choices. */
  hides: (body) => (asksForUsage(body) ? undefined : (frame) => isUsageOnly(frame)),
  observeReply(tree) {
    refuseFailure(tree);
    if (asArray(member(tree, 'choices')).length === 0) {
      throw new GatewayError('upstream_error', 'The provider answered without a choice.', RETRY);
    }
    return decodeUsage(member(tree, 'usage'));
  },
  observeStream: () => new ChoicesObserver(),
  // Most upstreams write `"finish_reason":null` and `"usage":null` into every chunk.
  matters: /"(?:usage|error|finish_reason)"\s*:\s*(?!\s|null)|\[DONE\]/g,
};

const objectOf = (tree: Tree | undefined): TreeObject => (isObject(tree) ? tree : {});

const isUsageOnly = (frame: Frame): boolean =>
  'data' in frame &&
  isObject(member(frame.data, 'usage')) &&
  asArray(member(frame.data, 'choices')).length === 0;

const RETRY = { retry: 'next-target' } as const;

/** What upstreams put into `type`, `code` or a number of HTTP where a 200 carries a failure. */
const CODES: readonly (readonly [words: RegExp, code: ErrorCode])[] = [
  [/content_policy|content_filter|moderation|sensitive/i, 'content_policy'],
  [/insufficient_quota|insufficient_balance|billing|\b402\b/i, 'quota_exceeded'],
  [/rate_limit|\b429\b/i, 'rate_limited'],
  [/invalid_request|\b400\b/i, 'invalid_request'],
  [/overloaded|unavailable|\b503\b/i, 'upstream_unavailable'],
];

function refuseFailure(tree: Tree): void {
  const error = member(tree, 'error');
  if (!error) return;
  const words = isObject(error) ? [error.type, error.code].map(wordOf).join(' ') : '';
  const code = CODES.find(([pattern]) => pattern.test(words))?.[1] ?? 'upstream_error';
  const internal = asString(member(error, 'message')) ?? asString(error) ?? '';
  const isFinal = code === 'invalid_request' || code === 'content_policy';
  throw new GatewayError(code, 'The provider failed to answer.', {
    retry: isFinal ? 'never' : 'next-target',
    upstreamCode: words.trim(),
    internal,
  });
}

const wordOf = (tree: Tree | undefined): string => asString(tree) ?? asNumber(tree)?.toString() ?? '';

/** An answer has ended when a choice has said why, or with `[DONE]`, which some upstreams send alone. */
class ChoicesObserver implements RelayObserver {
  #usage: Usage | undefined;
  #ended = false;

  push(frame: Frame): void {
    if ('done' in frame) {
      this.#ended = true;
      return;
    }
    const { data } = frame;
    refuseFailure(data);
    this.#usage = decodeUsage(member(data, 'usage')) ?? this.#usage;
    for (const choice of asArray(member(data, 'choices'))) this.#choice(choice);
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  get ended(): boolean {
    return this.#ended;
  }

  #choice(choice: Tree): void {
    const reason = asString(member(choice, 'finish_reason'));
    if (reason === 'error') refuseFailure({ error: member(choice, 'error') ?? 'error' } satisfies TreeObject);
    if (reason !== undefined) this.#ended = true;
  }
}
