import type { Cost } from '../../contract/cost.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Request } from '../../contract/request.ts';
import type { Try } from '../call/try-target.ts';
import type { Exchange } from '../exchange.ts';
import { logEntry } from './log-entry.ts';

/**
 * Before a provider begins to draw: writes down what the log is to say should the process die before it can tell how it ended.
 * @param calls how many are made of the provider side by side
 */
export async function keepUnsettled(
  exchange: Exchange,
  current: Try,
  request: Request,
  calls: number,
): Promise<void> {
  const { parts, attempts, charges } = exchange;
  const cost = unknownBill(calls);
  const entry = logEntry(
    {
      ...exchange,
      attempts: [...attempts, current.cutOff(cost, CUT_OFF)],
      charges: [...charges, { attempt: attempts.length, cost, pictures: [] }],
    },
    { request, error: CUT_OFF, status: CUT_OFF.status, at: parts.now(), usage: undefined, imageCount: 0 },
  );
  exchange.unsettled ??= parts.unsettled.begin();
  await parts.unsettled.keep(entry);
}

/** As the log tells it; no client ever hears this. */
const CUT_OFF = new GatewayError(
  'interrupted',
  'Outcome unknown: the gateway stopped while the provider was working. It may have billed this.',
);

export function unknownBill(calls: number): Cost {
  const which = calls === 1 ? 'a call' : `${calls} calls`;
  return {
    unknown: `The gateway stopped while the provider was working on ${which}: what it billed is unknown.`,
  };
}
