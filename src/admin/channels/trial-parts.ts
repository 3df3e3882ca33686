import type { GatewayError } from '../../contract/error.ts';
import type { Channel } from '../../routing/channel.ts';
import type { LogEntry } from '../../storage/ports.ts';

/** Calls to channels as they are, made on behalf of whoever sets them up. */
export interface ChannelCalls {
  /** Ids of the models that the upstream lists. @throws GatewayError */
  models(channel: Channel, signal: AbortSignal): Promise<readonly string[]>;
  /** One small call through the whole pipeline. */
  try(channel: Channel, ask: TrialQuestion, signal: AbortSignal): Promise<TrialAnswer>;
}

export interface TrialQuestion {
  readonly model: string;
  readonly kind: 'text' | 'image';
  readonly prompt?: string | undefined;
}

export interface TrialAnswer {
  /** Absent: it worked. */
  readonly error?: GatewayError;
  readonly text: string;
  readonly pictures: readonly {
    readonly mediaType: string;
    readonly width: number;
    readonly height: number;
    readonly bytes: Uint8Array;
  }[];
  readonly entry: LogEntry;
}
