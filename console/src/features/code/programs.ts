import { type CodeFormat, MARKED, type Sample } from './sample.ts';

export const LANGUAGES = ['curl', 'python', 'typescript'] as const;
export type CodeLanguage = (typeof LANGUAGES)[number];

/** The key is read from this variable. */
const KEY = 'AXONHUB_KEY';

/** A program that sends the request, ready to paste. @param origin of the gateway, as `http://localhost:8090` */
export function programOf(language: CodeLanguage, sample: Sample, origin: string): string {
  const url = `${origin}${sample.path}`;
  if (language === 'curl') return curl(sample, url);
  return language === 'python' ? python(sample, url) : typescript(sample, url);
}

/** What each format's own clients send along; the name of the variable stands where the key does. */
function headersOf(format: CodeFormat, key: string): Record<string, string> {
  const type = { 'Content-Type': 'application/json' };
  if (format === 'anthropic') return { 'x-api-key': key, 'anthropic-version': '2023-06-01', ...type };
  if (format === 'gemini') return { 'x-goog-api-key': key, ...type };
  return { Authorization: `Bearer ${key}`, ...type };
}

function curl({ format, body }: Sample, url: string): string {
  const headers = Object.entries(headersOf(format, `$${KEY}`)).map(
    ([name, value]) => `-H "${name}: ${value}"`,
  );
  const text = JSON.stringify(body, null, 2);
  // A picture would be too long for an argument: it is put into the text that is read from the standard input.
  const filled = escaped(text).replaceAll(/@file:([\w.-]+)@/g, "$(base64 < $1 | tr -d '\\n')");
  return [
    `curl -sS --fail-with-body "${url}" -o answer.json`,
    ...headers,
    `--data-binary @- <<JSON\n${filled}\nJSON`,
  ].join(' \\\n  ');
}

/** What the shell would read as something of its own between the two JSONs. */
const escaped = (text: string): string => text.replaceAll(/[\\$`]/g, '\\$&');

/** JSON, but for the names of three values. Strings are written alike in both languages. */
function literal(value: unknown, words: Words, indent = ''): string {
  if (value === true || value === false || value === null) return words.constants[String(value)] ?? '';
  if (typeof value === 'string') return words.text(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((each) => inner + literal(each, words, inner))
    : Object.entries(value as object).map(
        ([name, each]) => `${inner}${JSON.stringify(name)}: ${literal(each, words, inner)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

interface Words {
  readonly constants: { readonly [value: string]: string };
  readonly text: (value: string) => string;
}

/** @param read the name of the function that reads a file */
const textWith =
  (read: string) =>
  (value: string): string => {
    const [, head, name] = MARKED.exec(value) ?? [];
    if (name === undefined) return JSON.stringify(value);
    return `${head === undefined ? '' : `${JSON.stringify(head)} + `}${read}(${JSON.stringify(name)})`;
  };

const PYTHON: Words = {
  constants: { true: 'True', false: 'False', null: 'None' },
  text: textWith('base64_of'),
};
const TYPESCRIPT: Words = {
  constants: { true: 'true', false: 'false', null: 'null' },
  text: textWith('base64Of'),
};

const reads = (sample: Sample): boolean =>
  JSON.stringify(sample.body).includes('"@file:') || JSON.stringify(sample.body).includes(',@file:');

function python(sample: Sample, url: string): string {
  const { wanted, format, ending } = sample;
  const headers = Object.entries(headersOf(format, KEY)).map(([name, value]) => {
    const text = value.includes(KEY)
      ? `${JSON.stringify(value.replace(KEY, ''))} + os.environ["${KEY}"]`
      : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text.replace('"" + ', '')}`;
  });
  const lines = [
    'import base64, json, os, urllib.error, urllib.request',
    '',
    ...(reads(sample)
      ? ['def base64_of(name):', '    return base64.b64encode(open(name, "rb").read()).decode()', '']
      : []),
    `body = ${literal(sample.body, PYTHON)}`,
    'request = urllib.request.Request(',
    `    ${JSON.stringify(url)},`,
    '    data=json.dumps(body).encode(),',
    `    headers={${headers.join(', ')}},`,
    ')',
    'try:',
    '    answer = json.load(urllib.request.urlopen(request))',
    'except urllib.error.HTTPError as error:',
    '    raise SystemExit(json.load(error)["error"]["message"])',
    ...(wanted === 'pictures'
      ? [
          `pictures = ${FOUND[format].python}`,
          'for number, picture in enumerate(pictures, 1):',
          `    with open(f"picture-{number}.${ending}", "wb") as file:`,
          '        file.write(base64.b64decode(picture))',
        ]
      : [`print(json.dumps(${SAID[format].python}, indent=2, ensure_ascii=False))`]),
  ];
  return lines.join('\n');
}

function typescript(sample: Sample, url: string): string {
  const { wanted, format, ending } = sample;
  const headers = Object.entries(headersOf(format, `\${process.env.${KEY}}`)).map(
    ([name, value]) =>
      `${JSON.stringify(name)}: ${value.includes(KEY) ? `\`${value}\`` : JSON.stringify(value)}`,
  );
  const files = [
    ...(reads(sample) ? ['readFileSync'] : []),
    ...(wanted === 'pictures' ? ['writeFileSync'] : []),
  ];
  const lines = [
    ...(files.length > 0 ? [`import { ${files.join(', ')} } from 'node:fs';`, ''] : []),
    ...(reads(sample)
      ? ["const base64Of = (name: string) => readFileSync(name).toString('base64');", '']
      : []),
    `const body = ${literal(sample.body, TYPESCRIPT)};`,
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    `  headers: { ${headers.join(', ')} },`,
    '  body: JSON.stringify(body),',
    '});',
    'const answer: any = await response.json();',
    'if (!response.ok) throw new Error(answer.error.message);',
    ...(wanted === 'pictures'
      ? [
          `const pictures: string[] = ${FOUND[format].typescript};`,
          'for (const [index, picture] of pictures.entries())',
          `  writeFileSync(\`picture-\${index + 1}.${ending}\`, Buffer.from(picture, 'base64'));`,
        ]
      : [`console.log(JSON.stringify(${SAID[format].typescript}, null, 2));`]),
  ];
  return lines.join('\n');
}

type Found = { readonly [format in CodeFormat]: { readonly python: string; readonly typescript: string } };

/** Where the base64 of the pictures stands in an answer. */
const FOUND: Found = {
  chat: {
    python:
      '[image["image_url"]["url"].split(",")[1] for image in answer["choices"][0]["message"].get("images", [])]',
    typescript:
      "(answer.choices[0].message.images ?? []).map((image: any) => image.image_url.url.split(',')[1])",
  },
  images: {
    python: '[picture["b64_json"] for picture in answer["data"]]',
    typescript: 'answer.data.map((picture: any) => picture.b64_json)',
  },
  responses: {
    python: '[item["result"] for item in answer["output"] if item["type"] == "image_generation_call"]',
    typescript:
      "answer.output.filter((item: any) => item.type === 'image_generation_call').map((item: any) => item.result)",
  },
  anthropic: {
    python: '[block["source"]["data"] for block in answer["content"] if block["type"] == "image"]',
    typescript:
      "answer.content.filter((block: any) => block.type === 'image').map((block: any) => block.source.data)",
  },
  gemini: {
    python:
      '[part["inlineData"]["data"] for candidate in answer["candidates"] for part in candidate["content"]["parts"] if "inlineData" in part]',
    typescript:
      'answer.candidates.flatMap((candidate: any) => candidate.content.parts).flatMap((part: any) => part.inlineData?.data ?? [])',
  },
};

/** Where words, thoughts and calls stand in an answer. */
const SAID: Found = {
  chat: { python: 'answer["choices"][0]["message"]', typescript: 'answer.choices[0].message' },
  images: { python: 'answer["data"]', typescript: 'answer.data' },
  responses: { python: 'answer["output"]', typescript: 'answer.output' },
  anthropic: { python: 'answer["content"]', typescript: 'answer.content' },
  gemini: {
    python: 'answer["candidates"][0]["content"]["parts"]',
    typescript: 'answer.candidates[0].content.parts',
  },
};
