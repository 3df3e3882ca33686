import type { KeptOutcome, Outcome, WholeOutcome } from '../../pipeline/exchange.ts';
import { type Head, JSON_TYPE } from '../replies/write.ts';
import { costHeader } from './cost-header.ts';
import { routeHeader } from './route-header.ts';
import { warningHeader } from './warning-header.ts';

/** What an answer's headers tell of how it came about. */
export function headersOf(
  outcome: Exclude<Outcome, KeptOutcome>,
  requestId: string,
): { readonly [name: string]: string } {
  const warnings = warningHeader(outcome.warnings);
  const route = outcome.trail && routeHeader(outcome.trail());
  const cost = outcome.kind === 'whole' ? costHeader(outcome.cost) : undefined;
  return {
    'ah-request-id': requestId,
    ...(warnings !== undefined && { 'ah-warnings': warnings }),
    ...(cost !== undefined && { 'ah-cost': cost }),
    ...(route !== undefined && { 'ah-route': route }),
  };
}

/** Of a whole answer. */
export const headOf = (outcome: WholeOutcome, requestId: string): Head => ({
  status: outcome.reply.status,
  headers: { 'content-type': JSON_TYPE, ...headersOf(outcome, requestId), ...outcome.reply.headers },
});
