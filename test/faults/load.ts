import { createHash } from 'node:crypto';
import { fromDataUrl } from '../gateway/read-chat.ts';

/** One answer a client has in its hands, whole. */
export interface Received {
  readonly requestId: string;
  readonly status: number;
  readonly text: string;
  /** SHA-256 of each picture in it. */
  readonly pictures: readonly string[];
  /** Unix milliseconds at which its last byte was there. */
  readonly at: number;
}

export interface Load {
  readonly received: readonly Received[];
  /** Requests that got no whole answer: the connection broke or was refused. */
  readonly broken: readonly string[];
  /** Asks no more and waits for what is under way. */
  stop(): Promise<void>;
}

export interface Asked {
  readonly path: string;
  readonly body: object;
  readonly headers?: Record<string, string>;
}

interface LoadOptions {
  readonly url: string;
  readonly key: string;
  /** The next request; numbers count up from 0. */
  readonly next: (number: number) => Asked;
  /** Clients that ask one thing after the other. Default 4. */
  readonly clients?: number;
}

/** Keeps a gateway busy from several clients. */
export function startLoad({ url, key, next, clients = 4 }: LoadOptions): Load {
  const received: Received[] = [];
  const broken: string[] = [];
  let stopping = false;
  let count = 0;
  const client = async (): Promise<void> => {
    while (!stopping) {
      try {
        received.push(await askOnce(url, key, next(count++)));
      } catch (error) {
        broken.push(String((error as Error).cause ?? error));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    received,
    broken,
    async stop() {
      stopping = true;
      await running;
    },
  };
}

export async function askOnce(url: string, key: string, { path, body, headers }: Asked): Promise<Received> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    requestId: response.headers.get('ah-request-id') ?? '',
    status: response.status,
    text,
    pictures: picturesIn(text),
    at: Date.now(),
  };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Each picture once, wherever the format puts it. */
function picturesIn(text: string): string[] {
  const inData = [...text.matchAll(/data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*/g)].map(([url]) =>
    fromDataUrl(url),
  );
  const bare = [...text.matchAll(/"b64_json":"([A-Za-z0-9+/]+=*)"/g)].map(([, base64]) =>
    Buffer.from(base64 ?? '', 'base64'),
  );
  return [...new Set([...inData, ...bare].map(sha256))];
}
