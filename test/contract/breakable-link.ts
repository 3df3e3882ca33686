import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a local service whose connections a test can cut. */
export interface BreakableLink {
  readonly port: number;
  /** Ends all connections; new ones are let through. */
  cut(): void;
  /** Ends all connections and refuses new ones, as a service that is being restarted. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function breakableLink(targetPort: number): Promise<BreakableLink> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {});
    }
    near.pipe(far).pipe(near);
  });
  const listen = (on: number) => new Promise<void>((resolve) => server.listen(on, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const down = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      cut();
    });
  return { port, cut, down, up: () => listen(port), close: down };
}
