import type { AuthorizeIo, CallHeaders, OutgoingRequest, Token } from '../../contract/provider.ts';
import { readReply } from '../../egress/read-reply.ts';
import type { Candidate } from '../../routing/candidates.ts';
import type { Channel, Credential } from '../../routing/channel.ts';
import type { PipelineParts } from '../exchange.ts';

/** A token service that takes longer is down. */
const TOKEN_TIMEOUT_MS = 30_000;

type SigningParts = Pick<PipelineParts, 'upstream' | 'blobs' | 'now' | 'shutdown'>;

/** The headers that let a request into the channel's account; none for a provider without keys. */
export function credentials(
  parts: SigningParts,
  { channel, target, credential }: Candidate,
): CallHeaders | ((request: OutgoingRequest) => CallHeaders | Promise<CallHeaders>) {
  if (!credential) return {};
  const { secret } = credential;
  return (request) =>
    channel.provider.authorize(
      secret.reveal(),
      request,
      target,
      authorizeIo(parts, credential, channel.proxy),
    );
}

function authorizeIo(parts: SigningParts, credential: Credential, proxy: Channel['proxy']): AuthorizeIo {
  return {
    now: parts.now,
    token: (name, fetch) => currentToken(credential, name, fetch, parts.now),
    async send(call) {
      const reply = await parts.upstream.send(call, {
        baseUrl: new URL(call.path).origin,
        headers: {},
        ...(proxy && { proxy }),
        // Others may wait for the same token: the client that asked first may leave.
        signal: parts.shutdown,
        timeoutMs: TOKEN_TIMEOUT_MS,
        idleTimeoutMs: TOKEN_TIMEOUT_MS,
        bodyTimeoutMs: TOKEN_TIMEOUT_MS,
        mayActTwice: true,
      });
      const spool = parts.blobs.spool();
      try {
        return await readReply(reply, { spool });
      } finally {
        await spool.dispose();
      }
    },
  };
}

/** What credentials have been exchanged for; it goes when the credential goes. */
const tokensOf = new WeakMap<Credential, Map<string, Promise<Token>>>();

async function currentToken(
  credential: Credential,
  name: string,
  fetch: () => Promise<Token>,
  now: () => number,
): Promise<string> {
  const tokens = tokensOf.get(credential) ?? new Map<string, Promise<Token>>();
  tokensOf.set(credential, tokens);
  const known = tokens.get(name);
  const token = await known;
  if (token && now() < token.expires) return token.value;
  // While this call waited, another one may have begun to fetch.
  const pending = tokens.get(name);
  if (pending && pending !== known) return (await pending).value;
  const fetched = fetch();
  tokens.set(name, fetched);
  // A failure is told to those who waited for it; the next call tries again.
  fetched.catch(() => tokens.delete(name));
  return (await fetched).value;
}
