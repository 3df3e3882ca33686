import type { Format } from './replies.ts';
import type { SubjectName } from './subjects/subject.ts';

/** One kind of exchange, which everybody is asked for over and over. */
export interface Workload {
  readonly name: string;
  readonly request: ClientRequest;
  /** What the proxies are asked for where ours converts: the request that it makes of the client's. */
  readonly plainRequest?: ClientRequest;
  /** Fewer than that leave much of the code uncompiled. */
  readonly warmUpRequests?: number;
  /** An answer with fewer bytes is a failure. */
  readonly leastBytes: number;
}

export interface ClientRequest {
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** Of the upstream that it reaches. */
  readonly upstream: Format;
}

export const requestFor = (workload: Workload, subject: SubjectName): ClientRequest =>
  subject === 'ours' ? workload.request : (workload.plainRequest ?? workload.request);

export const jsonRequest = (path: string, body: object, upstream: Format = 'openai'): ClientRequest => ({
  path,
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(body)),
  upstream,
});
