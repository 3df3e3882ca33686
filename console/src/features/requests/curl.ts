interface KeptBody {
  /** Where it is read. */
  readonly url: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** What fits a command line; longer bodies are read from a file. */
const MOST_BYTES = 32_000;

/** The file that the command reads the body from, named as the download is; undefined where the body stands in the command. */
export const fileOf = (id: string, body: KeptBody | undefined): string | undefined =>
  body && body.bytes <= MOST_BYTES ? undefined : `${id}-client-request.json`;

/**
 * The request as a command for a terminal. The key is none of it: it is read from the environment.
 * @param body what the client sent; absent: it was not kept
 */
export async function curlOf(
  { path, id }: { readonly path: string; readonly id: string },
  body: KeptBody | undefined,
): Promise<string> {
  const lines = [
    `curl ${quoted(`${window.location.origin}${path}`)}`,
    '-H "Authorization: Bearer $AXONHUB_KEY"',
    `-H ${quoted(`Content-Type: ${body?.mediaType || 'application/json'}`)}`,
    `${await dataOf(id, body)}`,
  ];
  return lines.join(' \\\n  ');
}

async function dataOf(id: string, body: KeptBody | undefined): Promise<string> {
  const file = fileOf(id, body);
  if (!body || file !== undefined) return `--data-binary @${file}`;
  const reply = await fetch(body.url);
  return `--data-raw ${quoted(await reply.text())}`;
}

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
