import { GatewayError, invalid } from '../../contract/error.ts';
import type { Call, Target } from '../../contract/provider.ts';
import type { Tree } from '../../contract/tree.ts';
import { readReply } from '../../egress/read-reply.ts';
import type { Channel } from '../../routing/channel.ts';
import { credentials } from '../call/credentials.ts';
import { withoutKeys } from '../call/mask-keys.ts';
import type { PipelineParts } from '../exchange.ts';

type Parts = Pick<PipelineParts, 'upstream' | 'blobs' | 'now' | 'shutdown'>;

/** A list that goes on for longer is given up. */
const MOST_PAGES = 20;
const PAGE_TIMEOUT_MS = 30_000;

/**
 * Asks the upstream which models the channel's account may use; each once, in its order.
 * @throws GatewayError `invalid_request` where its provider cannot be asked, else what the upstream said
 */
export async function upstreamModels(parts: Parts, channel: Channel, signal: AbortSignal): Promise<string[]> {
  const { listModels, title } = channel.provider;
  if (!listModels) throw invalid('type', `${title} cannot be asked which models it has: list them by hand.`);
  const found = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { ids, next } = listModels.decode(await ask(parts, channel, listModels.call(after), signal));
    for (const id of ids) found.add(id);
    if (next === undefined || next === after) break;
    after = next;
  }
  return [...found];
}

async function ask(parts: Parts, channel: Channel, call: Call, signal: AbortSignal): Promise<Tree> {
  const { provider, baseUrl, settings } = channel;
  const [credential] = channel.credentials;
  const target: Target = { channel: channel.name, baseUrl, model: '', card: { id: '' }, settings };
  const spool = parts.blobs.spool();
  try {
    const answer = await parts.upstream.send(call, {
      baseUrl,
      ...(provider.hosts && { hosts: provider.hosts }),
      headers: credentials(parts, { channel, target, ...(credential && { credential }) }),
      ...(channel.proxy && { proxy: channel.proxy }),
      signal: AbortSignal.any([signal, parts.shutdown]),
      timeoutMs: PAGE_TIMEOUT_MS,
      idleTimeoutMs: PAGE_TIMEOUT_MS,
      bodyTimeoutMs: PAGE_TIMEOUT_MS,
    });
    const reply = await readReply(answer, { spool });
    if (reply.status >= 400) throw withoutKeys(provider.decodeError(reply), channel);
    if (reply.tree === null) throw noList(reply.status);
    return reply.tree;
  } finally {
    await spool.dispose();
  }
}

const noList = (upstreamStatus: number): GatewayError =>
  new GatewayError('upstream_error', 'The provider answered with something that is no list of models.', {
    upstreamStatus,
  });
