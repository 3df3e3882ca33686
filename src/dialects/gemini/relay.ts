import type { Frame, RelayObserver, RelayRules } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Usage } from '../../contract/response.ts';
import { asArray, asNumber, asString, isObject, member, type Tree } from '../../contract/tree.ts';
import { pick } from './members.ts';
import { decodeUsage } from './usage.ts';

export const relay: RelayRules = {
  // quirk(gemini): "Multiple candidates is not enabled for this model" on Gemini 3; asked for one by one every model gives them
  // — discuss.ai.google.dev 145229, seen 2026-11
  allows: (body) => !wantsSeveral(body),
  /** The model stands in the path; a body may repeat it. */
  patch: (body, model) => (body.model === undefined ? body : { ...body, model: `models/${model}` }),
  observeReply(tree) {
    refuseError(tree);
    return decodeUsage(member(tree, 'usageMetadata'));
  },
  observeStream: () => new Observer(),
  // Every chunk counts tokens; of those that come together the last one counts all of them.
  matters: /"(?:finishReason|error|blockReason)"|"usageMetadata"(?![\s\S]*"usageMetadata")/g,
};

const wantsSeveral = (body: Tree): boolean =>
  (asNumber(pick(pick(body, 'generationConfig'), 'candidateCount')) ?? 1) > 1;

/** A failure inside a 200. A refusal is none: clients of this format know how to read it. */
function refuseError(tree: Tree): void {
  const error = member(tree, 'error');
  if (!isObject(error)) return;
  const code = asNumber(error.code) ?? 500;
  throw new GatewayError(
    code === 503 ? 'upstream_unavailable' : 'upstream_error',
    'The provider failed to answer.',
    {
      retry: 'next-target',
      upstreamStatus: code,
      internal: asString(error.message) ?? '',
    },
  );
}

class Observer implements RelayObserver {
  #usage: Usage | undefined;
  #spoke = false;
  #ended = false;

  push(frame: Frame): void {
    if ('done' in frame) return;
    const { data } = frame;
    if (!this.#spoke) refuseError(data);
    this.#spoke = true;
    this.#usage = decodeUsage(member(data, 'usageMetadata')) ?? this.#usage;
    const [first] = asArray(member(data, 'candidates'));
    const blocked = member(member(data, 'promptFeedback'), 'blockReason');
    if (member(first, 'finishReason') !== undefined || blocked !== undefined) this.#ended = true;
  }

  get usage(): Usage | undefined {
    return this.#usage;
  }

  get ended(): boolean {
    return this.#ended;
  }
}
