import { randomUUID } from 'node:crypto';

/** `req_` and 32 hex digits: goes into answers, the header AH-Request-Id and the log. */
export const newRequestId = (): string => `req_${randomUUID().replaceAll('-', '')}`;
