import { connect } from 'node:net';
import type { ChannelDocument } from '../../channels/document.ts';
import { openMaintenance } from '../../compose/stores.ts';
import type { Config, ConfigInput } from '../../config.ts';
import type { Check, Finding } from './finding.ts';

interface Upstream {
  readonly name: string;
  /** Empty: it needs no network. */
  readonly baseUrl: string;
  readonly proxy: boolean;
}

export const channels: Check = {
  about: 'channels',
  async look(config, { providers }) {
    const given = config.channels.map(({ name, baseUrl }) => ({ name, baseUrl, proxy: false }));
    const upstreams = [...given, ...(await storedChannels(config, providers))];
    if (upstreams.every(({ baseUrl }) => baseUrl === '')) {
      const advice = 'add a channel in the console, or set OPENAI_API_KEY or the like';
      return [{ about: 'channels', status: 'warning', detail: 'only the demo, without any AI', advice }];
    }
    return Promise.all(upstreams.filter(({ baseUrl }) => baseUrl !== '').map(reach));
  },
};

/** Those of the database that are in use. */
async function storedChannels(config: Config, providers: ConfigInput['providers']): Promise<Upstream[]> {
  const maintenance = await openMaintenance(config);
  try {
    if (await maintenance.isEmpty()) return [];
    return await maintenance.snapshot(async ({ tables, rows }) => {
      if (!tables.includes('channels')) return [];
      const all = (await Array.fromAsync(rows('channels'))).flat();
      return all
        .filter(({ enabled, archived_at }) => Number(enabled) === 1 && archived_at === null)
        .map(({ name, type, document }) => {
          const { baseUrl, proxy } = JSON.parse(String(document)) as ChannelDocument;
          const standard = providers.find(({ id }) => id === type)?.baseUrl ?? '';
          return { name: String(name), baseUrl: baseUrl ?? standard, proxy: Boolean(proxy) };
        });
    });
  } finally {
    await maintenance.close();
  }
}

const PATIENCE_MS = 3_000;

async function reach({ name, baseUrl, proxy }: Upstream): Promise<Finding> {
  const { hostname, protocol, port } = new URL(baseUrl);
  if (proxy) return { about: 'channels', status: 'ok', detail: `${name}: by a proxy, not tried` };
  const at = Number(port) || (protocol === 'http:' ? 80 : 443);
  const problem = await connecting(hostname.replace(/^\[|\]$/g, ''), at);
  if (!problem) return { about: 'channels', status: 'ok', detail: `${name}: ${hostname}:${at} answers` };
  const advice = 'look at DNS, firewall and base URL; axonhub check lists what is configured';
  return { about: 'channels', status: 'warning', detail: `${name}: ${hostname}:${at}: ${problem}`, advice };
}

/** No call is made, for it may cost: whether somebody takes the connection tells of DNS, routes and firewalls. */
function connecting(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(`no answer within ${PATIENCE_MS / 1000} s`));
    socket.once('error', (error) => end(error.message || 'cannot be reached'));
  });
}
