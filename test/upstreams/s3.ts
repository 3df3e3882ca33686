import { signatureProblem } from './aws-signature.ts';
import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';

/** The account whose signatures the fake accepts. */
export const S3_ACCOUNT = {
  region: 'eu-test-1',
  service: 's3',
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'a/secret+of/tests',
};
export const S3_BUCKET = 'pictures';

export interface FakeS3 extends Fake {
  readonly objects: ReadonlyMap<string, Buffer>;
}

/**
 * A bucket in memory that refuses what S3 refuses: requests whose Signature 4 does not cover all of the content, unknown
 * buckets, unknown names, ranges beyond the end. Knows the five calls the gateway makes, with the bucket in the path.
 */
export async function startS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const fake = await startFake((call) => answer(call, objects));
  return { ...fake, objects };
}

function answer(call: FakeCall, objects: Map<string, Buffer>): FakeReply {
  const { pathname } = new URL(call.path, 'http://fake');
  const [, bucket, ...rest] = decodeURIComponent(pathname).split('/');
  const name = rest.join('/');
  const problem = signatureProblem(call, S3_ACCOUNT);
  if (problem) return refusal(403, 'SignatureDoesNotMatch', problem);
  if (!signsContent(call)) return refusal(400, 'InvalidRequest', 'x-amz-content-sha256 must be signed');
  if (bucket !== S3_BUCKET) return refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
  switch (call.method) {
    case 'PUT':
      return store(call, name, objects);
    case 'DELETE':
      objects.delete(name);
      return { status: 204, body: '' };
    case 'GET':
    case 'HEAD':
      if (name === '') return listing(call, [...objects.keys()]);
      return content(call, objects.get(name));
    default:
      return refusal(405, 'MethodNotAllowed', 'The specified method is not allowed');
  }
}

/** That the hash itself is right is part of the signature's check. */
const signsContent = ({ headers }: FakeCall): boolean =>
  /SignedHeaders=[^,]*x-amz-content-sha256/.test(headers.authorization ?? '');

function store({ headers, body }: FakeCall, name: string, objects: Map<string, Buffer>): FakeReply {
  if (headers['content-length'] === undefined)
    return refusal(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  objects.set(name, body);
  return { body: '' };
}

/** Pages of two names, so that readers have to turn them. */
function listing({ path }: FakeCall, names: readonly string[]): FakeReply {
  const query = new URL(path, 'http://fake').searchParams;
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const rest = names.filter((name) => name.startsWith(prefix) && name > after).toSorted();
  const page = rest.slice(0, 2);
  const next = rest.length > 2 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const contents = page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
  const body = `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}${contents}</ListBucketResult>`;
  return { headers: { 'content-type': 'application/xml' }, body };
}

function content({ method, headers }: FakeCall, object: Buffer | undefined): FakeReply {
  if (!object) return refusal(404, 'NoSuchKey', 'The specified key does not exist.', method);
  if (method === 'HEAD') {
    const written = new Date().toUTCString();
    return { headers: { 'content-length': String(object.length), 'last-modified': written }, body: '' };
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  if (!range) return { body: object };
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]) + 1, object.length)];
  if (start >= object.length) return refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  const contentRange = `bytes ${start}-${end - 1}/${object.length}`;
  return { status: 206, headers: { 'content-range': contentRange }, body: object.subarray(start, end) };
}

/** Answers to HEAD have no body, so they say no more than their status. */
const refusal = (status: number, code: string, message: string, method = 'GET'): FakeReply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: method === 'HEAD' ? '' : `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
