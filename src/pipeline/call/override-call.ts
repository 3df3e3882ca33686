import type { Call } from '../../contract/provider.ts';
import type { Warning } from '../../contract/request.ts';
import type { Candidate } from '../../routing/candidates.ts';
import { applyOverrides } from '../../routing/overrides.ts';
import type { Exchange } from '../exchange.ts';

interface Overridden {
  readonly call: Call;
  /** What changed of what was to be asked. */
  readonly warnings: readonly Warning[];
}

/** The call as its channel wants it. */
export function withOverrides(call: Call, { request }: Exchange, { channel, target }: Candidate): Overridden {
  const { overrides } = channel;
  if (!overrides || !request) return { call, warnings: [] };
  return applyOverrides(call, overrides, { model: target.model, operation: request.operation });
}

/** Tells the client where there is no event to tell it by: in the headers and in the log. */
export function noteWarnings({ warnings: known }: Exchange, warnings: readonly Warning[]): void {
  for (const warning of warnings) {
    const { field, detail } = warning;
    if (!known.some((each) => each.field === field && each.detail === detail)) known.push(warning);
  }
}
