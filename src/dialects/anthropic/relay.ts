import type { Frame, RelayObserver, RelayRules } from '../../contract/dialect.ts';
import { type ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Usage } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { isMark } from './part-marks.ts';
import { decodeUsage } from './usage.ts';

/** Anthropic wants a limit, this gateway does not. */
const DEFAULT_MAX_TOKENS = 16_000;

/** What a client that names no version was written for. */
const DEFAULT_VERSION = '2023-06-01';

export const relay: RelayRules = {
  /** Thinking that no Claude has signed is refused; converted requests leave it out. */
  allows: ({ messages }) =>
    !asArray(messages).some((turn) => asArray(member(turn, 'content')).some(isUnsigned)),
  headers({ 'anthropic-version': version = DEFAULT_VERSION, 'anthropic-beta': betas }) {
    return {
      'anthropic-version': String(version),
      ...(betas !== undefined && { 'anthropic-beta': String(betas) }),
    };
  },
  /** `modalities` is this gateway's own member. */
  patch: ({ modalities: _, ...body }, model) => ({
    ...body,
    model,
    max_tokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
  }),
  observeReply(tree) {
    refuseError(tree);
    return decodeUsage(member(tree, 'usage'));
  },
  observeStream: () => new Observer(),
  matters: /"(?:usage|error|content_block_start|message_stop)"/g,
};

const isUnsigned = (block: Tree): boolean =>
  (member(block, 'type') === 'thinking' && !member(block, 'signature')) || isMark(block);

const CODES: { readonly [type: string]: ErrorCode } = {
  overloaded_error: 'upstream_unavailable',
  rate_limit_error: 'rate_limited',
  billing_error: 'quota_exceeded',
  authentication_error: 'upstream_auth',
  permission_error: 'upstream_auth',
  timeout_error: 'upstream_timeout',
  invalid_request_error: 'invalid_request',
};

function refuseError(tree: Tree): void {
  if (member(tree, 'type') !== 'error') return;
  const type = asString(member(member(tree, 'error'), 'type')) ?? '';
  const internal = asString(member(member(tree, 'error'), 'message')) ?? '';
  const code = CODES[type] ?? 'upstream_error';
  const retry = code === 'invalid_request' ? 'never' : 'next-target';
  throw new GatewayError(code, 'The provider failed to answer.', { retry, upstreamCode: type, internal });
}

/** Usage comes in two halves: what went in at the start, what came out at the end. */
class Observer implements RelayObserver {
  #counts: TreeObject = {};
  #spoke = false;
  #ended = false;

  push(frame: Frame): void {
    if ('done' in frame || !isObject(frame.data)) return;
    const { data } = frame;
    if (!this.#spoke) refuseError(data);
    if (data.type === 'content_block_start') this.#spoke = true;
    if (data.type === 'message_stop') this.#ended = true;
    this.#keep(member(data.message, 'usage'));
    this.#keep(data.usage);
  }

  get usage(): Usage | undefined {
    return decodeUsage(this.#counts);
  }

  get ended(): boolean {
    return this.#ended;
  }

  #keep(usage: Tree | undefined): void {
    if (!isObject(usage)) return;
    const known = Object.entries(usage).filter(([, value]) => value !== null);
    this.#counts = { ...this.#counts, ...Object.fromEntries(known) };
  }
}
