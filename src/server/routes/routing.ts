import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalid } from '../../contract/error.ts';
import type { Caller } from '../../pipeline/index.ts';
import type { RouteExplanation, RouteQuestion } from '../../pipeline/questions/explain.ts';

export interface RoutingOptions {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>;
  readonly explain: (question: RouteQuestion) => Promise<RouteExplanation>;
}

interface Asking {
  readonly Querystring: { readonly model?: string | string[] };
}

/** `GET /v1/routing/explain?model=…`: where a request for the model would go now, and why; for keys that may not see that, whether it is served. */
export function registerRouting(app: FastifyInstance, { authenticate, explain }: RoutingOptions): void {
  for (const base of ['/v1', '/api/v1']) {
    app.get<Asking>(`${base}/routing/explain`, async (request) => {
      const caller = await authenticate(request);
      const { model } = request.query;
      if (typeof model !== 'string' || model === '') {
        throw invalid('model', 'Name the model to explain, as in ?model=gpt-image-2.');
      }
      const explanation = await explain({ model, headers: request.headers, caller });
      return caller.debug ? explanation : forAnyKey(explanation);
    });
  }
}

/** Channels are the operator's business, as with `AH-Debug`. */
const forAnyKey = ({ object, model, resolved, candidates }: RouteExplanation) => ({
  ...{ object, model, resolved },
  served: candidates.length > 0,
  detail: 'This key may not see which channels serve the model: its "debug" rule is off.',
});
