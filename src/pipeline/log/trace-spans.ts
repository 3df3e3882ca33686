import type { Request } from '../../contract/request.ts';
import type { LogEntry } from '../../storage/ports.ts';
import { spansOf } from '../../telemetry/spans.ts';
import type { Attempt, Exchange } from '../exchange.ts';
import { wantsPicture } from '../wants-picture.ts';

/** What is told of an exchange that has ended, where somebody wants it. */
export function addSpans(exchange: Exchange, entry: LogEntry, request: Request | undefined): void {
  const { parts, traced, incoming, attempts } = exchange;
  if (!parts.spans || !traced?.own || !traced.sampled) return;
  const spans = spansOf(entry, {
    context: traced,
    method: incoming.route.method,
    operation: request?.operation,
    draws: request !== undefined && wantsPicture(request),
    upstreams: attempts.map(upstreamOf),
  });
  parts.spans.add(spans);
}

function upstreamOf({ upstream }: Attempt) {
  const { provider, baseUrl = '' } = upstream ?? {};
  return {
    provider: provider?.telemetryName ?? provider?.id ?? '',
    host: URL.parse(baseUrl)?.hostname ?? '',
  };
}
