import { startApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { PROVIDERS } from '../src/providers/all.ts';

/**
 * Measures the admin API over HTTP on a data folder that `seed-requests.ts` has filled, as the console asks it:
 * `node scripts/measure-admin.ts <folder>`. Prints a table for docs/observability.md. A folder without an owner gets one.
 */
const OWNER = { email: 'measure@example.com', password: 'correct horse battery', name: 'Measure' };
const ROUNDS = 9;
const WARM_UP = 2;
const DAY_MS = 86_400_000;

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: node scripts/measure-admin.ts <folder>');

const config = await loadConfig({
  options: { port: '0', dataDir },
  env: { AXONHUB_LOG_LEVEL: 'silent' },
  cwd: dataDir,
  providers: PROVIDERS,
});
const app = await startApp(config, { version: 'measured' });

async function enter(): Promise<string> {
  const post = (path: string, body: object) =>
    fetch(`${app.url}/admin${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.url },
      body: JSON.stringify(body),
    });
  const made = await post('/setup', { ...OWNER, ...(app.setupCode && { code: app.setupCode }) });
  const { email, password } = OWNER;
  const reply = made.ok ? made : await post('/session', { email, password });
  return reply.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const cookie = await enter();

async function read(path: string): Promise<{ readonly ms: number; readonly text: string }> {
  const began = performance.now();
  const reply = await fetch(`${app.url}/admin${path}`, { headers: { cookie } });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`);
  return { ms: performance.now() - began, text };
}

/** Processor time is of gateway and asker together; other work on the machine changes it little. */
async function measure(title: string, path: string): Promise<void> {
  const times: number[] = [];
  const processor: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    const { ms } = await read(path);
    const { user, system } = process.cpuUsage(before);
    if (round < 0) continue;
    times.push(ms);
    processor.push((user + system) / 1_000);
  }
  for (const each of [times, processor]) each.sort((one, two) => one - two);
  const [median, worst, used] = [times[ROUNDS >> 1], times.at(-1), processor[ROUNDS >> 1]];
  console.log(`| ${title} | ${median?.toFixed(0)} | ${worst?.toFixed(0)} | ${used?.toFixed(0)} |`);
}

const now = Date.now();
const since = now - 90 * DAY_MS;
const requests = (query: string) => `/projects/default/requests?limit=50${query}`;
const images = (query: string) => `/projects/default/images?limit=50${query}`;
const traces = (query: string) => `/projects/default/traces?limit=50${query}`;
const usage = (days: number, rest: string) =>
  `/projects/default/usage?since=${now - days * DAY_MS}&until=${now}${rest}`;

const dashboard90 = `/projects/default/dashboard?since=${since}&until=${now}`;

const first = JSON.parse((await read(requests(''))).text) as { items: { id: string }[]; next: string };

const ASKED: readonly (readonly [title: string, path: string])[] = [
  ['requests, newest', requests('')],
  ['requests, second page', requests(`&cursor=${encodeURIComponent(first.next)}`)],
  ['requests of 24 hours', requests(`&since=${now - DAY_MS}`)],
  ['requests before 45 days', requests(`&until=${now - 45 * DAY_MS}`)],
  ['requests of a key', requests('&keyId=key_3')],
  ['requests of a model', requests('&model=gpt-5-mini')],
  ['requests of a channel', requests('&channel=gemini')],
  ['requests that failed', requests('&outcome=failed')],
  ['requests with a status', requests('&status=502')],
  ['requests with an error code', requests('&errorCode=upstream_error')],
  ['requests with pictures', requests('&hasImages=true')],
  ['requests over $1 (none)', requests('&minCostUsd=1')],
  ['requests of a trace', requests('&traceId=task_9')],
  ['requests of a thread (none)', requests('&threadId=talk_9')],
  ['requests by words of bodies (none)', requests('&text=zebra')],
  ['requests by key, model and outcome', requests('&keyId=key_3&model=gpt-5-mini&outcome=failed')],
  ['one request', `/projects/default/requests/${first.items[0]?.id}`],
  ['traces', traces('')],
  ['traces, pinned', traces('&pinned=true')],
  ['one trace', '/projects/default/traces/task_9'],
  ['gallery', images('')],
  ['gallery of a model', images('&model=gpt-image-2')],
  ['gallery by a word (none)', images('&text=zebra')],
  ['usage of 90 days by day and channel', usage(90, '&by=channel&bucket=day')],
  ['usage of 90 days by day and model', usage(90, '&by=model&bucket=day')],
  ['the same, days of Shanghai', usage(90, '&by=model&bucket=day&timeZone=Asia/Shanghai')],
  ['the same, days of Kolkata', usage(90, '&by=model&bucket=day&timeZone=Asia/Kolkata')],
  ['usage of 90 days by key', usage(90, '&by=keyId')],
  ['usage of 90 days by model and channel', usage(90, '&by=model,channel')],
  ['usage of 90 days of a channel by day and model', usage(90, '&by=model&bucket=day&channel=gemini')],
  ['usage of 7 days by hour', usage(7, '&bucket=hour')],
  ['dashboard, 24 hours', `/projects/default/dashboard?since=${now - DAY_MS}&until=${now}`],
  ['dashboard, 90 days', dashboard90],
  ['the same, days of Shanghai', `${dashboard90}&timeZone=Asia/Shanghai`],
  ['the same, days of Kolkata', `${dashboard90}&timeZone=Asia/Kolkata`],
  ['audit log', '/audit?limit=50'],
  ['audit log of an action', '/audit?limit=50&action=signIn'],
];

console.log('| asked | median ms | worst ms | processor ms |\n|---|---|---|---|');
for (const [title, path] of ASKED) {
  try {
    await measure(title, path);
  } catch (error) {
    console.log(`| ${title} | ${(error as Error).message} | | |`);
  }
}
await app.close();
