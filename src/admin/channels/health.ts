import type { z } from 'zod';
import { errorShare, latencyOf } from '../../routing/health.ts';
import type { KnownTarget } from '../../routing/router.ts';
import type { channelView } from '../contract/channel-views.ts';

type View = z.input<typeof channelView>;
type Phase = View['health'];

/** From well to unwell. */
const ORDER: readonly Phase[] = ['untried', 'closed', 'half-open', 'probing', 'open'];

export const worstPhase = (targets: readonly KnownTarget[]): Phase =>
  targets.reduce<Phase>(
    (worst, { phase }) => (ORDER.indexOf(phase) > ORDER.indexOf(worst) ? phase : worst),
    'untried',
  );

export function targetView(
  { model, credential, phase, health }: KnownTarget,
  now: number,
): View['targets'][number] {
  return {
    model,
    credential: credential ?? null,
    phase,
    failures: health.failures,
    errorShare: Math.round(errorShare(health, now) * 1e4) / 1e4,
    latencyMs: latencyOf(health, now) ?? null,
    openUntil: phase === 'open' ? health.openUntil : null,
    at: health.at === 0 ? null : health.at,
  };
}
