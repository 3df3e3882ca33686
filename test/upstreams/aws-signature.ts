import { createHash, createHmac } from 'node:crypto';
import type { FakeCall } from './fake.ts';

export interface AwsAccount {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly service: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** What is wrong with the request's AWS Signature 4, computed again from the request as it came in; undefined when it is right. */
export function signatureProblem(call: FakeCall, account: AwsAccount): string | undefined {
  const match = AUTHORIZATION.exec(call.headers.authorization ?? '');
  if (!match) return 'Authorization header requires a Signature 4.';
  const [, keyId = '', day = '', region = '', service = '', names = '', signature = ''] = match;
  if (keyId !== account.accessKeyId) return 'The security token included in the request is invalid.';
  if (region !== account.region || service !== account.service)
    return `Credential should be scoped to ${account.region}/${account.service}.`;
  if ((call.headers['x-amz-security-token'] ?? undefined) !== account.sessionToken)
    return 'Wrong session token.';
  const time = String(call.headers['x-amz-date']);
  if (!time.startsWith(day) || Math.abs(Date.now() - parseTime(time)) > 300_000) return 'Signature expired.';
  const signed = names.split(';');
  for (const name of ['host', 'x-amz-date', ...(account.sessionToken ? ['x-amz-security-token'] : [])]) {
    if (!signed.includes(name)) return `${name} must be signed.`;
  }
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(call, signed))].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${account.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === signature
    ? undefined
    : 'The request signature we calculated does not match the signature you provided.';
}

function canonicalRequest({ method, path, headers, body }: FakeCall, signed: readonly string[]): string {
  const url = new URL(path, 'http://fake');
  const segments = url.pathname.split('/').map(encode).join('/');
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const lines = signed.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  return [method, segments, query.join('&'), lines.join(''), signed.join(';'), sha256(body)].join('\n');
}

/** Percent signs of the path are encoded once more, as every service but S3 wants it. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** `20261123T190000Z` */
const parseTime = (time: string): number =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
