import { eventually } from './kept-pictures.ts';

export interface JobView {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly request_id: string;
  readonly times_started: number;
  readonly progress: { readonly pictures?: number; readonly of?: number; readonly previews?: number };
  readonly partials: readonly { readonly index: number; readonly url: string; readonly media_type: string }[];
  readonly images: readonly { readonly id: string; readonly url: string }[];
  readonly result_url: string | null;
  readonly result?: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly webhook: {
    readonly state: string;
    readonly attempts: number;
    readonly last_status: number;
  } | null;
}

/** A client of one gateway that asks for jobs. */
export class JobClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  ask(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.#fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Throws unless it was accepted. */
  async start(path: string, body: unknown, headers: Record<string, string> = {}): Promise<JobView> {
    const response = await this.ask(path, body, { prefer: 'respond-async', ...headers });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text) as JobView;
  }

  get(path: string): Promise<Response> {
    return this.#fetch(path, {});
  }

  async view(id: string): Promise<JobView> {
    return (await (await this.get(`/v1/jobs/${id}`)).json()) as JobView;
  }

  async call(method: 'POST' | 'DELETE', path: string): Promise<Response> {
    return this.#fetch(path, { method });
  }

  async ended(id: string, ms = 15_000): Promise<JobView> {
    let view = await this.view(id);
    await eventually(async () => {
      view = await this.view(id);
      return view.status !== 'queued' && view.status !== 'running';
    }, ms);
    return view;
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#key}`, ...init.headers };
    return fetch(this.#url + path, { ...init, headers });
  }
}
