import type { Query } from '../contract/dialect.ts';
import { invalid } from '../contract/error.ts';
import type { Request } from '../contract/request.ts';
import { isObject } from '../contract/tree.ts';
import { preferences } from './admit/prefer.ts';
import type { Exchange, WholeOutcome } from './exchange.ts';
import { wantsPicture } from './wants-picture.ts';

/** The client would rather be told where to find its answer than wait for it. */
export interface AsyncWish {
  /** `"async": true` in the body, which has to be obeyed; `Prefer: respond-async` may be passed over. */
  readonly insists: boolean;
}

const FIELD = 'async';

/** Takes the wish out of the body, so that nobody takes it for a parameter. @throws GatewayError `invalid_request` */
export function takeAsyncWish(exchange: Exchange): AsyncWish | undefined {
  const { incoming, body } = exchange;
  if (!incoming.records || incoming.job || !body) return undefined;
  const taken = body.kind === 'json' ? fromTree(body) : fromForm(body);
  exchange.body = taken.body;
  if (taken.wanted) return { insists: true };
  return preferences(incoming.headers).respondAsync && taken.wanted === undefined
    ? { insists: false }
    : undefined;
}

interface Taken {
  readonly body: Query['body'];
  readonly wanted: boolean | undefined;
}

function fromTree(body: Extract<Query['body'], { kind: 'json' }>): Taken {
  if (!isObject(body.tree) || !Object.hasOwn(body.tree, FIELD)) return { body, wanted: undefined };
  const { [FIELD]: wanted, ...tree } = body.tree;
  if (wanted !== null && typeof wanted !== 'boolean')
    throw invalid(FIELD, `"${FIELD}" must be true or false.`);
  return { body: { kind: 'json', tree }, wanted: wanted ?? undefined };
}

function fromForm(body: Extract<Query['body'], { kind: 'form' }>): Taken {
  const found = body.entries.find(({ name }) => name === FIELD);
  if (!found) return { body, wanted: undefined };
  const value = 'value' in found ? found.value : '';
  if (value !== 'true' && value !== 'false') throw invalid(FIELD, `"${FIELD}" must be true or false.`);
  const entries = body.entries.filter(({ name }) => name !== FIELD);
  return { body: { kind: 'form', entries }, wanted: value === 'true' };
}

/** @throws GatewayError `invalid_request` where the client insists on what there is not */
export function becomesJob(wish: AsyncWish | undefined, request: Request): boolean {
  if (!wish) return false;
  if (wantsPicture(request)) return true;
  if (wish.insists) throw invalid(FIELD, `"${FIELD}" is for requests that ask for pictures.`);
  return false;
}

/** The request, warned where it names a webhook: nobody is called about an answer that is waited for. */
export function withIdleWebhook(request: Request, { incoming }: Exchange): Request {
  if (incoming.job || incoming.headers['ah-webhook-url'] === undefined) return request;
  const detail = 'Webhooks are for jobs: ask for pictures with "Prefer: respond-async".';
  const warning = { kind: 'ignored', field: 'AH-Webhook-URL', detail } as const;
  return { ...request, warnings: [...request.warnings, warning] };
}

const RETRY_AFTER_SECONDS = '2';

/** 202: the request is kept, and done from now on. */
export async function accept(
  { parts, incoming, caller, body, model }: Exchange,
  wish: AsyncWish | undefined,
): Promise<Pick<WholeOutcome, 'reply'>> {
  if (!caller || !body) throw new TypeError('a job has an owner and a body');
  const { id, described } = await parts.jobs.accept({ incoming, caller, model, body });
  const headers = {
    location: `/v1/jobs/${id}`,
    'retry-after': RETRY_AFTER_SECONDS,
    ...(wish?.insists === false && { 'preference-applied': 'respond-async' }),
  };
  return { reply: { status: 202, headers, tree: described } };
}
