import type { Attempt, Trail, Tried } from '../../pipeline/index.ts';
import { structuredString } from './structured-string.ts';

/**
 * `AH-Route`: a structured-field list (RFC 9651), one member per attempt, first one first:
 * `"azure";model="gpt-5";health=closed;score=0.7;errors=0.0;weight=0.7;outcome=ok;ms=812`. Undefined where nothing was tried.
 */
export function routeHeader({ attempts, trying }: Trail): string | undefined {
  const members = [
    ...attempts.flatMap((attempt) => [...passedOver(attempt), attemptMember(attempt)]),
    ...(trying ? [...passedOver(trying), `${start(trying)};outcome=answering`] : []),
  ];
  return members.length > 0 ? members.join(', ') : undefined;
}

const passedOver = (tried: Tried): string[] =>
  tried.passedOver.map(
    ({ channel, reason }) =>
      `${structuredString(channel)};outcome=passed-over;reason=${structuredString(reason)}`,
  );

function attemptMember(attempt: Attempt): string {
  const { error = 'ok', upstreamStatus, ms } = attempt;
  const status = upstreamStatus === undefined ? '' : `;status=${upstreamStatus}`;
  return `${start(attempt)};outcome=${error}${status};ms=${Math.round(ms)}`;
}

function start({ channel, credential, model, score }: Tried): string {
  const parts = Object.entries(score.parts).map(([name, value]) => `;${name}=${decimal(value)}`);
  const key = credential === undefined ? '' : `;credential=${structuredString(credential)}`;
  const which = `${structuredString(channel)}${key};model=${structuredString(model)}`;
  return `${which};health=${score.health};score=${decimal(score.total)}${parts.join('')}`;
}

/** Structured-field decimals have one to three digits after the point. */
const decimal = (value: number): string => {
  const text = String(Math.round(value * 1000) / 1000 + 0);
  return text.includes('.') ? text : `${text}.0`;
};
