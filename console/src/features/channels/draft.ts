import type { channelTrialRoutes } from '@contract/channel-trials.ts';
import type { CallInput, CallReply } from '@/api/call.ts';

/** A channel as a form has it, saved or not. */
export type Draft = CallInput<typeof channelTrialRoutes.testDraft>['body']['channel'];
export type Settings = NonNullable<Draft['settings']>;
export type TrialResult = CallReply<typeof channelTrialRoutes.test>;

/** A model that a channel may be tried with. */
export interface TrialModel {
  readonly id: string;
  readonly talks: boolean;
  readonly draws: boolean;
}
