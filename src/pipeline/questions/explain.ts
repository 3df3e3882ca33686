import type { Caller } from '../../accounts/keyring.ts';
import type { Query } from '../../contract/dialect.ts';
import { type Catalog, targetsFor } from '../../routing/catalog.ts';
import type { Channel } from '../../routing/channel.ts';
import type { Phase } from '../../routing/health.ts';
import type { RequestFacts } from '../../routing/model-entry.ts';
import type { RankedCandidate } from '../../routing/router.ts';
import type { ScoreParts, Strategy } from '../../routing/score.ts';
import { reachable } from '../admit/access.ts';
import type { PipelineParts } from '../exchange.ts';
import { affinityKey, traceIds } from '../log/trace.ts';

/** Where a request for a model would go now, and why nowhere else. Without addresses and credentials. */
export interface RouteExplanation {
  readonly object: 'routing.explanation';
  /** As the client names it. */
  readonly model: string;
  /** As the key's profile renames it. */
  readonly resolved: string;
  /** Name of the model entry that decides where it goes; null: there is none. */
  readonly entry: string | null;
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
  /** Of the association of the model entry; absent: there is none. */
  readonly association_priority?: number;
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
  /** What conditions of model entries look at; what is absent is taken to fit. */
  readonly facts?: RequestFacts;
}

type ExplainParts = Pick<PipelineParts, 'channels' | 'catalog' | 'router' | 'gate'>;

/**
 * Takes nobody's turn and starts no probe.
 * @param unusable channels that no request may go to
 */
export async function explainRoute(
  { channels, catalog, router, gate }: ExplainParts,
  question: RouteQuestion,
  unusable: readonly { readonly name: string; readonly type: string; readonly reason: string }[],
): Promise<RouteExplanation> {
  const { headers, caller } = question;
  const model = caller.access.resolve(question.model);
  const { traceId } = traceIds(headers, { kind: 'json', tree: null });
  const trace = traceId === null ? undefined : affinityKey(caller.project, traceId, question.model);
  const all = channels();
  const open = caller.access.allowsModel(question.model) ? reachable(caller, all) : [];
  const known = catalog();
  const facts = () => ({ ...question.facts, project: caller.project });
  const targets = targetsFor({ channels: open, catalog: known }, model, facts);
  const ranked = router.preview(targets, trace);
  const entry = known.entries.get(model);
  const serving = new Set(ranked.map(({ channel }) => channel));
  const others = all.filter((channel) => !serving.has(channel));
  return {
    object: 'routing.explanation',
    model: question.model,
    resolved: model,
    entry: entry ? entry.name : null,
    strategy: router.strategy,
    candidates: await Promise.all(ranked.map((candidate) => explained(candidate, gate))),
    others: [
      ...others.map((channel) => ({
        channel: channel.name,
        provider: channel.provider.id,
        reason: reasonOf(channel, question, known, model),
      })),
      ...unusable.map(({ name, type, reason }) => ({ channel: name, provider: type, reason })),
    ],
  };
}

async function explained(
  { channel, target, credential, score, rank }: RankedCandidate,
  gate: PipelineParts['gate'],
): Promise<ExplainedCandidate> {
  const full = await gate.full(channel);
  return {
    channel: channel.name,
    provider: channel.provider.id,
    ...(credential && channel.credentials.length > 1 && { credential: credential.label }),
    upstream_model: target.model,
    ...(rank !== undefined && { association_priority: rank }),
    priority: channel.priority,
    weight: channel.weight,
    health: score.health,
    score: score.total,
    parts: score.parts,
    ...(full !== undefined && { at_limit: full }),
  };
}

function reasonOf(
  { name, models, provider }: Channel,
  { caller: { access }, model }: RouteQuestion,
  { entries, onlyEntries }: Catalog,
  resolved: string,
): string {
  if (!access.allowsModel(model)) return 'This key may not call the model.';
  if (!access.allowsChannel(name)) return 'This key may not use the channel.';
  const entry = entries.get(resolved);
  if (entry && !entry.enabled) return 'The model is switched off.';
  if (entry && entry.associations.length > 0) return 'The entry of the model does not lead there.';
  if (!entry && onlyEntries) return 'The model has no entry, and only models with one can be asked for.';
  if (models) return 'Its list of models does not name this one.';
  if (provider.accepts)
    return "The provider's catalogue does not know this name, and it does not look like one of its models.";
  return "The provider's catalogue does not know this name.";
}
