import type { FastifyRequest } from 'fastify';
import type { Dialect, Route } from '../../contract/dialect.ts';
import type { TreeObject } from '../../contract/tree.ts';
import type { Caller, PipelineParts } from '../../pipeline/index.ts';
import type { ListedImageModel } from '../../pipeline/questions/catalogue.ts';
import type { RunningExchanges } from '../running.ts';

export interface McpOptions {
  readonly parts: PipelineParts;
  readonly running: RunningExchanges;
  readonly dialect: Dialect;
  /** Decodes and encodes one tool call. */
  readonly route: Route;
  readonly tools: readonly TreeObject[];
  readonly imageModels: (caller: Caller) => readonly ListedImageModel[];
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>;
  readonly version: string;
  readonly bodyLimitBytes: () => number;
  /** How long a client may be silent while it sends its body, in milliseconds. */
  readonly clientTimeoutMs: number;
  readonly publicUrl?: string;
}
