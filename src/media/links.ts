import { createHmac } from 'node:crypto';
import { isSameSecret } from '../lib/same-secret.ts';

/** What a valid link names. */
export interface LinkedPicture {
  readonly sha256: string;
  readonly extension: string;
}

/** Makes and checks the links under which the gateway serves kept pictures to whoever holds the link. */
export interface Links {
  /** @param origin scheme and host clients reach the gateway by @param expires Unix seconds */
  make(origin: string, picture: LinkedPicture, expires: number): string;
  /** The picture a link names, whoever asks; undefined when the path is none of ours. For look-ups that check the owner. */
  parse(url: string): LinkedPicture | undefined;
  /** The picture, when signature and time are right. @param now Unix seconds */
  verify(pathAndQuery: string, now: number): LinkedPicture | undefined;
}

export const FILES_PATH = '/v1/files/images/';
const NAME = /^\/v1\/files\/images\/([0-9a-f]{64})\.(png|jpeg|webp)$/;

/** @param secret at least 16 bytes; links made with another secret are void */
export function createLinks(secret: string): Links {
  const key = createHmac('sha256', secret).update('axonhub picture links').digest();
  const sign = (name: string, expires: number): Buffer =>
    createHmac('sha256', key).update(`${name}\n${expires}`).digest();

  return {
    make(origin, { sha256, extension }, expires) {
      const path = `${FILES_PATH}${sha256}.${extension}`;
      return `${origin}${path}?expires=${expires}&signature=${sign(path, expires).toString('base64url')}`;
    },
    parse: (url) => pictureAt(toUrl(url)?.pathname),
    verify(pathAndQuery, now) {
      const url = toUrl(pathAndQuery, 'http://gateway');
      const picture = pictureAt(url?.pathname);
      const expires = Number(url?.searchParams.get('expires'));
      if (!url || !picture || !Number.isSafeInteger(expires) || expires < now) return undefined;
      const given = Buffer.from(url.searchParams.get('signature') ?? '', 'base64url');
      return isSameSecret(given, sign(url.pathname, expires)) ? picture : undefined;
    },
  };
}

const toUrl = (text: string, base?: string): URL | undefined => URL.parse(text, base) ?? undefined;

function pictureAt(path: string | undefined): LinkedPicture | undefined {
  const [, sha256, extension] = NAME.exec(path ?? '') ?? [];
  return sha256 && extension ? { sha256, extension } : undefined;
}
