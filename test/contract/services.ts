import { connect } from 'node:net';

/** Whether a service of this machine answers; tests that need one say so when it does not. In CI it has to. */
export async function isReachable(name: string, port: number): Promise<boolean> {
  const reachable = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 10_000 });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
  if (!reachable && process.env.CI) throw new Error(`${name} must answer on port ${port} in CI`);
  return reachable;
}
