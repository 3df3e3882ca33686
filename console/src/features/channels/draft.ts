import type { channelTrialRoutes } from '@contract/channel-trials.ts';
import type { CallInput, CallReply } from '@/api/call.ts';
import { Failure } from '@/api/failure.ts';

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

/** What the gateway says about the member of that name, or about one inside it; undefined: nothing. */
export function complaintAt(error: unknown, member: string): string | undefined {
  if (!(error instanceof Failure) || error.field === null) return undefined;
  const field = error.field.replace(/^channel\./, '');
  if (field !== member && !field.startsWith(`${member}.`) && !field.startsWith(`${member}[`))
    return undefined;
  return error.message.replace(`${error.field}: `, '');
}
