import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { isObject, type TreeObject } from '../../contract/tree.ts';
import { chat } from './chat.ts';

/** How a cloud serves Claude. */
export interface Hosting {
  /** The cloud's own version of the API; it stands in the body. */
  readonly version: string;
  /** The path names the model, which the body does not, and tells a stream from a whole answer. */
  path(target: Target, stream: boolean): string;
}

/**
 * The Messages API as the clouds serve it. What a model takes is told by its card: the cloud's own ids may say nothing.
 * quirk(anthropic): `model` in the path, `anthropic_version` in the body. — npm @anthropic-ai/bedrock-sdk 1.1.3, vertex-sdk 1.1.3, seen 2026-11
 */
export const hostedChat = (hosting: Hosting): Required<Exchange<ChatJob>> => ({
  ...chat,
  encode(job, target) {
    const { call, warnings } = chat.encode(job, { ...target, model: target.card.id });
    const { 'anthropic-version': _, ...headers } = call.headers ?? {};
    const { model: __, ...tree } = bodyOf(call);
    const body = { anthropic_version: hosting.version, ...tree };
    return {
      call: { ...call, path: hosting.path(target, job.stream), headers, body: { kind: 'json', tree: body } },
      warnings,
    };
  },
});

/** The members of a call's JSON body. */
export const bodyOf = ({ body }: ReturnType<typeof chat.encode>['call']): TreeObject =>
  body?.kind === 'json' && isObject(body.tree) ? body.tree : {};
