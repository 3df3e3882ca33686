import { type Fake, type FakeCall, startFake } from './fake.ts';

/** A span as OTLP's JSON has it. */
export interface ReceivedSpan {
  readonly name: string;
  /** 2: server, 3: client. */
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: { readonly [name: string]: unknown };
  readonly status: { readonly code?: number };
  readonly resource: { readonly [name: string]: unknown };
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly [type: string]: unknown };
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** A collector that takes OTLP over HTTP in JSON. */
export async function startCollector(): Promise<Fake & { spans(): ReceivedSpan[] }> {
  const fake = await startFake(() => ({ json: {} }));
  return { ...fake, spans: () => fake.calls.flatMap(spansOf) };
}

function spansOf({ json }: FakeCall): ReceivedSpan[] {
  const { resourceSpans } = json as ReturnType<typeof JSON.parse>;
  return resourceSpans.flatMap(({ resource, scopeSpans }: ReturnType<typeof JSON.parse>) =>
    scopeSpans.flatMap(({ spans }: ReturnType<typeof JSON.parse>) =>
      spans.map((span: ReceivedSpan & { attributes: readonly Attribute[] }) => ({
        ...span,
        attributes: valuesOf(span.attributes),
        resource: valuesOf(resource.attributes),
      })),
    ),
  );
}
