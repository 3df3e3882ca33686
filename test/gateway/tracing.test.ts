import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOpenAi } from '../upstreams/openai.ts';
import { type ReceivedSpan, startCollector } from '../upstreams/otlp.ts';
import { startGateway, type TestGateway } from './start.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const chat = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'A secret of mine' }] };

let upstream: Awaited<ReturnType<typeof startOpenAi>>;
let collector: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  upstream = await startOpenAi();
  collector = await startCollector();
});
afterAll(async () => {
  await upstream.close();
  await collector.close();
});

const channels = () =>
  ['first', 'second'].map((name, index) => ({
    ...{ name, type: 'openai', base_url: upstream.url, api_key: 'sk-test', priority: index + 1 },
  }));

const traced = (env: Record<string, string> = {}) =>
  startGateway(
    { channels: channels() },
    { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', ...env },
  );

async function ask(gateway: TestGateway, body: object, headers: Record<string, string> = {}) {
  upstream.calls.length = 0;
  collector.calls.length = 0;
  const reply = await gateway.post('/v1/chat/completions', body, headers);
  await reply.text();
  return reply.headers.get('ah-request-id');
}

/** Stopping sends what is waiting. */
async function spansAfter(gateway: TestGateway): Promise<ReceivedSpan[]> {
  await gateway.close();
  return collector.spans();
}

describe('OpenTelemetry', () => {
  it('gets a span of the exchange and one of each attempt, in the trace of the client', async () => {
    const gateway = await traced({
      OTEL_SERVICE_NAME: 'my-gateway',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
    });
    upstream.next({ status: 500, json: { error: { message: 'No', type: 'server_error' } } });
    const headers = {
      traceparent: `00-${TRACE}-${PARENT}-01`,
      tracestate: 'vendor=1',
      'ah-thread-id': 'talk',
    };
    const id = await ask(gateway, chat, headers);
    const [exchange, failed, fine, ...more] = await spansAfter(gateway);
    expect(more).toEqual([]);
    expect(exchange).toMatchObject({
      ...{ name: 'POST /v1/chat/completions', kind: 2, traceId: TRACE, parentSpanId: PARENT },
      resource: { 'service.name': 'my-gateway', 'deployment.environment': 'test' },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-5-mini',
        'gen_ai.conversation.id': 'talk',
        'http.response.status_code': 200,
        'axonhub.request.id': id,
        'axonhub.attempts': 2,
      },
    });
    expect(failed).toMatchObject({
      ...{ kind: 3, traceId: TRACE, parentSpanId: exchange?.spanId, status: { code: 2 } },
      attributes: {
        'axonhub.channel': 'first',
        'error.type': 'upstream_error',
        'http.response.status_code': 500,
      },
    });
    expect(fine).toMatchObject({
      ...{ name: 'chat gpt-5-mini', kind: 3, traceId: TRACE, parentSpanId: exchange?.spanId },
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.output.type': 'text',
        'gen_ai.usage.input_tokens': expect.any(Number),
        'gen_ai.usage.output_tokens': expect.any(Number),
        'server.address': '127.0.0.1',
        'axonhub.channel': 'second',
      },
    });
    expect(Number(fine?.endTimeUnixNano)).toBeGreaterThanOrEqual(Number(fine?.startTimeUnixNano));
    const told = upstream.calls.map((call) => [call.headers.traceparent, call.headers.tracestate]);
    expect(told).toEqual([
      [`00-${TRACE}-${failed?.spanId}-01`, 'vendor=1'],
      [`00-${TRACE}-${fine?.spanId}-01`, 'vendor=1'],
    ]);
    expect(collector.calls[0]).toMatchObject({
      path: '/v1/traces',
      headers: { authorization: 'Bearer abc' },
    });
    expect(collector.calls[0]?.body.toString()).not.toMatch(/A secret of mine|sk-test/);
  });

  it('begins a trace where the client has none, and tells of streams and refusals too', async () => {
    const gateway = await traced();
    await ask(gateway, { ...chat, stream: true });
    const [call] = upstream.calls;
    await ask(gateway, { ...chat, model: 'no-such-model' });
    const [stream, attempt, refused] = await spansAfter(gateway);
    expect(stream?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(stream).not.toHaveProperty('parentSpanId', PARENT);
    expect(call?.headers.traceparent).toBe(`00-${stream?.traceId}-${attempt?.spanId}-01`);
    expect(refused).toMatchObject({
      attributes: { 'error.type': 'model_not_found', 'http.response.status_code': 404 },
    });
  });

  it('gets protocol buffers where nothing else is said, and nothing of traces that are not sampled', async () => {
    const gateway = await traced({ OTEL_EXPORTER_OTLP_PROTOCOL: '' });
    await ask(gateway, chat, { traceparent: `00-${TRACE}-${PARENT}-00` });
    expect(upstream.calls[0]?.headers.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    const reply = await gateway.post('/v1/chat/completions', chat);
    await reply.text();
    await gateway.close();
    expect(collector.calls.map(({ headers }) => headers['content-type'])).toEqual(['application/x-protobuf']);
    expect(collector.calls[0]?.body.toString('latin1')).toContain('gen_ai.provider.name');
  });

  it('being away holds nobody up, and is told to the operator', async () => {
    const gateway = await traced({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    await ask(gateway, chat);
    const began = Date.now();
    await gateway.close();
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

describe('without OpenTelemetry', () => {
  it("a client's trace goes on to the upstream as it is, and none begins", async () => {
    const gateway = await startGateway({ channels: channels() });
    await ask(gateway, chat, { traceparent: `00-${TRACE}-${PARENT}-01` });
    expect(upstream.calls[0]?.headers.traceparent).toBe(`00-${TRACE}-${PARENT}-01`);
    await ask(gateway, chat);
    expect(upstream.calls[0]?.headers).not.toHaveProperty('traceparent');
    await ask(gateway, chat, { traceparent: '00-nonsense' });
    expect(upstream.calls[0]?.headers).not.toHaveProperty('traceparent');
    await gateway.close();
  });
});
