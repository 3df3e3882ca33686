import { randomBytes } from 'node:crypto';

/** `req_` and 22 letters and digits: goes into answers, the header AH-Request-Id and the log. */
export const newRequestId = (): string =>
  `req_${randomBytes(16).toString('base64url').replace(/[-_]/g, 'x')}`;
