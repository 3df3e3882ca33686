import type { ConversationRules, Query, Recalled, ReplyContext, Turn } from '../../contract/dialect.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';
import { type Answer, type AnswerEvent, isUnderstood } from '../answer.ts';
import type { Exchange } from '../exchange.ts';

/** More than any model's context holds; each is a row to read. */
const MOST_TURNS = 2_000;
/** Items that one request may name by id. */
const MOST_NAMED = 1_000;

/** What the request cannot be decoded without; undefined where its format keeps no conversations. */
export async function recall(
  { incoming, parts, caller }: Exchange,
  body: Query['body'],
): Promise<Recalled | undefined> {
  const rules = incoming.route.conversation;
  if (!rules || !caller) return undefined;
  const { previous, field, items } = rules.recalls(body);
  if (items.length > MOST_NAMED) {
    throw invalid('input', `"input" names ${items.length} items by id; at most ${MOST_NAMED} may be.`);
  }
  const find = (id: string) => parts.conversations.find(caller.project, id);
  const turns = previous === undefined ? [] : await chain(find, previous, field);
  const named = await Promise.all(items.map(async ({ id, turn }) => [id, await find(turn)] as const));
  return {
    history: turns.flatMap((turn) => rules.itemsOf(turn)),
    items: new Map(
      named.flatMap(([id, turn]) => {
        const item = turn && rules.itemsOf(turn).find((each) => asString(member(each, 'id')) === id);
        return item === undefined ? [] : [[id, item] as [string, Tree]];
      }),
    ),
  };
}

/** The turn and all before it, oldest first. */
async function chain(
  find: (id: string) => Promise<Turn | undefined>,
  last: string,
  field: string | undefined,
): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let id: string | undefined = last; id !== undefined; ) {
    const turn = await find(id);
    if (!turn) throw notFound(id, field);
    if (turns.push(turn) > MOST_TURNS) throw tooLong(field);
    id = turn.previous;
  }
  return turns.reverse();
}

const notFound = (id: string, field: string | undefined): GatewayError =>
  new GatewayError(
    'not_found',
    `Previous response with id '${id.slice(0, 80)}' not found. It was never made here, not kept ("store": false), or deleted.`,
    field === undefined ? {} : { field },
  );

const tooLong = (field: string | undefined): GatewayError =>
  new GatewayError(
    'invalid_request',
    `The conversation has more than ${MOST_TURNS} turns; start a new one.`,
    field === undefined ? {} : { field },
  );

/** Passes the answer on and keeps the turn, where its client wants that, just before it is told that the answer is whole. */
export function remember(exchange: Exchange, context: ReplyContext, answer: Answer): Answer {
  const rules = exchange.incoming.route.conversation;
  return rules ? remembering(exchange, rules, context, answer) : answer;
}

async function* remembering(
  exchange: Exchange,
  rules: ConversationRules,
  context: ReplyContext,
  answer: Answer,
): AsyncGenerator<readonly AnswerEvent[]> {
  const said: StreamEvent[] = [];
  let isRelayed = false;
  for await (const batch of answer) {
    for (const event of batch) {
      if (!isUnderstood(event)) isRelayed = true;
      else if (event.type !== 'media-partial') said.push(event);
    }
    if (!isRelayed && said.at(-1)?.type === 'response-end') {
      await keepTurn(exchange, () => rules.keep(collect(said), context));
    }
    yield batch;
  }
}

/** An answer that cannot be kept is still an answer. */
async function keepTurn(
  { parts, caller, incoming }: Exchange,
  encode: () => Turn | undefined,
): Promise<void> {
  try {
    const turn = encode();
    if (!turn || !caller) return;
    await parts.conversations.keep({ project: caller.project, keyId: caller.keyId }, turn);
  } catch (error) {
    parts.onError(GatewayError.from(error), incoming.requestId);
  }
}
