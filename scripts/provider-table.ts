import { readFileSync, writeFileSync } from 'node:fs';
import type { ImageCapability, ModelCard } from '../src/contract/capability.ts';
import type { Provider } from '../src/contract/provider.ts';
import { describeParameters } from '../src/media/describe.ts';
import { PROVIDERS } from '../src/providers/all.ts';

/** The guides that hold the tables. */
export const GUIDES = ['docs/providers.md', 'docs/providers.zh-CN.md'];

/** Column → parameter as `describeParameters` names it. */
const PARAMETERS = {
  size: 'size',
  ratio: 'aspect_ratio',
  n: 'n',
  quality: 'quality',
  format: 'output_format',
  compression: 'output_compression',
  background: 'background',
  mask: 'input_image_mask',
  fidelity: 'input_fidelity',
  previews: 'partial_images',
  moderation: 'moderation',
  watermark: 'watermark',
  seed: 'seed',
  negative: 'negative_prompt',
};

/** The guide with its tables made anew, between the marks that hold them. */
export const withTables = (guide: string): string =>
  replaced(replaced(guide, 'providers', providerTable()), 'parameters', parameterTable());

function replaced(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- ${name}: npm run docs:providers -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new TypeError(`the guide has no place for the table "${name}"`);
  return `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`;
}

function providerTable(): string {
  const rows = PROVIDERS.map((provider) => [
    `\`${provider.id}\``,
    `[${provider.title}](${provider.docs.startsWith('http') ? provider.docs : provider.docs.replace(/^docs\//, '')})`,
    provider.envKey ? `\`${provider.envKey}\`` : '',
    mark(provider.chat !== undefined),
    mark(capabilitiesOf(provider).length > 0),
    mark(capabilitiesOf(provider).some(({ tasks }) => tasks.includes('edit'))),
  ]);
  return table(['type', 'provider', 'key', 'chat', 'draws', 'edits'], rows);
}

function parameterTable(): string {
  const drawing = PROVIDERS.filter((provider) => capabilitiesOf(provider).length > 0);
  const rows = drawing.map((provider) => {
    const described = capabilitiesOf(provider).map(describeParameters);
    const native = (name: string) => described.filter((one) => one[name]?.support === 'native').length;
    const cells = Object.values(PARAMETERS).map((name) => share(native(name), described.length));
    return [`\`${provider.id}\``, ...cells];
  });
  return table(['type', ...Object.keys(PARAMETERS)], rows);
}

/** What its models can draw. */
const capabilitiesOf = (provider: Provider): ImageCapability[] =>
  cardsOf(provider).flatMap(({ image, chat }) => image ?? chat?.image ?? []);

/** A provider without a catalogue is asked about the others' models whose names it accepts, or about any name. */
function cardsOf(provider: Provider): readonly ModelCard[] {
  if (provider.models.length > 0) return provider.models;
  const names = PROVIDERS.flatMap(({ models }) => models.map(({ id }) => id));
  const accepted = names.filter((name) => provider.accepts?.test(name));
  return (accepted.length > 0 ? accepted : ['any-model']).map((name) => provider.card(name));
}

const mark = (yes: boolean): string => (yes ? '●' : '');
const share = (some: number, all: number): string => (some === 0 ? '' : some === all ? '●' : '◐');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  for (const path of GUIDES) writeFileSync(path, withTables(readFileSync(path, 'utf8')));
}
