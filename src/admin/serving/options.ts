import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { GatewayError } from '../../contract/error.ts';
import type { Actor } from './actor.ts';
import type { Audit } from './audit.ts';
import type { Handler } from './handler.ts';

export interface AdminOptions {
  readonly version: string;
  readonly handlers: readonly Handler[];
  /**
   * Who calls; undefined: nobody who is known.
   * @param call whether it changes something, which a page of somebody else must not make a browser do
   */
  readonly authenticate: (
    request: IncomingMessage,
    call: { readonly changes: boolean; readonly ip: string },
  ) => Promise<Actor | undefined>;
  /** @throws GatewayError `not_found` where there is no such project */
  readonly requireProject: (id: string) => Promise<void>;
  readonly audit: Audit;
  /** Scheme and host clients reach the gateway by. */
  readonly origin: (request: FastifyRequest) => string;
  /** Told of faults of ours. */
  readonly onError: (error: GatewayError, call: string) => void;
}
