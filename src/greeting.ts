import type { App } from './app.ts';
import { drawsPictures } from './pipeline/route.ts';
import { offers } from './routing/candidates.ts';

/** What the operator sees after the start: the address, and on the first one the key with a command that draws. */
export function greeting({ url, firstKey, setupCode, channels, hasConsole }: App, version: string): string {
  const lines = [
    `AxonHub ${version} listens on ${url}`,
    ...(hasConsole ? [consoleLine(url, setupCode !== undefined || firstKey !== undefined)] : []),
    `Channels: ${channels.map(({ name }) => name).join(', ')}`,
  ];
  if (channels.every(({ credentials }) => credentials.length === 0)) {
    lines.push(
      'No provider key found: the demo answers, without any AI. Set OPENAI_API_KEY or the like for the real thing.',
    );
  }
  const model = offers(channels).find(drawsPictures)?.name;
  if (firstKey !== undefined) lines.push('', `Your gateway key (shown only now): ${firstKey}`);
  if (firstKey !== undefined && model !== undefined)
    lines.push('', 'Make a picture:', '', curl(url, firstKey, model));
  if (setupCode !== undefined) {
    lines.push(
      '',
      `Nobody owns this gateway yet. Setting it up from another machine takes the code ${setupCode}`,
    );
  }
  return lines.join('\n');
}

/** On the first start the address leads to the wizard. */
const consoleLine = (url: string, isNew: boolean): string =>
  isNew
    ? `Open ${url} in a browser: a first picture takes less than a minute`
    : `Console: open ${url} in a browser`;

const curl = (url: string, key: string, model: string): string =>
  `curl -s ${url}/v1/chat/completions -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"model":"${model}","modalities":["image","text"],"messages":[{"role":"user","content":"A red kite over the sea"}]}' \\
  | sed -E 's/.*"url":"data:image\\/[a-z]+;base64,([^"]+)".*/\\1/' | base64 -d > picture.png`;
