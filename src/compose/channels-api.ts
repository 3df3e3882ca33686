import { projectFacts } from '../accounts/project-facts.ts';
import { channelTransferHandlers } from '../admin/channels/channel-transfer.ts';
import { channelTrialHandlers } from '../admin/channels/channel-trials.ts';
import { channelHandlers } from '../admin/channels/channels.ts';
import type { ChannelParts } from '../admin/channels/parts.ts';
import { providerTypeHandlers } from '../admin/channels/provider-types.ts';
import { routingHandlers } from '../admin/channels/routing.ts';
import type { ChannelCalls, TrialQuestion } from '../admin/channels/trial-parts.ts';
import { keyQuotas } from '../admin/keys/key-quotas.ts';
import type { Handler } from '../admin/serving/handler.ts';
import type { ChannelRegistry } from '../channels/registry.ts';
import type { TreeObject } from '../contract/tree.ts';
import { openaiChat } from '../dialects/openai-chat/index.ts';
import { openaiImages } from '../dialects/openai-images/index.ts';
import { explainRoute } from '../pipeline/questions/explain.ts';
import { tryChannel } from '../pipeline/questions/trial.ts';
import { upstreamModels } from '../pipeline/questions/upstream-models.ts';
import { PROVIDERS } from '../providers/all.ts';
import type { Engine } from './engine.ts';
import type { Stores } from './stores.ts';

interface ChannelsApiParts {
  readonly stores: Stores;
  readonly registry: ChannelRegistry;
  readonly engine: Engine;
}

/** The part of the admin API that is about channels. */
export function channelsApi({ stores, registry, engine }: ChannelsApiParts): Handler[] {
  const parts: ChannelParts = {
    ...{ registry, sealer: stores.sealer, providers: PROVIDERS, now: Date.now },
    records: stores.records.channels,
    router: engine.parts.router,
    gate: engine.parts.gate,
  };
  return [
    ...channelHandlers(parts),
    ...channelTransferHandlers(parts),
    ...channelTrialHandlers(parts, channelCalls(engine)),
    ...providerTypeHandlers(PROVIDERS),
    ...routingHandlers({
      keys: stores.records.keys,
      projectFacts: (project) => projectFacts(stores.records, project, keyQuotas(stores.settings)),
      explain: async (caller, { model, trace, operation }) => {
        const headers = trace === undefined ? {} : { 'ah-trace-id': trace };
        const { candidates, others, ...rest } = await explainRoute(
          engine.parts,
          { caller, model, headers, facts: operation ? { operation } : {} },
          registry.unusable(),
        );
        return {
          ...rest,
          candidates: candidates.map((each) => ({ ...each, parts: { ...each.parts } })),
          others: [...others],
        };
      },
    }),
  ];
}

const channelCalls = ({ parts }: Engine): ChannelCalls => ({
  models: (channel, signal) => upstreamModels(parts, channel, signal),
  try: (channel, { kind, ...question }, signal) =>
    kind === 'text'
      ? tryChannel(parts, openaiChat, { channel, body: textBody(question), signal })
      : tryChannel(parts, openaiImages, { channel, body: pictureBody(question), signal }),
});

type Asked = Omit<TrialQuestion, 'kind'>;

const textBody = ({ model, prompt = 'Say hello in one short sentence.' }: Asked): TreeObject => ({
  model,
  messages: [{ role: 'user', content: prompt }],
});

/** As cheap and as light as a picture can be. */
const pictureBody = ({ model, prompt = 'A small red kite in a blue sky' }: Asked): TreeObject => ({
  ...{ model, prompt, n: 1, size: '512x512', quality: 'low', output_format: 'webp' },
});
