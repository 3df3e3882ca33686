import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the reporter finds what gateways said; it sets it before any test runs. */
export const OUTPUT_FOLDER = 'AXONHUB_TEST_OUTPUT';

/** Keeps what a gateway wrote to its operator's log, for the search at the end of the run. */
export function keepOutput(output: string): void {
  const folder = process.env[OUTPUT_FOLDER];
  if (folder !== undefined && output !== '') writeFileSync(join(folder, `${randomUUID()}.log`), output);
}
