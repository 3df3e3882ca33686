import type { FakeCall, FakeReply } from './fake.ts';

/** Pictures a fake hands out by link, as upstreams do. */
export class StoredPictures {
  readonly #files = new Map<string, Buffer>();

  /** The link under which the picture can be had from the fake itself. */
  add(call: FakeCall, bytes: Buffer): string {
    const path = `/files/${this.#files.size}`;
    this.#files.set(path, bytes);
    return `http://${call.headers.host}${path}`;
  }

  /** The file a call asks for, if it asks for one. */
  find({ method, path }: FakeCall): FakeReply | undefined {
    const body = method === 'GET' ? this.#files.get(path) : undefined;
    return body && { headers: { 'content-type': 'application/octet-stream' }, body };
  }
}
