/** The load generator: a process of its own, so that its work is not counted as anybody else's. */
import { readFileSync } from 'node:fs';
import { type Dispatcher, Pool } from 'undici';
import type { LoadOrder, LoadReport, LoadResult } from '../load-order.ts';
import { quantile } from '../quantile.ts';

class Exchange implements Dispatcher.DispatchHandler {
  readonly #began = performance.now();
  readonly #done: (times: { total: number; first: number }) => void;
  readonly #failed: (error: Error) => void;
  readonly #leastBytes: number;
  #first = 0;
  #status = 0;
  #bytes = 0;
  #start = '';

  constructor(
    leastBytes: number,
    done: (times: { total: number; first: number }) => void,
    failed: (error: Error) => void,
  ) {
    this.#leastBytes = leastBytes;
    this.#done = done;
    this.#failed = failed;
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#bytes === 0) this.#first = performance.now() - this.#began;
    if (this.#status !== 200) this.#start += chunk.toString('utf8', 0, 300);
    this.#bytes += chunk.length;
  }

  onResponseEnd(): void {
    if (this.#status === 200 && this.#bytes >= this.#leastBytes) {
      this.#done({ total: performance.now() - this.#began, first: this.#first });
    } else
      this.#failed(new Error(`status ${this.#status}, ${this.#bytes} bytes: ${this.#start.slice(0, 300)}`));
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#failed(error);
  }
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const { origin, path, headers, concurrency, seconds, leastBytes } = order;
  const body = readFileSync(order.bodyFile);
  const pool = new Pool(origin, { connections: concurrency, headersTimeout: 60_000, bodyTimeout: 60_000 });
  const totals: number[] = [];
  const firsts: number[] = [];
  const one = () =>
    new Promise<{ total: number; first: number }>((resolve, reject) => {
      pool.dispatch({ path, method: 'POST', headers, body }, new Exchange(leastBytes, resolve, reject));
    });
  const began = performance.now();
  const deadline = began + seconds * 1000;
  const client = async (): Promise<void> => {
    do {
      const { total, first } = await one();
      totals.push(total);
      firsts.push(first);
    } while (performance.now() < deadline);
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, client));
  } finally {
    await pool.destroy();
  }
  return {
    requests: totals.length,
    seconds: (performance.now() - began) / 1000,
    p50: quantile(totals, 0.5),
    p99: quantile(totals, 0.99),
    firstByte: quantile(firsts, 0.5),
  };
}

const report = (message: LoadReport): void => void process.send?.(message);

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => report({ result }),
    (error: Error) => report({ failure: error.message }),
  );
});
process.on('disconnect', () => process.exit());
