import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, isObject, member } from '../../contract/tree.ts';
import { decodeOpenAiError } from '../openai-compatible/errors.ts';

/**
 * quirk(xai): `{code, error}` with sentences in both, where a wrong key is a plain 400, and refusals and an empty account are a
 * 403 or 429; some routes answer as OpenAI does — @ai-sdk/xai 5.0 error types, public bug reports; sentences UNVERIFIED, seen 2026-11
 */
const SENTENCES: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/incorrect api key|invalid api key|api key.*(disabled|blocked)/i, 'upstream_auth'],
  [/content moderation|usage guidelines|safety_check|content policy/i, 'content_policy'],
  [/credits|spending limit|licenses/i, 'quota_exceeded'],
  [/model .*(does not exist|not found)/i, 'model_not_found'],
];

/** A failed call of xAI's. */
export function decodeError(reply: Reply): GatewayError {
  const { tree } = reply;
  const said = asString(member(tree, 'error'));
  const code = asString(member(tree, 'code'));
  // The sentences are put where OpenAI's error has them; the meaning follows from them.
  const usual =
    isObject(tree) && said !== undefined
      ? { ...reply, tree: { error: { message: said, type: code } } }
      : reply;
  return decodeOpenAiError(usual, ({ message, type }) => classify(`${type} ${message}`));
}

const classify = (words: string): ErrorCode | undefined =>
  SENTENCES.find(([pattern]) => pattern.test(words))?.[1];
