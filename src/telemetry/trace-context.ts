import { randomBytes } from 'node:crypto';

/** The place of an exchange in a distributed trace (W3C Trace Context). */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** The exchange's own span, 16 hex digits; where no spans are made, the client's. */
  readonly spanId: string;
  /** The client's span; absent: the trace begins here. */
  readonly parentId?: string;
  /** Whoever began the trace wants to see it. */
  readonly sampled: boolean;
  /** The exchange makes spans of its own. */
  readonly own: boolean;
  readonly state?: string;
}

type Headers = { readonly [name: string]: string | string[] | undefined };

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const STATE = /^[\x20-\x7e]{1,512}$/;

/** @param makesSpans false: a trace that the client is in is passed on, and none begins here */
export function traceContext(headers: Headers, makesSpans: boolean): TraceContext | undefined {
  const { traceparent, tracestate } = headers;
  const found = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent.trim()) : null;
  if (!found) return makesSpans ? { traceId: hex(16), spanId: hex(8), sampled: true, own: true } : undefined;
  const [, traceId = '', parentId = '', flags = ''] = found;
  return {
    traceId,
    parentId,
    spanId: makesSpans ? hex(8) : parentId,
    sampled: (Number.parseInt(flags, 16) & 1) === 1,
    own: makesSpans,
    ...(typeof tracestate === 'string' && STATE.test(tracestate) && { state: tracestate }),
  };
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** The span of an attempt: follows from the exchange's, so that nobody has to carry it around. */
export function attemptSpanId({ spanId }: TraceContext, position: number): string {
  const last = Number.parseInt(spanId.slice(-4), 16) ^ (position + 1);
  return spanId.slice(0, -4) + last.toString(16).padStart(4, '0');
}

/** What the upstream of an attempt is told. */
export function outgoingHeaders(context: TraceContext, position: number): { [name: string]: string } {
  const { traceId, spanId, own, sampled, state } = context;
  const parent = own ? attemptSpanId(context, position) : spanId;
  return {
    traceparent: `00-${traceId}-${parent}-${sampled ? '01' : '00'}`,
    ...(state !== undefined && { tracestate: state }),
  };
}
