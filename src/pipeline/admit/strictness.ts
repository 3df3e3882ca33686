import type { Query } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { ChatImageOutput, Request, Warning } from '../../contract/request.ts';

/**
 * The header `AH-Strict: true` asks for strictness where the format has no member for it.
 * @throws GatewayError `unsupported_parameter` where strictness is asked for and a parameter of the tool is one that nobody knows
 */
export function withStrictness(request: Request, headers: Query['headers']): Request {
  const strict = withHeader(request, headers);
  if (strict.operation === 'chat' && strict.output.image) refuseUnknown(strict.output.image, strict.warnings);
  return strict;
}

function refuseUnknown({ wishes, unknown }: ChatImageOutput, warnings: readonly Warning[]): void {
  const [field] = unknown ?? [];
  if (!wishes.strict || field === undefined) return;
  const said = warnings.find((warning) => warning.field === field)?.detail;
  throw new GatewayError('unsupported_parameter', said ?? `${field} is unknown.`, { field });
}

function withHeader(request: Request, headers: Query['headers']): Request {
  if (headers['ah-strict'] !== 'true') return request;
  if (request.operation === 'image') return { ...request, wishes: { ...request.wishes, strict: true } };
  if (request.operation !== 'chat') return request;
  const { image } = request.output;
  if (!image) return request;
  return {
    ...request,
    output: { ...request.output, image: { ...image, wishes: { ...image.wishes, strict: true } } },
  };
}
