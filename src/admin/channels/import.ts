import { parse } from 'yaml';
import type { z } from 'zod';
import { unlockSecret, WrongPassphrase } from '../../accounts/locked-secret.ts';
import type { ChannelDocument } from '../../channels/document.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { ChannelRow, CredentialRow } from '../../storage/ports.ts';
import { channelFile, channelSecrets, type channelTransferRoutes } from '../contract/channel-transfer.ts';
import { readInput } from '../serving/read-input.ts';
import { credentialRow } from './credentials.ts';
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

/** @throws GatewayError `invalid_request`, naming the member; nothing is written then */
export async function importChannels(parts: ChannelParts, question: Question) {
  const file = readFile(question.text);
  const secrets = await readSecrets(file, question.passphrase);
  const names = file.channels.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      throw invalid(`channels[${index}].name`, `"${name}" stands there twice.`);
  });
  const steps = file.channels.map((given, index) =>
    inPlace(index, () =>
      stepFor(parts, given, { secret: secrets[given.name], index, existing: question.existing }),
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
    throw invalid(`channels[${index}].${error.facts.field ?? ''}`, error.message);
  }
}

interface Circumstances {
  readonly secret: Secrets[string] | undefined;
  readonly index: number;
  readonly existing: Question['existing'];
}

function stepFor(parts: ChannelParts, given: Given, { secret, index, existing }: Circumstances): Step {
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
  const { type, upstreamModels, proxy, ...fields } = given;
  const change = {
    ...fields,
    settings: { ...given.settings, ...secret?.settings },
    ...(proxy !== undefined && {
      proxy: proxy && { ...proxy, ...(secret?.proxyPassword && { password: secret.proxyPassword }) },
    }),
  };
  const keysOf = (id: string): CredentialRow[] =>
    (secret?.credentials ?? []).map((each, position) => credentialRow(parts, id, each, position));
  if (!taken) {
    const row = newRow(parts, { ...change, type });
    const keys = keysOf(row.id);
    const placed = withUpstreamModels({ ...row, position: row.position + index }, upstreamModels);
    return {
      name,
      action: 'create',
      credentials: keys.length,
      write: () => parts.records.insert(placed, keys),
    };
  }
  if (taken.row.type !== type)
    throw invalid('type', `The channel "${name}" is of the type "${taken.row.type}".`);
  const { id, createdAt: _, ...after } = withUpstreamModels(changedRow(parts, taken, change), upstreamModels);
  const keys = keysOf(id);
  const write = async (): Promise<void> => {
    await parts.records.update(id, after);
    if (keys.length === 0) return;
    for (const key of keys) await parts.records.insertCredential(key);
    for (const before of taken.credentials) await parts.records.deleteCredential(id, before.id);
  };
  return { name, action: 'replace', credentials: keys.length, write };
}

function withUpstreamModels(row: ChannelRow, upstream: readonly string[] | undefined): ChannelRow {
  if (!upstream) return row;
  const document = JSON.parse(row.document) as ChannelDocument;
  return { ...row, document: JSON.stringify({ ...document, models: { ...document.models, upstream } }) };
}
