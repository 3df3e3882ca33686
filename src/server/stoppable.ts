import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { RunningExchanges } from './running.ts';

/** The HTTP server as the rest of the gateway sees it. */
export interface GatewayServer {
  /** Resolves with the URL. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** For how long no exchange has gone on, in milliseconds; 0 while one does. */
  idleMs(): number;
  /** Takes no new requests and waits for the running ones. Tells whether all have ended within `ms`; may be called again. */
  drain(ms: number): Promise<boolean>;
  /** Cuts every connection that is left. */
  close(): Promise<void>;
}

/** How often connections that have become idle are looked for while stopping. */
const SWEEP_MS = 100;

export function stoppable(app: FastifyInstance, running: RunningExchanges): GatewayServer {
  const sockets = openSockets(app.server);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= closeAsTheyIdle(app, sockets);
    return stopped;
  };
  return {
    listen: (address) => app.listen(address),
    idleMs: () => running.idleMs,
    async drain(ms) {
      const ended = Promise.all([stop(), running.idle()]).then(() => true);
      const patience = new AbortController();
      const tired = sleep(ms, false, { signal: patience.signal }).catch(() => false);
      const outcome = await Promise.race([ended, tired]);
      patience.abort();
      return outcome;
    },
    async close() {
      const stopping = stop();
      app.server.closeAllConnections();
      await stopping;
    },
  };
}

/** Connections that clients keep open for further requests would hold the process for over a minute. */
async function closeAsTheyIdle(app: FastifyInstance, sockets: ReadonlySet<Socket>): Promise<void> {
  const sweep = setInterval(() => {
    app.server.closeIdleConnections();
    // Browsers connect ahead of need. Node waits for the first request of such a connection, a minute long.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, SWEEP_MS);
  await app.close();
  clearInterval(sweep);
}

function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
