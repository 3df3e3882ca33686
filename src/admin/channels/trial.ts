import type { z } from 'zod';
import { isKnown } from '../../contract/cost.ts';
import { invalid } from '../../contract/error.ts';
import type { Channel } from '../../routing/channel.ts';
import type { LogEntry } from '../../storage/ports.ts';
import type { channelTrialRoutes } from '../contract/channel-trials.ts';
import type { TrialAnswer } from './trial-parts.ts';

type Result = z.input<typeof channelTrialRoutes.test.reply>;

/** The channel with this one of its credentials. @throws GatewayError `invalid_request` */
export function withCredential(channel: Channel, id: string | undefined): Channel {
  if (id === undefined) return channel;
  const credentials = channel.credentials.filter((each) => each.id === id);
  if (credentials.length > 0) return { ...channel, credentials };
  throw invalid('credential', 'The channel has no such credential that is enabled.');
}

export function trialView({ error, text, pictures, entry }: TrialAnswer): Result {
  const { request } = entry;
  return {
    ok: error === undefined,
    ms: request.durationMs,
    firstMs: request.firstMs,
    upstreamModel: request.upstreamModel,
    text,
    pictures: pictures.map(({ bytes, mediaType, width, height }) => ({
      ...{ mediaType, width, height, bytes: bytes.length },
      url: `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
    })),
    ...costOf(entry),
    usage: request.usage ? { ...request.usage } : null,
    warnings: [...request.warnings],
    error: error
      ? {
          ...{ code: error.code, message: error.message, field: error.facts.field ?? null },
          upstreamStatus: error.facts.upstreamStatus ?? null,
          internal: error.facts.internal ?? null,
        }
      : null,
  };
}

function costOf({ request: { cost } }: LogEntry): Pick<Result, 'usd' | 'costUnknown'> {
  if (cost === null) return { usd: 0, costUnknown: null };
  return isKnown(cost) ? { usd: cost.usd, costUnknown: null } : { usd: null, costUnknown: cost.unknown };
}
