import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A proxy that lets everything through and remembers where to. */
export interface TestProxy {
  /** Without user and password. */
  readonly url: string;
  /** `host:port` of every connection that was let through. */
  readonly targets: readonly string[];
  close(): Promise<void>;
}

/** Tunnels and forwards; with `password` only for the user `proxy` who has it. */
export async function startHttpProxy(password?: string): Promise<TestProxy> {
  const targets: string[] = [];
  const wanted = password && `Basic ${Buffer.from(`proxy:${password}`).toString('base64')}`;
  const refuses = (header: string | undefined): boolean => wanted !== undefined && header !== wanted;
  const server = createServer((incoming, reply) => {
    if (refuses(incoming.headers['proxy-authorization'])) return void reply.writeHead(407).end();
    const url = new URL(incoming.url ?? '');
    targets.push(url.host);
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const onward = request(url, { method: incoming.method ?? 'GET', headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    incoming.pipe(onward);
  });
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    if (refuses(headers['proxy-authorization'])) return void socket.end('HTTP/1.1 407 No\r\n\r\n');
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => end.destroy());
  });
  return listening(server, 'http', targets);
}

/** SOCKS5 with user `proxy` and this password; only what the test needs of it. */
export function startSocksProxy(password: string): Promise<TestProxy> {
  const targets: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    const steps = [
      () => socket.write(Buffer.from([5, 2])),
      (data: Buffer) => {
        const user = data.subarray(2, 2 + (data[1] ?? 0)).toString();
        const given = data.subarray(3 + (data[1] ?? 0)).toString();
        const known = user === 'proxy' && given === password;
        socket.write(Buffer.from([1, known ? 0 : 1]));
        if (!known) socket.end();
      },
      (data: Buffer) => openSocks(socket, data, targets),
    ];
    socket.on('data', (data: Buffer) => steps.shift()?.(data));
  });
  return listening(server, 'socks5', targets);
}

function openSocks(socket: Socket, data: Buffer, targets: string[]): void {
  const named = data[3] === 3;
  const end = named ? 5 + (data[4] ?? 0) : 8;
  const host = named ? data.subarray(5, end).toString() : [...data.subarray(4, end)].join('.');
  const port = data.readUInt16BE(end);
  targets.push(`${host}:${port}`);
  const onward = connect(port, host, () => {
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
}

async function listening(server: Server, scheme: string, targets: readonly string[]): Promise<TestProxy> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    targets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
