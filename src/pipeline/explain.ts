import type { Caller } from '../accounts/keyring.ts';
import type { Query } from '../contract/dialect.ts';
import { candidates } from '../routing/candidates.ts';
import type { Channel } from '../routing/channel.ts';
import type { Phase } from '../routing/health.ts';
import type { RankedCandidate } from '../routing/router.ts';
import type { ScoreParts, Strategy } from '../routing/score.ts';
import { reachable } from './access.ts';
import type { PipelineParts } from './exchange.ts';
import { affinityKey, traceIds } from './trace.ts';

/** Where a request for a model would go now, and why nowhere else. Without addresses and credentials. */
export interface RouteExplanation {
  readonly object: 'routing.explanation';
  /** As the client names it. */
  readonly model: string;
  /** As the key's profile renames it. */
  readonly resolved: string;
  readonly strategy: Strategy;
  /** In the order they would be tried. */
  readonly candidates: readonly ExplainedCandidate[];
  /** The channels that cannot serve the model. */
  readonly others: readonly {
    readonly channel: string;
    readonly provider: string;
    readonly reason: string;
  }[];
}

interface ExplainedCandidate {
  readonly channel: string;
  readonly provider: string;
  /** As people call it; absent where the channel has but one. */
  readonly credential?: string;
  readonly upstream_model: string;
  readonly priority: number;
  readonly weight: number;
  readonly health: Phase;
  readonly score: number;
  readonly parts: ScoreParts;
  /** The limit it is at, for which it is passed over; absent: none. */
  readonly at_limit?: string;
}

export interface RouteQuestion {
  readonly model: string;
  /** As the client sent them: a trace among them counts. */
  readonly headers: Query['headers'];
  readonly caller: Caller;
}

type ExplainParts = Pick<PipelineParts, 'channels' | 'router' | 'gate'>;

/**
 * Takes nobody's turn and starts no probe.
 * @param unusable channels that no request may go to
 */
export async function explainRoute(
  { channels, router, gate }: ExplainParts,
  question: RouteQuestion,
  unusable: readonly { readonly name: string; readonly type: string; readonly reason: string }[],
): Promise<RouteExplanation> {
  const { headers, caller } = question;
  const model = caller.access.resolve(question.model);
  const { traceId } = traceIds(headers, { kind: 'json', tree: null });
  const trace = traceId === null ? undefined : affinityKey(caller.project, traceId, question.model);
  const all = channels();
  const open = caller.access.allowsModel(question.model) ? reachable(caller, all) : [];
  const ranked = router.preview(candidates(open, model), trace);
  const serving = new Set(ranked.map(({ channel }) => channel));
  const others = all.filter((channel) => !serving.has(channel));
  return {
    object: 'routing.explanation',
    model: question.model,
    resolved: model,
    strategy: router.strategy,
    candidates: await Promise.all(ranked.map((candidate) => explained(candidate, gate))),
    others: [
      ...others.map((channel) => ({
        channel: channel.name,
        provider: channel.provider.id,
        reason: reasonOf(channel, question),
      })),
      ...unusable.map(({ name, type, reason }) => ({ channel: name, provider: type, reason })),
    ],
  };
}

async function explained(
  { channel, target, credential, score }: RankedCandidate,
  gate: PipelineParts['gate'],
): Promise<ExplainedCandidate> {
  const full = await gate.full(channel);
  return {
    channel: channel.name,
    provider: channel.provider.id,
    ...(credential && channel.credentials.length > 1 && { credential: credential.label }),
    upstream_model: target.model,
    priority: channel.priority,
    weight: channel.weight,
    health: score.health,
    score: score.total,
    parts: score.parts,
    ...(full !== undefined && { at_limit: full }),
  };
}

function reasonOf({ name, models, provider }: Channel, { caller: { access }, model }: RouteQuestion): string {
  if (!access.allowsModel(model)) return 'This key may not call the model.';
  if (!access.allowsChannel(name)) return 'This key may not use the channel.';
  if (models) return 'Its list of models does not name this one.';
  if (provider.accepts)
    return "The provider's catalogue does not know this name, and it does not look like one of its models.";
  return "The provider's catalogue does not know this name.";
}
