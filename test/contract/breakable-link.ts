import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a local service whose connections a test can cut. */
export interface BreakableLink {
  readonly port: number;
  /** Ends all connections; new ones are let through. */
  cut(): void;
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
