import type { Call } from '../../contract/provider.ts';
import { outgoingHeaders } from '../../telemetry/trace-context.ts';
import type { Exchange } from '../exchange.ts';

/** Tells the upstream which trace the call belongs to. */
export function withTrace(call: Call, { traced, attempts }: Exchange): Call {
  return traced
    ? { ...call, headers: { ...outgoingHeaders(traced, attempts.length), ...call.headers } }
    : call;
}
