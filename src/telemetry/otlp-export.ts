import { type HrTime, type SpanContext, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { PlainSpan, SpanExport, SpanExportOptions } from './spans.ts';

/** A process that ends does not wait for a receiver that is away. */
const LAST_WORDS_MS = 3_000;

/** Batches and sends by OpenTelemetry's own packages: at most 2,048 spans wait, every five seconds or 512 spans a call leaves. */
export async function openOtlpExport(options: SpanExportOptions): Promise<SpanExport> {
  const processor = new BatchSpanProcessor({ exporter: watched(await exporterOf(options), options.onError) });
  const resource = resourceFromAttributes({
    ...options.attributes,
    'service.name': options.serviceName,
    'service.version': options.version,
  });
  const scope = { name: 'axonhub', version: options.version };
  return {
    add(spans) {
      for (const span of spans) processor.onEnd(readable(span, resource, scope));
    },
    async close() {
      const tired = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref());
      await Promise.race([processor.shutdown().catch(options.onError), tired]);
    },
  };
}

async function exporterOf({ url, headers, protocol }: SpanExportOptions): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url, headers: { ...headers } });
}

/** The SDK tells of failures to a global logger that nobody has set. */
const watched = (exporter: SpanExporter, onError: (error: unknown) => void): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans, (result) => {
      if (result.error) onError(result.error);
      done(result);
    }),
  shutdown: () => exporter.shutdown(),
  ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() }),
});

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

function readable(
  span: PlainSpan,
  resource: Resource,
  instrumentationScope: ReadableSpan['instrumentationScope'],
): ReadableSpan {
  const { traceId, spanId, parentId, startMs, endMs } = span;
  const contextOf = (id: string): SpanContext => ({ traceId, spanId: id, traceFlags: TraceFlags.SAMPLED });
  return {
    name: span.name,
    kind: KINDS[span.kind],
    spanContext: () => contextOf(spanId),
    ...(parentId !== undefined && { parentSpanContext: contextOf(parentId) }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(endMs - startMs),
    status: { code: span.failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: { ...span.attributes },
    ...{ links: [], events: [], ended: true, resource, instrumentationScope },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1e6)];
