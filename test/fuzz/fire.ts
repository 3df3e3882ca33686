import { Agent, request } from 'node:http';
import type { Sent } from './seeds.ts';

export interface Outcome {
  readonly sent: Sent;
  /** The request's, as the gateway named it; empty where it did not. */
  readonly id: string;
  /** 0: no answer. */
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

const MOST_TEXT = 100_000;
/** A stream that is watched lasts as long as its reader, who looks for so long. */
const LOOK_MS = 300;

/** Sends requests as they are, whatever they say. */
export function createFirer(url: string, limitMs: number) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    close: () => agent.destroy(),
    fire(sent: Sent, more: Readonly<Record<string, string>>): Promise<Outcome> {
      const began = Date.now();
      return new Promise((resolve) => {
        let [text, status, id] = ['', 0, ''];
        const end = (note = ''): void => {
          clearTimeout(limit);
          resolve({ sent, id, status, text: text + note, ms: Date.now() - began });
        };
        const headers = { ...more, ...sent.headers, 'content-length': String(sent.body?.length ?? 0) };
        const path = sent.path.replaceAll(/[^\x21-\x7e]/g, (each) => encodeURIComponent(each));
        const asked = request({ hostname, port, agent, method: sent.method, path, headers }, (response) => {
          status = response.statusCode ?? 0;
          id = String(response.headers['ah-request-id'] ?? '');
          response.on('data', (chunk: Buffer) => {
            if (text.length < MOST_TEXT) text += chunk.toString('latin1');
          });
          const isWatched =
            sent.method === 'GET' && /event-stream/.test(response.headers['content-type'] ?? '');
          if (isWatched) setTimeout(() => asked.destroy(), LOOK_MS).unref();
          response.on('end', () => end());
          response.on('error', (error) => end(isWatched ? '' : String(error)));
        });
        const limit = setTimeout(() => asked.destroy(new Error('no end within the limit')), limitMs);
        asked.on('error', (error) => end(String(error)));
        asked.end(sent.body);
      });
    },
  };
}
