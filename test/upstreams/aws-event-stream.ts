import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString()),
  (text) => Buffer.from(text),
);

/** One message as Amazon's own codec writes it. String headers, and any others in `more`. */
export function awsMessage(
  headers: { readonly [name: string]: string },
  body: string,
  more: Parameters<typeof codec.encode>[0]['headers'] = {},
): Buffer {
  const strings = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }] as const);
  return Buffer.from(
    codec.encode({ headers: { ...more, ...Object.fromEntries(strings) }, body: Buffer.from(body) }),
  );
}

/** An event with a JSON payload. */
export const awsEvent = (type: string, payload: unknown): Buffer =>
  awsMessage(
    { ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify(payload),
  );

/** A failure within a stream. */
export const awsException = (type: string, message: string): Buffer =>
  awsMessage(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify({ message }),
  );
