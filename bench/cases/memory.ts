import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Goal, Row } from '../findings.ts';
import type { Laboratory } from '../laboratory.ts';
import { forgetPeak, peakResidentBytes, residentBytes } from '../process-cost.ts';
import type { Subject } from '../subjects/subject.ts';
import { requestFor, type Workload } from '../workload.ts';
import type { Case } from './case.ts';
import { CONVERTED_PICTURES } from './picture-convert.ts';
import { picture } from './picture-relay.ts';

const AT_ONCE = 32;
/** Ours must show that it stays flat; of the others the first ones tell enough. */
const WAVES = { ours: 4, others: 2 };
const MEGABYTE = 1_000_000;
const MOST_MEGABYTES = 200;
/** A picture that takes longer has failed. */
const PATIENCE_MS = 30_000;

/** Bytes per second that one client takes; slow ones need about five seconds for a picture. */
const PACES = { 'fast readers': Number.POSITIVE_INFINITY, 'slow readers': 2_200_000 };

export const memory: Case = {
  name: 'memory',
  title: `Resident memory, ${AT_ONCE} pictures of 8 MiB at once`,
  async run(laboratory) {
    const rows: Row[] = [];
    const goals: Goal[] = [];
    for (const workload of [picture(8, '1664x1664'), ...CONVERTED_PICTURES.slice(0, 1)]) {
      for (const [readers, pace] of Object.entries(PACES)) {
        const name = `${workload.name}, ${readers}`;
        for (const subject of await laboratory.subjects.of(
          workload.plainRequest ? ['ours'] : ['floor', 'portkey', 'ours'],
        )) {
          const { peaks, failures } = await waves(laboratory, subject, workload, pace);
          const { pid = 0 } = subject;
          const [first = 0, last = 0] = [peaks[0], peaks.at(-1)];
          const values = {
            'peak MB': Math.max(...peaks),
            'first wave MB': first,
            'last wave MB': last,
            'afterwards MB': residentBytes(pid) / MEGABYTE,
            'failed answers': failures,
          };
          rows.push({ case: name, subject: subject.name, values });
          if (subject.name !== 'ours') continue;
          const sense = 'at most';
          goals.push(
            { case: name, what: 'failed answers', measured: failures, sense, limit: 0 },
            { case: name, what: 'peak, MB', measured: Math.max(...peaks), sense, limit: MOST_MEGABYTES },
            // Flat in the number of pictures: the last ones take no more than those before them.
            { case: name, what: 'last wave × second', measured: last / (peaks[1] ?? 0), sense, limit: 1.15 },
          );
        }
      }
    }
    return { rows, goals };
  },
};

interface Waves {
  /** In megabytes. */
  readonly peaks: readonly number[];
  /** Answers that were none, of all waves. */
  readonly failures: number;
}

async function waves(
  { tell }: Laboratory,
  subject: Subject,
  workload: Workload,
  pace: number,
): Promise<Waves> {
  const { pid = 0 } = subject;
  const peaks: number[] = [];
  let failures = 0;
  const count = subject.name === 'ours' ? WAVES.ours : WAVES.others;
  for (let wave = 1; wave <= count; wave += 1) {
    tell(`${workload.name}: ${subject.name}, wave ${wave} of ${count}`);
    forgetPeak(pid);
    const answers = Array.from({ length: AT_ONCE }, () => fetchPaced(subject, workload, pace));
    failures += (await Promise.all(answers)).filter((whole) => !whole).length;
    peaks.push(peakResidentBytes(pid) / MEGABYTE);
    await subject.tidy();
  }
  return { peaks, failures };
}

/** Tells whether the whole picture came. */
async function fetchPaced(subject: Subject, workload: Workload, bytesPerSecond: number): Promise<boolean> {
  try {
    const response = await ask(subject, workload, AbortSignal.timeout(PATIENCE_MS));
    const bytes = await readPaced(response, bytesPerSecond);
    return response.statusCode === 200 && bytes >= workload.leastBytes;
  } catch {
    return false;
  }
}

function ask(subject: Subject, workload: Workload, signal: AbortSignal): Promise<IncomingMessage> {
  const { path, contentType, body, upstream } = requestFor(workload, subject.name);
  const headers = {
    ...subject.headers(upstream),
    'content-type': contentType,
    'content-length': body.length,
  };
  return new Promise((resolve, reject) => {
    request(subject.origin + path, { method: 'POST', headers, signal, agent: false }, resolve)
      .once('error', reject)
      .end(body);
  });
}

/** The number of bytes that came. */
async function readPaced(response: IncomingMessage, bytesPerSecond: number): Promise<number> {
  const began = performance.now();
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    const early = (bytes / bytesPerSecond) * 1000 - (performance.now() - began);
    if (early > 5) await sleep(early);
  }
  return bytes;
}
