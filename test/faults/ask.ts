import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '../gateway/kept-pictures.ts';
import type { TestGateway } from '../gateway/start.ts';
import type { Way } from './ways.ts';

/** What a client got, as far as it can be told from outside. */
export interface Got {
  readonly status: number;
  readonly requestId: string;
  readonly text: string;
  /** `whole`: everything that was asked for is there; `broken`: an answer that began and ended with an error. */
  readonly outcome: 'whole' | 'broken' | 'refused';
  /** The gateway's word for the failure; Anthropic's format has types only. */
  readonly code: string | undefined;
}

export async function ask(
  gateway: TestGateway,
  way: Way,
  headers: Record<string, string> = {},
): Promise<Got> {
  const response = await gateway.post(way.path, way.body, headers);
  const { status } = response;
  const text = await response.text();
  const requestId = response.headers.get('ah-request-id') ?? '';
  const failure = /"error":\{.*?"(?:code|type)":"(\w+)"[^}]*\}/s.exec(text)?.[0];
  const code = /"code":"(\w+)"/.exec(failure ?? '')?.[1] ?? /"type":"(\w+_error)"/.exec(failure ?? '')?.[1];
  const outcome =
    status >= 400 ? 'refused' : failure === undefined && isWhole(way, text) ? 'whole' : 'broken';
  return { status, requestId, text, outcome, code };
}

const isWhole = ({ asks }: Way, text: string): boolean =>
  asks === 'text' ? /Hello/.test(text) && /you\./.test(text) : /[A-Za-z0-9+/]{1000,}/.test(text);

export interface LoggedAttempt {
  readonly channel: string;
  readonly error_code: string | null;
  readonly cost_nano_usd: number | null;
}

export interface LoggedRequest {
  readonly status: number;
  readonly error_code: string | null;
  readonly cost: string | null;
  readonly attempts: readonly LoggedAttempt[];
  readonly image_count: number;
}

/** The row of a request with those of its attempts, once they are written. */
export async function logged(gateway: TestGateway, requestId: string): Promise<LoggedRequest> {
  const database = new DatabaseSync(join(gateway.dataDir, 'axonhub.db'), { readOnly: true });
  try {
    let row: unknown;
    await eventually(() => {
      row = database.prepare('select * from requests where id = ?').get(requestId);
      return row !== undefined;
    });
    const attempts = database
      .prepare('select * from executions where request_id = ? order by position')
      .all(requestId);
    return { ...(row as LoggedRequest), attempts: attempts as unknown as LoggedAttempt[] };
  } finally {
    database.close();
  }
}
