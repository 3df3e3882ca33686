import { randomUUID } from 'node:crypto';
import type { Caller } from '../../accounts/keyring.ts';
import { modelAccess } from '../../accounts/model-access.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { GatewayError } from '../../contract/error.ts';
import { asArray, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import type { FinishedPicture, Keeper } from '../../media/keep.ts';
import type { Channel } from '../../routing/channel.ts';
import { createHealthBoard } from '../../routing/health-board.ts';
import { createRouter } from '../../routing/router.ts';
import type { LogEntry } from '../../storage/ports.ts';
import type { Outcome, PipelineParts } from '../exchange.ts';
import { runExchange } from '../index.ts';

/** One small call to a channel, to see whether it works. */
export interface Trial {
  readonly channel: Channel;
  /** The body of the request, in the dialect's format. */
  readonly body: TreeObject;
  readonly signal: AbortSignal;
}

export interface TrialResult {
  /** Absent: it worked. */
  readonly error?: GatewayError;
  /** What the model said; empty where it only drew. */
  readonly text: string;
  readonly pictures: readonly TrialPicture[];
  /** As the request log would have it: attempts, times, cost, warnings. */
  readonly entry: LogEntry;
}

export interface TrialPicture {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Whoever tries a channel out may ask it for anything. */
const TESTER: Caller = {
  ...{
    keyId: '',
    keyName: '',
    project: '',
    ownerId: null,
    imageShape: null,
    retry: {},
    debug: false,
    quotas: [],
    scopes: [],
    bodies: 'off',
  },
  access: modelAccess({ models: [], channels: [] }),
};

/**
 * Runs a call through the whole pipeline with this channel as the only one. It leaves no rows, keeps no pictures, and neither
 * knows nor changes what the router knows of the channel. Failures are results.
 */
export async function tryChannel(parts: PipelineParts, dialect: Dialect, trial: Trial): Promise<TrialResult> {
  const [route] = dialect.routes;
  const [path] = route?.paths ?? [];
  if (!route || path === undefined) throw new TypeError(`the format ${dialect.id} has no route`);
  const caught: Caught = { pictures: [], entries: [], errors: [] };
  const outcome = await runExchange(trialParts(parts, trial.channel, caught), {
    requestId: `trial_${randomUUID().replaceAll('-', '')}`,
    ...{ dialect, route, path, url: path, params: {}, headers: {}, ip: '', origin: 'http://gateway' },
    clientGone: trial.signal,
    readBody: async () => ({ kind: 'json', tree: trial.body }),
  });
  try {
    const [entry] = caught.entries;
    const [error] = caught.errors;
    if (!entry) throw error ?? new TypeError('the exchange was not settled');
    const pictures = await Promise.all(caught.pictures.map(readPicture));
    return { text: error ? '' : textOf(await treeOf(outcome)), pictures, entry, ...(error && { error }) };
  } finally {
    await outcome.close();
  }
}

/** What would have gone into the stores. */
interface Caught {
  readonly pictures: FinishedPicture[];
  readonly entries: LogEntry[];
  readonly errors: GatewayError[];
}

/** The pipeline's parts with what must not be touched replaced. */
function trialParts(
  parts: PipelineParts,
  channel: Channel,
  { pictures, entries, errors }: Caught,
): PipelineParts {
  const { now, random } = parts;
  const { spans: _, ...quiet } = parts;
  const keeper: Keeper = {
    keep: async (picture) => {
      pictures.push(picture);
      return { ...picture, id: `img_trial${pictures.length}`, url: '', urlExpires: 0 };
    },
  };
  return {
    ...quiet,
    keyring: { ...parts.keyring, authenticate: async () => TESTER },
    // Whoever tries a channel out wants to know how it answers, not how much is left of it.
    channels: () => [{ ...channel, limits: {}, budgets: [] }],
    catalog: () => ({ ...parts.catalog(), entries: new Map(), onlyEntries: false }),
    router: createRouter({ strategy: () => 'failover', board: createHealthBoard(now), now, random }),
    keeper,
    unsettled: { ...parts.unsettled, keep: async () => {} },
    log: { ...parts.log, add: (entry) => void entries.push(entry) },
    onError: (error) => void errors.push(error),
  };
}

async function treeOf(outcome: Outcome): Promise<Tree> {
  if (outcome.kind !== 'whole') return null;
  const { relayed, reply } = outcome;
  if (!relayed) return reply.tree;
  const chunks = await Array.fromAsync(relayed.chunks(), (lent) => Buffer.from(lent));
  return JSON.parse(Buffer.concat(chunks).toString()) as Tree;
}

/** What a chat completion says. */
function textOf(tree: Tree): string {
  const content = member(member(asArray(member(tree, 'choices'))[0], 'message'), 'content');
  const parts = asArray(content).flatMap((part) => asString(member(part, 'text')) ?? []);
  return asString(content) ?? parts.join('');
}

const readPicture = async ({ payload, ...shape }: FinishedPicture): Promise<TrialPicture> => ({
  ...shape,
  bytes: Buffer.concat(await Array.fromAsync(payload.read())),
});
