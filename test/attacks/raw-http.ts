import { connect, type Socket } from 'node:net';
import { afterSilence } from '../timing/silence.ts';

/** What came back on one connection until it ended or fell silent. */
export interface RawAnswer {
  readonly text: string;
  /** Status of each answer on it. */
  readonly statuses: readonly number[];
  /** The gateway closed it. */
  readonly closed: boolean;
}

/** Speaks HTTP by hand. `send` may go on writing; what it returns is called in the end. */
export function speak(
  url: string,
  send: string | Buffer | ((socket: Socket) => void),
  silenceMs = 700,
): Promise<RawAnswer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  return new Promise((resolve) => {
    const end = (closed: boolean): void => {
      silence.stop();
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ text, statuses, closed });
    };
    const silence = afterSilence(silenceMs, () => end(false));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      silence.heard();
    });
    socket.on('error', () => {});
    socket.on('close', () => end(true));
    if (typeof send === 'function') send(socket);
    else socket.write(send);
  });
}
