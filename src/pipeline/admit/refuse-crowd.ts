import { invalid } from '../../contract/error.ts';
import type { Request, Warning } from '../../contract/request.ts';

/** Far more than any API has. Each one that cannot be done is a warning in the answer, in a header and in the log. */
const MOST = 200;

/** @throws GatewayError `invalid_request` for what only makes the gateway work */
export function refuseCrowdedRequest({ extensions }: Request): void {
  for (const members of Object.values(extensions)) refuse(Object.keys(members));
}

/** @throws GatewayError `invalid_request` for what only makes the gateway work */
export const refuseCrowd = (warnings: readonly Warning[]): void => refuse(warnings.map(({ field }) => field));

function refuse(fields: readonly string[]): void {
  const beyond = fields[MOST];
  if (beyond === undefined) return;
  throw invalid(
    beyond.slice(0, MOST),
    `The request has ${fields.length} parameters that the gateway does not know or cannot fulfil; at most ${MOST} are taken.`,
  );
}
