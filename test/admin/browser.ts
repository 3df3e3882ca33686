/** What a browser does between two pages: follows redirects and keeps cookies, each for its own server and path. */
export class Browser {
  readonly #jar = new Map<string, { readonly value: string; readonly path: string; readonly host: string }>();

  /** Follows redirects until a page of its own, or until `stop` says so; answers where that was. */
  async open(start: string, stop: (url: URL) => boolean = () => false): Promise<URL> {
    let url = new URL(start);
    for (let hops = 0; hops < 20; hops += 1) {
      if (stop(url)) return url;
      const { status, headers } = await this.fetch(url);
      const location = headers.get('location');
      if (status < 300 || status >= 400 || location === null) return url;
      url = new URL(location, url);
    }
    throw new Error('too many redirects');
  }

  async fetch(url: URL): Promise<Response> {
    const cookie = [...this.#jar.entries()]
      .filter(([, { path, host }]) => host === url.host && url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[1]}=${value}`)
      .join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { ...(cookie && { cookie }) } });
    for (const line of response.headers.getSetCookie()) this.#keep(line, url.host);
    return response;
  }

  /** The value of a cookie, as it would be sent to this address. */
  cookie(name: string, host: string): string | undefined {
    return this.#jar.get(`${host} ${name}`)?.value;
  }

  #keep(line: string, host: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
    const isGone = value === '' || /max-age=0/i.test(line) || /expires=thu, 01 jan 1970/i.test(line);
    if (isGone) this.#jar.delete(`${host} ${name}`);
    else this.#jar.set(`${host} ${name}`, { value, path, host });
  }
}
