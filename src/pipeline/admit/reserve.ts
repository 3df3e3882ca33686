import type { ModelCard } from '../../contract/capability.ts';
import { isKnown } from '../../contract/cost.ts';
import { type Amounts, NOTHING } from '../../contract/quota.ts';
import type { ChatRequest, Request } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import { costOf } from '../../metering/cost.ts';
import { pictureEstimates } from '../../metering/estimate.ts';
import { toNano } from '../../metering/nano-usd.ts';
import { dayOf } from '../../metering/price-list.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Exchange } from '../exchange.ts';
import { costSoFar } from '../log/meter.ts';

/** Tokens of an answer whose client sets no limit. */
const USUAL_ANSWER = 1_000;
const CHARACTERS_PER_TOKEN = 4;

/**
 * Takes what the request will probably use from every quota that holds for the caller, before any upstream is called.
 * @throws GatewayError `rate_limited`, `quota_exceeded`
 */
export async function reserve(
  exchange: Exchange,
  request: Request,
  targets: readonly Candidate[],
): Promise<void> {
  const holders = exchange.caller?.quotas ?? [];
  const [first] = targets;
  if (holders.length === 0 || !first) return;
  const amounts = expected(request, first.target.card, dayOf(exchange.started));
  exchange.reservation = await exchange.parts.budgets.reserve(holders, amounts);
}

/** What the first target will probably use; an unknown price reserves nothing. */
export function expected(request: Request, card: ModelCard, day: string): Amounts {
  const images = picturesAsked(request);
  const usage = request.operation === 'chat' ? tokensOfChat(request) : {};
  const tokens = (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  const cost = images > 0 ? costOfPictures(card, images, day) : costOfWords(usage, card, day);
  return { ...NOTHING, requests: 1, images, tokens, cost: toNano(cost) };
}

function picturesAsked(request: Request): number {
  if (request.operation === 'image') return request.wishes.count ?? 1;
  const image = request.operation === 'chat' ? request.output.image : undefined;
  return image ? (image.wishes.count ?? 1) : 0;
}

function tokensOfChat(request: ChatRequest): Usage {
  const { choices = 1, maxTokens = USUAL_ANSWER } = request.output;
  return { inputTokens: choices * tokensOfQuestion(request), outputTokens: choices * maxTokens };
}

/** About as many as the words of the question have. */
export function tokensOfQuestion({ messages }: ChatRequest): number {
  let characters = 0;
  for (const { parts } of messages) {
    for (const part of parts) if ('text' in part) characters += part.text.length;
  }
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** The dearest picture of the list: nobody knows yet which one it will be. */
function costOfPictures(card: ModelCard, count: number, day: string): number {
  return count * Math.max(0, ...pictureEstimates(card, day).map(({ usd }) => usd));
}

function costOfWords(usage: Usage, card: ModelCard, day: string): number {
  if (usage.inputTokens === undefined) return 0;
  const cost = costOf(usage, card, { pictures: [], references: 0, day });
  return isKnown(cost) ? cost.usd : 0;
}

/** What an exchange that has ended really used. An unknown amount is left out: it stays as it was reserved. */
export function used(exchange: Exchange, usage: Usage | undefined, images: number): Partial<Amounts> {
  const cost = costSoFar(exchange);
  // No call was made: nothing was used.
  if (!cost) return { images: 0, tokens: 0, cost: 0 };
  const tokens = totalTokens(usage);
  return {
    images,
    ...(tokens !== null && { tokens }),
    ...(isKnown(cost) && { cost: toNano(cost.usd) }),
  };
}

/** Null: unknown. */
export const totalTokens = ({ inputTokens, outputTokens }: Usage = {}): number | null =>
  inputTokens === undefined && outputTokens === undefined ? null : (inputTokens ?? 0) + (outputTokens ?? 0);
