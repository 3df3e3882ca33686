import type { Exchange, Target } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { asArray, asString, member } from '../../contract/tree.ts';
import { chat as messages } from '../anthropic/chat.ts';
import { bodyOf, hostedChat } from '../anthropic/hosted.ts';
import { decodeError } from './errors.ts';
import { InvokeStream } from './invoke-stream.ts';
import { settingsOf } from './settings.ts';

const hosted = hostedChat({
  version: 'bedrock-2023-05-31',
  path: ({ model }, stream) =>
    `/model/${encodeURIComponent(model)}/${stream ? 'invoke-with-response-stream' : 'invoke'}`,
});

/** InvokeModel and InvokeModelWithResponseStream. */
const invoke: Required<Exchange<ChatJob>> = {
  ...hosted,
  encode(job, target) {
    const { call, warnings } = hosted.encode(job, target);
    // quirk(bedrock): "extraneous key [stream] is not permitted"; betas stand in the body. — fumito-ito/AnthropicSwiftSDK#19, npm @anthropic-ai/bedrock-sdk 1.1.3, seen 2026-11
    const { stream: _, ...tree } = bodyOf(call);
    const { 'anthropic-beta': betas, ...headers } = call.headers ?? {};
    const body = { ...tree, ...(betas !== undefined && { anthropic_beta: betas.split(',') }) };
    return { call: { ...call, headers, body: { kind: 'json', tree: body } }, warnings };
  },
  decode(reply, job, target) {
    // quirk(bedrock): a failure can come as a 200 that holds nothing but its message. — Portkey-AI/gateway#1142, seen 2026-11
    const failed = asString(member(reply.tree, 'message')) !== undefined;
    if (failed && asArray(member(reply.tree, 'content')).length === 0) throw decodeError(reply);
    return hosted.decode(reply, job, target);
  },
  decodeStream: (job, target) => new InvokeStream(hosted.decodeStream(job, target)),
};

/** Anthropic's own Messages API, served by AWS. — docs.aws.amazon.com, Inference using Anthropic Messages API, seen 2026-11 */
const native: Required<Exchange<ChatJob>> = {
  ...messages,
  encode(job, target) {
    const { call, warnings } = messages.encode(job, { ...target, model: target.card.id });
    const tree = { ...bodyOf(call), model: target.model };
    return { call: { ...call, path: '/anthropic/v1/messages', body: { kind: 'json', tree } }, warnings };
  },
};

const exchangeFor = (target: Target): Required<Exchange<ChatJob>> =>
  settingsOf(target).api === 'invoke' ? invoke : native;

/** Claude, by the API that the channel's settings name. */
export const chat: Exchange<ChatJob> = {
  kind: 'exchange',
  encode: (job, target) => exchangeFor(target).encode(job, target),
  decode: (reply, job, target) => exchangeFor(target).decode(reply, job, target),
  decodeStream: (job, target) => exchangeFor(target).decodeStream(job, target),
};
