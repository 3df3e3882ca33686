import { parse } from 'yaml';
import type { z } from 'zod';
import { unlockSecret, WrongPassphrase } from '../../accounts/locked-secret.ts';
import type { ChannelDocument } from '../../channels/document.ts';
import type { ReadChannel } from '../../channels/from-row.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { ChannelRow, CredentialRow } from '../../storage/ports.ts';
import { channelFile, channelSecrets, type channelTransferRoutes } from '../contract/channel-transfer.ts';
import type { Actor } from '../serving/actor.ts';
import { readInput } from '../serving/read-input.ts';
import { credentialRow } from './credentials.ts';
import { demandSameDestination } from './destination.ts';
import type { ChannelParts } from './parts.ts';
import { changedRow, newRow } from './write.ts';

type Question = z.output<typeof channelTransferRoutes.import.body>;
type File = z.output<typeof channelFile>;
type Given = File['channels'][number];
type Secrets = z.output<typeof channelSecrets>;

/** What becomes of one channel of the file. */
interface Step {
  readonly name: string;
  readonly action: 'create' | 'replace' | 'skip';
  readonly credentials: number;
  readonly write: () => Promise<void>;
}

/** @throws GatewayError `invalid_request`, naming the member, `permission_denied`; nothing is written then */
export async function importChannels(parts: ChannelParts, actor: Actor, question: Question) {
  const file = readFile(question.text);
  const secrets = await readSecrets(file, question.passphrase);
  const names = file.channels.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      throw invalid(`channels[${index}].name`, `"${name}" stands there twice.`);
  });
  const steps = file.channels.map((given, index) =>
    inPlace(index, () =>
      stepFor(parts, given, { actor, secret: secrets[given.name], index, existing: question.existing }),
    ),
  );
  if (!question.dryRun) {
    for (const { write } of steps) await write();
    await parts.registry.changed();
  }
  return steps.map(({ name, action, credentials }) => ({ name, action, credentials }));
}

function readFile(text: string): File {
  let tree: unknown;
  try {
    tree = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw invalid('text', `This is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  return readInput(channelFile, tree) as File;
}

async function readSecrets({ secrets }: File, passphrase: string | undefined): Promise<Secrets> {
  if (passphrase === undefined) return {};
  if (!secrets) throw invalid('passphrase', 'The file holds no secrets.');
  try {
    return channelSecrets.parse(JSON.parse(await unlockSecret(secrets, passphrase)));
  } catch (error) {
    if (error instanceof WrongPassphrase)
      throw invalid('passphrase', 'The passphrase is wrong, or the file was changed.');
    throw error;
  }
}

/** Errors name the channel of the file. */
function inPlace<Result>(index: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const field = `channels[${index}].${error.facts.field ?? ''}`;
    throw new GatewayError(error.code, error.message, { ...error.facts, field }, error);
  }
}

interface Circumstances {
  readonly actor: Actor;
  readonly secret: Secrets[string] | undefined;
  readonly index: number;
  readonly existing: Question['existing'];
}

function stepFor(parts: ChannelParts, given: Given, circumstances: Circumstances): Step {
  const { secret, existing } = circumstances;
  const { name } = given;
  const taken = parts.registry.stored().find(({ row }) => row.name === name);
  const isFixed = parts.registry
    .fixed()
    .some((channel) => channel.name === name && channel.origin !== 'built-in');
  if ((taken || isFixed) && existing === 'skip') {
    return { name, action: 'skip', credentials: 0, write: async () => {} };
  }
  if (isFixed)
    throw invalid('name', `The channel "${name}" stands in the configuration and is changed there.`);
  if (taken && existing === 'refuse')
    throw invalid('name', `There is a channel "${name}" already, or an archived one.`);
  const { proxy } = given;
  const whole: Given = {
    ...given,
    settings: { ...given.settings, ...secret?.settings },
    ...(proxy !== undefined && {
      proxy: proxy && { ...proxy, ...(secret?.proxyPassword && { password: secret.proxyPassword }) },
    }),
  };
  return taken ? replacement(parts, circumstances, whole, taken) : addition(parts, circumstances, whole);
}

function addition(parts: ChannelParts, { secret, index }: Circumstances, given: Given): Step {
  const row = newRow(parts, given);
  const keys = keysFor(parts, row.id, secret);
  const placed = withUpstreamModels({ ...row, position: row.position + index }, given.upstreamModels);
  return {
    name: given.name,
    action: 'create',
    credentials: keys.length,
    write: () => parts.records.insert(placed, keys),
  };
}

function replacement(
  parts: ChannelParts,
  { actor, secret }: Circumstances,
  given: Given,
  taken: ReadChannel,
): Step {
  const { name, type } = given;
  if (taken.row.type !== type)
    throw invalid('type', `The channel "${name}" is of the type "${taken.row.type}".`);
  const row = withUpstreamModels(changedRow(parts, taken, given), given.upstreamModels);
  const { id, createdAt: _, ...after } = row;
  const keys = keysFor(parts, id, secret);
  const kept = keys.length > 0 ? [] : taken.credentials;
  demandSameDestination(parts, actor, { before: taken, after: row, kept });
  const write = async (): Promise<void> => {
    await parts.records.update(id, after);
    if (keys.length === 0) return;
    for (const key of keys) await parts.records.insertCredential(key);
    for (const before of taken.credentials) await parts.records.deleteCredential(id, before.id);
  };
  return { name, action: 'replace', credentials: keys.length, write };
}

const keysFor = (parts: ChannelParts, channelId: string, secret: Circumstances['secret']): CredentialRow[] =>
  (secret?.credentials ?? []).map((each, position) => credentialRow(parts, channelId, each, position));

function withUpstreamModels(row: ChannelRow, upstream: readonly string[] | undefined): ChannelRow {
  if (!upstream) return row;
  const document = JSON.parse(row.document) as ChannelDocument;
  return { ...row, document: JSON.stringify({ ...document, models: { ...document.models, upstream } }) };
}
