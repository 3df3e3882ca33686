import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Some web server with pictures, as clients name them by URL. */
export interface PictureHost {
  /** As `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Paths asked for, with the headers that came along. */
  readonly asked: readonly { readonly path: string; readonly headers: NodeJS.Dict<string | string[]> }[];
  close(): Promise<void>;
}

/** @param files bytes by path; a string is where to redirect to */
export async function startPictureHost(files: {
  readonly [path: string]: Buffer | string;
}): Promise<PictureHost> {
  const asked: { path: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, headers });
    const file = files[url];
    if (typeof file === 'string') response.writeHead(302, { location: file }).end();
    else if (file) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
    else response.writeHead(404).end('nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
