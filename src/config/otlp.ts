import { Secret } from '../lib/secret.ts';
import type { ConfigProblem } from './config-error.ts';
import type { Environment } from './expand.ts';
import { httpUrl } from './file-schema.ts';

const PROTOCOLS = ['http/protobuf', 'http/json'] as const;

/** Where spans are sent to. */
export interface OtlpConfig {
  /** Whole URL. */
  readonly url: string;
  readonly protocol: (typeof PROTOCOLS)[number];
  /** Of every call; they hold credentials. */
  readonly headers: { readonly [name: string]: Secret };
  readonly serviceName: string;
  /** What else is said of this process. */
  readonly attributes: { readonly [name: string]: string };
}

/** OpenTelemetry's own variables; without an endpoint nothing is sent. Those of the exporter alone, as timeouts, it reads itself. */
export function otlpConfig(env: Environment, problems: ConfigProblem[]): OtlpConfig | undefined {
  const url = endpoint(env, problems);
  if (url === undefined || env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none')
    return undefined;
  const { 'service.name': named, ...attributes } = pairs(env.OTEL_RESOURCE_ATTRIBUTES);
  const headers = pairs(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS);
  return {
    url,
    protocol: protocol(env, problems),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, new Secret(value)])),
    serviceName: env.OTEL_SERVICE_NAME || named || 'axonhub',
    attributes,
  };
}

function endpoint(env: Environment, problems: ConfigProblem[]): string | undefined {
  for (const name of ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const) {
    const value = env[name];
    if (!value) continue;
    if (!httpUrl.safeParse(value).success) problems.push({ where: name, message: 'must be an http(s) URL' });
    return name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? `${value.replace(/\/+$/, '')}/v1/traces` : value;
  }
  return undefined;
}

function protocol(env: Environment, problems: ConfigProblem[]): OtlpConfig['protocol'] {
  const name = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  const given = env[name];
  const known = PROTOCOLS.find((each) => each === given);
  if (given && !known) problems.push({ where: name, message: `must be one of ${PROTOCOLS.join(', ')}` });
  return known ?? PROTOCOLS[0];
}

/** As `name=value,other=percent%20encoded`. */
function pairs(text = ''): { [name: string]: string } {
  const entries = text.split(',').flatMap((pair): [string, string][] => {
    const [name = '', ...rest] = pair.split('=');
    return name.trim() === '' || rest.length === 0 ? [] : [[name.trim(), decoded(rest.join('=').trim())]];
  });
  return Object.fromEntries(entries);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
