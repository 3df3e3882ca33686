import { type Answer, type House, openHouse } from '../gateway/house.ts';
import { leastCpu } from '../timing/least-cpu.ts';

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

/** A house under attack. */
export interface AttackedHouse extends House {
  /** Sends a body as it is written. */
  send(path: string, body: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends it again while it takes more processor time of the whole process than `mostMs`: `leastCpu`. */
  sendTimed(mostMs: number, path: string, body: string): Promise<Answer & { readonly cpuMs: number }>;
}

export async function openAttackedHouse(file: object = {}): Promise<AttackedHouse> {
  const house = await openHouse({ ...file });
  const send: AttackedHouse['send'] = async (path, body, headers = {}) => {
    const response = await fetch(house.gateway.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${house.gateway.key}`,
        'content-type': 'application/json',
        ...headers,
      },
      body,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    ...house,
    send,
    sendTimed: (mostMs, path, body) => leastCpu(mostMs, () => send(path, body)),
  };
}
