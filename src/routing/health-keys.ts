import type { Candidate } from './candidates.ts';
import { type Phase, phaseOf } from './health.ts';
import type { HealthBoard } from './health-board.ts';

/** Health is kept per channel and upstream model: one model that is down says nothing about its neighbours. */
export const targetKey = ({ channel, target }: Candidate): string => `${channel.id}\n${target.model}`;

/** And per credential, where the channel has several: one without quota says nothing about the others. */
export function credentialKey(candidate: Candidate): string | undefined {
  const { channel, credential } = candidate;
  return credential && channel.credentials.length > 1
    ? `${targetKey(candidate)}\n${credential.id}`
    : undefined;
}

/** What a key is about. */
export function readKey(key: string): {
  readonly channel: string;
  readonly model: string;
  readonly credential?: string;
} {
  const [channel = '', model = '', credential] = key.split('\n', 3);
  return { channel, model, ...(credential !== undefined && { credential }) };
}

/** The keys whose health decides about a candidate, the target's first. */
export function healthKeys(candidate: Candidate): readonly string[] {
  const own = credentialKey(candidate);
  return own === undefined ? [targetKey(candidate)] : [targetKey(candidate), own];
}

/** From well to unwell. */
const ORDER: readonly Phase[] = ['closed', 'half-open', 'probing', 'open'];

/** The worse of the target's and the credential's. */
export function candidatePhase(board: HealthBoard, candidate: Candidate, now: number): Phase {
  const phases = healthKeys(candidate).map((key) => phaseOf(board.read(key), now));
  return phases.reduce((worst, phase) => (ORDER.indexOf(phase) > ORDER.indexOf(worst) ? phase : worst));
}

/** Unix milliseconds until which it is avoided. */
export const avoidedUntil = (board: HealthBoard, candidate: Candidate): number =>
  Math.max(...healthKeys(candidate).map((key) => board.read(key).openUntil));
