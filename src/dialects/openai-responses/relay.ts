import type { Frame, RelayObserver, RelayRules } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Usage } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { isNamed } from './conversation.ts';
import { openMark } from './marks.ts';
import { decodeUsage } from './usage.ts';

export const relay: RelayRules = {
  /** What is to be kept, or was, is this gateway's affair; agents keep their history themselves. */
  allows: (body) =>
    body.store === false &&
    (body.previous_response_id === undefined || body.previous_response_id === null) &&
    asArray(body.input).every((item) => isObject(item) && !isNamed(item) && !isForeign(item)),
  patch: (body, model) => ({ ...body, model }),
  observeReply(tree) {
    refuseFailure(tree);
    return decodeUsage(member(tree, 'usage'));
  },
  observeStream: () => new Observer(),
  matters: /response\.(?:completed|incomplete|failed|output_item\.added)|"error"|^event: *error/gm,
};

/** Thinking that no upstream of this format has sealed; it refuses what it cannot open. */
function isForeign({ type, encrypted_content }: TreeObject): boolean {
  const sealed = asString(encrypted_content);
  return type === 'reasoning' ? !sealed || openMark(sealed) !== undefined : false;
}

function refuseFailure(response: Tree | undefined): void {
  const error = member(response, 'error');
  if (!isObject(error) && member(response, 'status') !== 'failed') return;
  const upstreamCode = asString(member(error, 'code')) ?? '';
  const internal = asString(member(error, 'message')) ?? '';
  const facts = { upstreamCode, internal };
  if (upstreamCode === 'rate_limit_exceeded') {
    const message = "The upstream's rate limit was reached.";
    throw new GatewayError('rate_limited', message, { ...facts, retry: 'next-target' });
  }
  if (upstreamCode === 'invalid_prompt') {
    throw new GatewayError('content_policy', 'The provider refused the request.', facts);
  }
  const message = 'The provider failed to answer.';
  throw new GatewayError('upstream_error', message, { ...facts, retry: 'next-target' });
}

const TERMINAL = ['response.completed', 'response.incomplete', 'response.failed', 'error'];

class Observer implements RelayObserver {
  #usage: Usage | undefined;
  #spoke = false;
  #ended = false;

  push(frame: Frame): void {
    if ('done' in frame || !isObject(frame.data)) return;
    const { data } = frame;
    const type = asString(data.type) ?? frame.event ?? '';
    if (!this.#spoke && type === 'error') refuseFailure({ error: isObject(data.error) ? data.error : data });
    if (!this.#spoke && type === 'response.failed') refuseFailure(data.response);
    if (type.startsWith('response.output_')) this.#spoke = true;
    if (!TERMINAL.includes(type)) return;
    this.#ended = true;
    this.#usage = decodeUsage(member(data.response, 'usage'));
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  get ended(): boolean {
    return this.#ended;
  }
}
