import type { ExecutionRow, LogEntry } from '../storage/ports.ts';
import { attemptSpanId, type TraceContext } from './trace-context.ts';

/** A span as OpenTelemetry has it, before its packages are loaded. */
export interface PlainSpan {
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
  readonly attributes: { readonly [name: string]: string | number | boolean };
}

/** Takes spans; sending them holds nobody up. */
export interface SpanExport {
  add(spans: readonly PlainSpan[]): void;
  /** Sends what is waiting; what the receiver does not take within seconds is lost. */
  close(): Promise<void>;
}

export interface SpanExportOptions {
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly headers: { readonly [name: string]: string };
  readonly serviceName: string;
  /** Of the gateway. */
  readonly version: string;
  readonly attributes: { readonly [name: string]: string };
  readonly onError: (error: unknown) => void;
}

/** What of an exchange does not stand in its rows. */
export interface SpanFacts {
  readonly context: TraceContext;
  readonly method: string;
  /** Undefined: the request could not be read. */
  readonly operation: string | undefined;
  /** It asked for pictures. */
  readonly draws: boolean;
  /** Of each attempt: its provider as OpenTelemetry calls it, and the upstream's host. */
  readonly upstreams: readonly { readonly provider: string; readonly host: string }[];
}

/** One span for the exchange and one for each attempt, by the semantic conventions for HTTP and generative AI. No contents. */
export function spansOf(entry: LogEntry, facts: SpanFacts): PlainSpan[] {
  const { context } = facts;
  const attempts = entry.executions.map((execution): PlainSpan => {
    const { position, startedAt, durationMs, errorCode, model } = execution;
    return {
      name: `${operationName(facts)} ${model}`,
      kind: 'client',
      traceId: context.traceId,
      spanId: attemptSpanId(context, position),
      parentId: context.spanId,
      startMs: startedAt,
      endMs: startedAt + durationMs,
      failed: errorCode !== null,
      attributes: known(attemptAttributes(execution, facts)),
    };
  });
  return [exchangeSpan(entry, facts), ...attempts];
}

/** Drawing has no name of its own in the conventions. */
const operationName = ({ operation }: SpanFacts): string =>
  operation === 'chat' ? 'chat' : 'generate_content';

function exchangeSpan({ request }: LogEntry, facts: SpanFacts): PlainSpan {
  const { context, method, operation } = facts;
  const { path, createdAt, durationMs, status } = request;
  return {
    name: `${method} ${path}`,
    kind: 'server',
    traceId: context.traceId,
    spanId: context.spanId,
    ...(context.parentId !== undefined && { parentId: context.parentId }),
    startMs: createdAt,
    endMs: createdAt + durationMs,
    failed: status >= 500,
    attributes: known({
      'http.request.method': method,
      'url.path': path,
      'http.response.status_code': status,
      'client.address': request.ip,
      'user_agent.original': request.client,
      'error.type': request.errorCode,
      'gen_ai.operation.name': operation === undefined ? null : operationName(facts),
      'gen_ai.request.model': request.model || null,
      'gen_ai.conversation.id': request.threadId,
      'axonhub.request.id': request.id,
      'axonhub.project': request.project || null,
      'axonhub.key.id': request.keyId || null,
      'axonhub.trace.id': request.traceId,
      'axonhub.dialect': request.dialect,
      'axonhub.images': request.imageCount,
      'axonhub.attempts': request.executionCount,
      'axonhub.cost.usd': dollars(request.costNanoUsd),
    }),
  };
}

/** Usage stands here and nowhere else, or whoever adds spans up would count it twice. */
function attemptAttributes(execution: ExecutionRow, facts: SpanFacts): Unknown {
  const { usage, position } = execution;
  const upstream = facts.upstreams[position];
  return {
    'gen_ai.operation.name': operationName(facts),
    'gen_ai.provider.name': upstream?.provider,
    'gen_ai.request.model': execution.model,
    'gen_ai.output.type': facts.draws ? 'image' : 'text',
    'gen_ai.usage.input_tokens': usage?.inputTokens,
    'gen_ai.usage.output_tokens': usage?.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage?.cachedInputTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage?.cacheWriteTokens,
    'server.address': upstream?.host,
    'http.response.status_code': execution.upstreamStatus,
    'error.type': execution.errorCode,
    'axonhub.channel': execution.channel,
    'axonhub.credential': execution.credential,
    'axonhub.attempt': position,
    'axonhub.first_ms': execution.firstMs,
    'axonhub.score': execution.score.total,
    'axonhub.cost.usd': dollars(execution.costNanoUsd),
  };
}

type Unknown = { readonly [name: string]: string | number | boolean | null | undefined };

const known = (attributes: Unknown): PlainSpan['attributes'] =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value]],
    ),
  );

const NANO = 1e9;

const dollars = (nanoUsd: number | null): number | null => (nanoUsd === null ? null : nanoUsd / NANO);
