import { channelTrialRoutes } from '@contract/channel-trials.ts';
import { channelRoutes } from '@contract/channels.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/call.ts';
import type { ChannelSummary } from '../channel-view.ts';
import type { TrialResult } from '../draft.ts';
import { modelsServed } from '../models-served.ts';
import { knownModelsOf } from '../use-known-models.ts';

export type TestKind = 'text' | 'image';

export interface ChannelTest {
  readonly channel: ChannelSummary;
  /** `skipped`: it serves no model of the kind. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  readonly model?: string;
  readonly result?: TrialResult;
  readonly error?: unknown;
}

/** A few at a time: upstreams and the gateway have other work too. */
const AT_ONCE = 4;
const SMALL = /mini|nano|flash|fast|lite|haiku|small|demo/i;

async function modelFor(channel: ChannelSummary, kind: TestKind): Promise<string | undefined> {
  const [view, known] = await Promise.all([
    call(channelRoutes.get, { params: { id: channel.id } }),
    knownModelsOf(channel.type),
  ]);
  const able = modelsServed(view, known).filter(({ talks, draws }) => (kind === 'image' ? draws : talks));
  return (able.find(({ id }) => SMALL.test(id)) ?? able[0])?.id;
}

/** Tests of many channels, each with a model of its own choice. */
export function useTests(channels: readonly ChannelSummary[]) {
  const client = useQueryClient();
  const [tests, setTests] = useState<readonly ChannelTest[]>(
    channels.map((channel) => ({ channel, state: 'waiting' })),
  );
  const [running, setRunning] = useState(false);
  const tell = (channel: ChannelSummary, change: Omit<ChannelTest, 'channel'>): void =>
    setTests((all) => all.map((each) => (each.channel.id === channel.id ? { channel, ...change } : each)));

  const test = async (channel: ChannelSummary, kind: TestKind, wanted: string): Promise<void> => {
    tell(channel, { state: 'running' });
    try {
      const model = wanted === '' ? await modelFor(channel, kind) : wanted;
      if (model === undefined) return tell(channel, { state: 'skipped' });
      tell(channel, { state: 'running', model });
      const body = { model, kind };
      const result = await call(channelTrialRoutes.test, { params: { id: channel.id }, body });
      tell(channel, { state: 'done', model, result });
    } catch (error) {
      tell(channel, { state: 'failed', error });
    }
  };
  const run = async (kind: TestKind, wanted: string): Promise<void> => {
    setRunning(true);
    const left = [...channels];
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next; next = left.shift()) await test(next, kind, wanted);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    setRunning(false);
    await client.invalidateQueries({ queryKey: ['channels'] });
  };
  return { tests, run, running };
}
