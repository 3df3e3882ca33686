import { expect, it } from 'vitest';
import type { ConfigProblem } from './config-error.ts';
import { otlpConfig } from './otlp.ts';

const read = (env: Record<string, string>) => {
  const problems: ConfigProblem[] = [];
  return { otlp: otlpConfig(env, problems), problems };
};

it('sends nothing without an endpoint, or where that is switched off', () => {
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://localhost:4318';
  expect(read({}).otlp).toBeUndefined();
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' }).otlp).toBeUndefined();
  expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }).otlp).toBeUndefined();
});

it("reads OpenTelemetry's own variables, those of traces first", () => {
  const common = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/otlp/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20secret, x-scope = a=b',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment=prod',
  };
  const { otlp } = read(common);
  expect(otlp).toMatchObject({
    url: 'https://collector.example.com/otlp/v1/traces',
    protocol: 'http/protobuf',
    serviceName: 'other',
    attributes: { 'deployment.environment': 'prod' },
  });
  expect(otlp?.headers.authorization?.reveal()).toBe('Bearer secret');
  expect(otlp?.headers['x-scope']?.reveal()).toBe('a=b');
  expect(JSON.stringify(otlp)).not.toContain('Bearer');
  const own = read({
    ...common,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/mine',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_SERVICE_NAME: 'gateway',
  });
  expect(own.otlp).toMatchObject({
    url: 'http://localhost:4318/mine',
    protocol: 'http/json',
    serviceName: 'gateway',
  });
});

it('says what it cannot do', () => {
  const { problems } = read({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  });
  expect(problems).toEqual([
    { where: 'OTEL_EXPORTER_OTLP_ENDPOINT', message: 'must be an http(s) URL' },
    { where: 'OTEL_EXPORTER_OTLP_PROTOCOL', message: 'must be one of http/protobuf, http/json' },
  ]);
});
