import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import { newRequestId } from './headers/request-id.ts';

/** Answers where no client format is known. */
export interface Failures {
  answer(thrown: unknown, reply: FastifyReply): void;
  notFound(request: FastifyRequest, reply: FastifyReply): void;
}

/** @param fallback the format that most clients read */
export function createFailures(
  fallback: Dialect,
  onError: (error: GatewayError, requestId: string) => void,
): Failures {
  const answer: Failures['answer'] = (thrown, reply) => {
    const error = asGatewayError(thrown);
    if (error.code === 'internal') onError(error, '');
    const { status, headers, tree } = fallback.encodeError(error, newRequestId());
    void reply.code(status).headers(headers).send(tree);
  };
  return {
    answer,
    notFound({ method, url }, reply) {
      const message = `There is no ${method} ${url.split('?', 1)[0]?.slice(0, 100)} here.`;
      answer(new GatewayError('not_found', message), reply);
    },
  };
}

/** Fastify's own refusals (malformed URLs and the like) are the client's fault and say what it was. */
function asGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const { statusCode = 500, message = 'The request is malformed.' } = thrown as Partial<FastifyError>;
  const isRefusal = statusCode >= 400 && statusCode < 500;
  return isRefusal ? new GatewayError('invalid_request', message) : GatewayError.from(thrown);
}
