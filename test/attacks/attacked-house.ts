import { type Answer, type House, openHouse } from '../gateway/house.ts';

/** Texts of requests that every route with a body takes, by path. */
export const ROUTES = {
  chat: '/v1/chat/completions',
  messages: '/v1/messages',
  responses: '/v1/responses',
  gemini: '/v1beta/models/demo-chat:generateContent',
  completions: '/v1/completions',
  images: '/v1/images/generations',
  mcp: '/mcp',
} as const;

/** A house under attack: counts the processor time each request takes of the whole process. */
export interface AttackedHouse extends House {
  /** Sends a body as it is written. */
  send(
    path: string,
    body: string,
    headers?: Record<string, string>,
  ): Promise<Answer & { readonly cpuMs: number }>;
}

export async function openAttackedHouse(file: object = {}): Promise<AttackedHouse> {
  const house = await openHouse({ ...file });
  return {
    ...house,
    async send(path, body, headers = {}) {
      const before = process.cpuUsage();
      const response = await fetch(house.gateway.url + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${house.gateway.key}`,
          'content-type': 'application/json',
          ...headers,
        },
        body,
      });
      const text = await response.text();
      const { user, system } = process.cpuUsage(before);
      return { status: response.status, headers: response.headers, text, cpuMs: (user + system) / 1_000 };
    },
  };
}
