import { parametersOf, type Wishes } from './wishes.ts';

export const LANGUAGES = ['curl', 'python', 'typescript'] as const;
export type CodeLanguage = (typeof LANGUAGES)[number];

/** Ways to ask for the same picture. */
export const FORMATS = ['chat', 'images', 'responses', 'anthropic', 'gemini'] as const;
export type CodeFormat = (typeof FORMATS)[number];

interface Sample {
  readonly path: string;
  readonly body: object;
}

const KEY = 'AXONHUB_KEY';

/** A program that asks for this picture, ready to paste. @param editing pictures go along, which the program reads from a file */
export function sampleOf(
  format: CodeFormat,
  language: CodeLanguage,
  { origin, model, wishes, editing }: { origin: string; model: string; wishes: Wishes; editing: boolean },
): string {
  const { path, body } = requestIn(format, model, wishes, editing);
  return programOf(language, `${origin}${path}`, body, editing);
}

/** A program that sends this body. @param editing the body has the mark of a picture, which the program reads from a file */
export function programOf(language: CodeLanguage, url: string, body: object, editing = false): string {
  if (language === 'curl') return curl(url, body, editing);
  return language === 'python' ? python(url, body, editing) : typescript(url, body, editing);
}

/** Stands for the data URL of a picture; the programs put it in. */
const PICTURE = 'data:image/png;base64,PICTURE';

function requestIn(format: CodeFormat, model: string, wishes: Wishes, editing: boolean): Sample {
  const parameters = parametersOf(wishes);
  const { prompt } = wishes;
  const picture = { type: 'image_url', image_url: { url: PICTURE } };
  const tool = { type: 'image_generation', ...parameters };
  switch (format) {
    case 'chat': {
      const content = editing ? [{ type: 'text', text: prompt }, picture] : prompt;
      const tools =
        Object.keys(parameters).length > 0
          ? [{ type: 'image_generation', image_generation: parameters }]
          : [];
      const asked = tools.length > 0 ? { tools } : { modalities: ['image', 'text'] };
      return {
        path: '/v1/chat/completions',
        body: { model, ...asked, messages: [{ role: 'user', content }] },
      };
    }
    case 'images':
      return editing
        ? {
            path: '/v1/images/edits',
            body: { model, prompt, images: [{ image_url: PICTURE }], ...parameters },
          }
        : { path: '/v1/images/generations', body: { model, prompt, ...parameters } };
    case 'responses': {
      const content = [
        { type: 'input_text', text: prompt },
        ...(editing ? [{ type: 'input_image', image_url: PICTURE }] : []),
      ];
      return { path: '/v1/responses', body: { model, input: [{ role: 'user', content }], tools: [tool] } };
    }
    case 'anthropic': {
      const source = { type: 'base64', media_type: 'image/png', data: 'PICTURE' };
      const content = [...(editing ? [{ type: 'image', source }] : []), { type: 'text', text: prompt }];
      return {
        path: '/v1/messages',
        body: { model, max_tokens: 1024, messages: [{ role: 'user', content }] },
      };
    }
    case 'gemini': {
      const inline = { inlineData: { mimeType: 'image/png', data: 'PICTURE' } };
      const parts = [{ text: prompt }, ...(editing ? [inline] : [])];
      return {
        path: `/v1beta/models/${encodeURIComponent(model)}:generateContent`,
        body: {
          contents: [{ role: 'user', parts }],
          generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
        },
      };
    }
  }
}

const json = (body: object): string => JSON.stringify(body, null, 2);

function curl(url: string, body: object, editing: boolean): string {
  const text = json(body).replaceAll("'", "'\\''");
  const filled = editing ? text.replaceAll('PICTURE', `'"$(base64 -w0 input.png)"'`) : text;
  return `curl -s ${url} \\\n  -H "Authorization: Bearer $${KEY}" \\\n  -H "Content-Type: application/json" \\\n  -d '${filled}'`;
}

/** JSON, but for the names of three values. Strings are written alike in both. */
function pythonLiteral(value: unknown, indent = ''): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((each) => inner + pythonLiteral(each, inner))
    : Object.entries(value as object).map(
        ([name, each]) => `${inner}${JSON.stringify(name)}: ${pythonLiteral(each, inner)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function python(url: string, body: object, editing: boolean): string {
  const literal = pythonLiteral(body);
  const filled = editing ? literal.replaceAll(/"([^"\n]*)PICTURE"/g, '"$1" + picture') : literal;
  const read = editing ? 'picture = base64.b64encode(open("input.png", "rb").read()).decode()\n' : '';
  return `import base64, json, os, urllib.request

${read}body = ${filled}
request = urllib.request.Request(
    "${url}",
    data=json.dumps(body).encode(),
    headers={"Authorization": f"Bearer {os.environ['${KEY}']}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    print(json.dumps(json.load(response))[:500])`;
}

function typescript(url: string, body: object, editing: boolean): string {
  const literal = json(body);
  const filled = editing ? literal.replaceAll(/"([^"\n]*)PICTURE"/g, '"$1" + picture') : literal;
  const read = editing
    ? "import { readFile } from 'node:fs/promises';\n\nconst picture = (await readFile('input.png')).toString('base64');\n"
    : '';
  return `${read}const body = ${filled};
const response = await fetch('${url}', {
  method: 'POST',
  headers: { authorization: \`Bearer \${process.env.${KEY}}\`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
console.log(JSON.stringify(await response.json()).slice(0, 500));`;
}
