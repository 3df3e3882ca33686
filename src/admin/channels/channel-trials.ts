import type { Channel } from '../../routing/channel.ts';
import { channelTrialRoutes as routes } from '../contract/channel-trials.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { abilitiesOf } from './abilities.ts';
import { anyChannel, draftedChannel } from './draft.ts';
import { storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';
import { trialView, withCredential } from './trial.ts';
import type { ChannelCalls } from './trial-parts.ts';

/** Asking upstreams what they have, and whether they answer. */
export const channelTrialHandlers = (parts: ChannelParts, calls: ChannelCalls): Handler[] => [
  handle(routes.fetch, async ({ params: { id }, call }) => {
    const { document } = storedChannel(parts, id);
    const channel = anyChannel(parts, id);
    const upstream = await calls.models(channel, call.gone);
    const askedAt = parts.now();
    const models = { ...document.models, upstream, askedAt };
    await parts.records.update(id, { document: JSON.stringify({ ...document, models }), updatedAt: askedAt });
    await parts.registry.changed();
    return { items: upstream.map((model) => modelView(channel, model)), askedAt };
  }),
  handle(routes.fetchDraft, async ({ actor, body, call }) => {
    const channel = draftedChannel(parts, actor, body.channel);
    const upstream = await calls.models(channel, call.gone);
    return { items: upstream.map((model) => modelView(channel, model)), askedAt: parts.now() };
  }),
  handle(routes.test, async ({ params: { id }, body, call }) => {
    const { credential, ...question } = body;
    const channel = withCredential(anyChannel(parts, id), credential);
    const result = trialView(await calls.try(channel, question, call.gone));
    call.note({ model: body.model, ok: result.ok, usd: result.usd });
    // Whoever mended it need not wait for it to be trusted again.
    if (result.ok) parts.router.forget(id);
    return result;
  }),
  handle(routes.testDraft, async ({ actor, body, call }) => {
    const { channel: draft, credential, ...question } = body;
    const channel = withCredential(draftedChannel(parts, actor, draft), credential);
    const result = trialView(await calls.try(channel, question, call.gone));
    call.note({ type: channel.provider.id, model: body.model, ok: result.ok, usd: result.usd });
    return result;
  }),
];

function modelView({ provider, settings }: Channel, id: string) {
  const card = provider.card(id, settings);
  return {
    id,
    title: card.title ?? null,
    known: provider.models.some((known) => known.id === id),
    ...abilitiesOf(card),
  };
}
