/** Somebody who uses the admin API of a gateway, with a browser's cookie jar and headers. */
export interface AdminClient {
  get(path: string): Promise<AdminReply>;
  post(path: string, body?: unknown): Promise<AdminReply>;
  put(path: string, body?: unknown): Promise<AdminReply>;
  patch(path: string, body?: unknown): Promise<AdminReply>;
  delete(path: string): Promise<AdminReply>;
  /** What a browser would send, and what to leave out: undefined. */
  send(method: string, path: string, body?: unknown, headers?: Sent): Promise<AdminReply>;
  /** The session cookie as it was set last. */
  readonly cookie: () => string;
}

export interface AdminReply {
  readonly status: number;
  readonly headers: Headers;
  /** As it came: tests say what they expect. */
  readonly body: ReturnType<typeof JSON.parse>;
}

type Sent = { readonly [name: string]: string | undefined };

export const OWNER = { email: 'ada@example.com', name: 'Ada Lovelace', password: 'correct horse battery' };

/** @param url of the gateway */
export function adminClient(url: string, always: Sent = {}): AdminClient {
  let cookie = '';
  const send: AdminClient['send'] = async (method, path, body, more = {}) => {
    const sent: Sent = {
      ...(method !== 'GET' && { origin: url, 'sec-fetch-site': 'same-origin' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookie !== '' && { cookie: cookie.split(';', 1)[0] }),
      ...always,
      ...more,
    };
    const headers = Object.entries(sent).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const response = await fetch(`${url}/admin${path}`, {
      method,
      redirect: 'manual',
      headers: headers as [string, string][],
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    cookie = response.headers.get('set-cookie') ?? cookie;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    send,
    cookie: () => cookie,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
  };
}

/** The owner of a new gateway, signed in. */
export async function setUpOwner(url: string): Promise<AdminClient> {
  const owner = adminClient(url);
  const { status, body } = await owner.post('/setup', OWNER);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return owner;
}

/** Somebody invited and joined, signed in. Their password is the owner's. */
export async function join(
  owner: AdminClient,
  url: string,
  wanted: { readonly email: string; readonly role?: string; readonly memberships?: readonly object[] },
): Promise<AdminClient & { readonly id: string }> {
  const { status, body } = await owner.post('/invitations', wanted);
  if (status !== 201) throw new Error(JSON.stringify(body));
  const client = adminClient(url);
  const { password } = OWNER;
  const name = wanted.email.split('@', 1)[0];
  const joined = await client.post('/links/use', { token: body.token, name, password });
  if (joined.status !== 200) throw new Error(JSON.stringify(joined.body));
  return { ...client, id: joined.body.id };
}
