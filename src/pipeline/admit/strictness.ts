import type { Query } from '../../contract/dialect.ts';
import type { Request } from '../../contract/request.ts';

/** The header `AH-Strict: true` asks for strictness where the format has no member for it. */
export function withStrictness(request: Request, headers: Query['headers']): Request {
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
