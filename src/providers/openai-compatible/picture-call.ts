import { GatewayError } from '../../contract/error.ts';
import type { Exchange, Reply, Target } from '../../contract/provider.ts';
import type { ImageJob, Warning } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { decodeOpenAiError } from './errors.ts';
import { readImageItem } from './image-item.ts';
import { endUserIgnored, splitExtras } from './pictures.ts';

/** What differs between upstreams that draw in one JSON call and answer with a list of pictures. */
export interface PictureCallOptions {
  /** Appended to the base URL. Default `/images/generations`. */
  readonly path?: (job: ImageJob) => string;
  /** Everything of the body but model and prompt: what the order names, as this upstream spells it. */
  fields(job: ImageJob, target: Target): TreeObject;
  /** What `fields` could not carry, or only changed. */
  readonly warnings?: (job: ImageJob, target: Target) => readonly Warning[];
  /** Fields of the client's own that are sent on as they come. */
  readonly extras?: readonly string[];
  /** The member that tells who the client's end user is; without it, or without an answer, the user is reported as ignored. */
  readonly endUser?: (user: string) => TreeObject | undefined;
  /** Member of the answer that lists the pictures. Default `data`. */
  readonly pictures?: string;
  /** A refusal, where it comes inside a 200. */
  readonly refusal?: (tree: Tree) => GatewayError | undefined;
  readonly usage?: (tree: Tree, pictures: number) => Usage | undefined;
  /** Reads an error that comes inside a 200. Default `decodeOpenAiError`. */
  readonly decodeError?: (reply: Reply) => GatewayError;
}

/** Drawing and editing as a relative of OpenAI's Images API does it, with fields of its own. */
export function pictureCall(options: PictureCallOptions): Exchange<ImageJob> {
  return {
    kind: 'exchange',
    encode(job, target) {
      const path = options.path?.(job) ?? '/images/generations';
      const extras = splitExtras(job, options.extras ?? []);
      const { endUser } = job.request;
      const user = endUser === undefined ? undefined : options.endUser?.(endUser);
      const tree = {
        ...extras.fields,
        model: target.model,
        prompt: job.prompt,
        ...options.fields(job, target),
        ...user,
      };
      return {
        call: { method: 'POST', path, body: { kind: 'json', tree } },
        warnings: [
          ...(user ? [] : endUserIgnored(job)),
          ...extras.warnings,
          ...(options.warnings?.(job, target) ?? []),
        ],
      };
    },
    decode(reply, _job, target) {
      const { tree } = reply;
      if (member(tree, 'error')) throw (options.decodeError ?? decodeOpenAiError)(reply);
      const parts = asArray(member(tree, options.pictures ?? 'data')).flatMap(
        (item) => readImageItem(item) ?? [],
      );
      const refusal = parts.length === 0 ? options.refusal?.(tree) : undefined;
      if (refusal) throw refusal;
      if (parts.length === 0) throw new GatewayError('no_image', 'The upstream answered without a picture.');
      return {
        id: requestId(reply),
        model: target.model,
        parts,
        finish: 'stop',
        usage: options.usage?.(tree, parts.length) ?? { images: parts.length },
        warnings: [],
        extensions: {},
      };
    },
  };
}

function requestId({ headers, tree }: Reply): string {
  const header = headers['x-request-id'];
  const own = isObject(tree) ? asString(tree.id ?? tree.request_id) : undefined;
  return (Array.isArray(header) ? header[0] : header) ?? own ?? '';
}
