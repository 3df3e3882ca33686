import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackedHouse, openAttackedHouse, ROUTES } from './attacked-house.ts';

let house: AttackedHouse;
beforeAll(async () => {
  house = await openAttackedHouse();
});
afterAll(async () => {
  // Nothing of all this was a fault of the gateway's own.
  expect(house.gateway.log()).not.toContain('"code":"internal"');
  await house.close();
});

const MESSAGES = '"messages":[{"role":"user","content":"hi"}]';
const BODIES: { readonly [route in keyof typeof ROUTES]: string } = {
  chat: `"model":"demo-chat",${MESSAGES}`,
  messages: `"model":"demo-chat","max_tokens":9,${MESSAGES}`,
  responses: '"model":"demo-chat","input":"hi"',
  gemini: '"contents":[{"parts":[{"text":"hi"}]}]',
  completions: '"model":"demo-chat","prompt":"hi"',
  images: '"model":"demo-image","prompt":"hi","size":"64x64"',
  mcp: '"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}',
};
const routes = Object.entries(BODIES) as [keyof typeof ROUTES, string][];
const list = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => write(i)).join();

/** Times of milliseconds are tens of seconds where something is quadratic at these sizes. */
const MOST_CPU_MS = 4_000;

describe('a crowd', () => {
  it.each(routes)('of 30,000 unknown members on the route %s is refused, quickly', async (route, members) => {
    const body = `{${members},${list(30_000, (i) => `"key_${i}":${i}`)}}`;
    const { status, cpuMs } = await house.sendTimed(MOST_CPU_MS, ROUTES[route], body);
    expect(status).toBe(400);
    expect(cpuMs).toBeLessThan(MOST_CPU_MS);
  });

  it('of parameters of the image tool is refused, naming the first too many', async () => {
    const tool = `{"type":"image_generation","image_generation":{${list(30_000, (i) => `"key_${i}":${i}`)}}}`;
    const { status, text, cpuMs } = await house.sendTimed(
      MOST_CPU_MS,
      ROUTES.chat,
      `{${BODIES.chat},"tools":[${tool}]}`.replace('demo-chat', 'demo-image'),
    );
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ error: { param: 'tools[0].image_generation.key_200' } });
    expect(cpuMs).toBeLessThan(MOST_CPU_MS);
  });

  const part = '{"type":"text","text":"x"}';
  const crowded: readonly (readonly [string, string, string])[] = [
    [
      'messages',
      ROUTES.chat,
      `{"model":"MODEL","messages":[${list(10_000, () => '{"role":"user","content":"x"}')}]}`,
    ],
    [
      'parts',
      ROUTES.chat,
      `{"model":"MODEL","messages":[{"role":"user","content":[${list(20_000, () => part)}]}]}`,
    ],
    [
      'parts of the assistant',
      ROUTES.chat,
      `{"model":"MODEL","messages":[{"role":"user","content":"x"},{"role":"assistant","content":[${list(20_000, () => part)}]}]}`,
    ],
    [
      'parts of a tool',
      ROUTES.messages,
      `{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[${list(20_000, () => '{"type":"tool_result","tool_use_id":"t","content":"x"}')}]}]}`,
    ],
    [
      'items',
      ROUTES.responses,
      `{"model":"MODEL","store":false,"input":[${list(5_000, () => '{"role":"user","content":"x"}')}]}`,
    ],
    [
      'items of the assistant',
      ROUTES.responses,
      `{"model":"MODEL","store":false,"input":[{"role":"user","content":"x"},{"role":"assistant","content":[${list(20_000, () => '{"type":"output_text","text":"x"}')}]}]}`,
    ],
    ['stop words', ROUTES.chat, `{"model":"MODEL",${MESSAGES},"stop":[${list(30_000, () => '"x"')}]}`],
    [
      'tools',
      ROUTES.chat,
      `{"model":"MODEL",${MESSAGES},"tools":[${list(20_000, (i) => `{"type":"function","function":{"name":"f${i}","parameters":{"type":"object"}}}`)}]}`,
    ],
  ];
  for (const model of ['demo-chat', 'gpt-5-mini', 'gemini-2.5-flash']) {
    it.each(crowded)(`of %s to ${model} takes time in proportion`, async (_what, path, body) => {
      const { status, cpuMs } = await house.sendTimed(MOST_CPU_MS, path, body.replaceAll('MODEL', model));
      expect(status).toBeLessThan(500);
      expect(cpuMs).toBeLessThan(MOST_CPU_MS);
    });
  }

  it.each(['demo-chat', 'gpt-5-mini'])('of more parts than a call stack holds to %s', async (model) => {
    const many = list(130_000, () => '{"type":"output_text","text":"x"}');
    const turns = `{"role":"user","content":"x"},{"role":"assistant","content":[${many}]}`;
    const body = `{"model":"${model}","store":false,"input":[${turns}]}`;
    expect((await house.send(ROUTES.responses, body)).status).toBeLessThan(500);
    const messages = turns.replaceAll('output_text', 'text');
    const chat = await house.send(ROUTES.chat, `{"model":"${model}","messages":[${messages}]}`);
    expect(chat.status).toBeLessThan(500);
  });

  it('of items named by id is refused before anything is looked up', async () => {
    const items = list(5_000, (i) => `{"type":"item_reference","id":"msg_abc_${i}"}`);
    const { status, text } = await house.send(ROUTES.responses, `{"model":"demo-chat","input":[${items}]}`);
    expect([status, text]).toEqual([400, expect.stringContaining('at most 1000')]);
  });

  it('of calls in one JSON-RPC batch is refused', async () => {
    const body = `[${list(2_000, (id) => `{"jsonrpc":"2.0","id":${id},"method":"tools/list"}`)}]`;
    const { status, text } = await house.send(ROUTES.mcp, body);
    expect([status, text]).toEqual([400, expect.stringContaining('at most 50')]);
  });
});

describe('nesting', () => {
  it.each(routes)(
    'of 100,000 levels on the route %s is refused before anything parses it',
    async (route, members) => {
      for (const [open, close] of [
        ['{"a":', '}'],
        ['[', ']'],
      ] as const) {
        const deep = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
        const { status, text, cpuMs } = await house.sendTimed(
          MOST_CPU_MS,
          ROUTES[route],
          `{${members},"deep":${deep}}`,
        );
        expect(status).toBe(400);
        expect(text).toContain('nested more than 256 levels');
        expect(cpuMs).toBeLessThan(MOST_CPU_MS);
      }
    },
  );

  it('just below the limit goes through every conversion', async () => {
    const deep = `${'{"type":"object","properties":{"a":'.repeat(110)}{"type":"string"}${'}}'.repeat(110)}`;
    const tools = `"tools":[{"type":"function","function":{"name":"f","parameters":${deep}}}]`;
    for (const model of ['demo-chat', 'gpt-5-mini', 'gemini-2.5-flash']) {
      const { status } = await house.send(ROUTES.chat, `{"model":"${model}",${MESSAGES},${tools}}`);
      expect(status).toBeLessThan(500);
    }
  });

  it('of references that double at each level does not multiply', async () => {
    const definitions = list(40, (i) =>
      i === 39
        ? `"d39":{"type":"string"}`
        : `"d${i}":{"type":"object","properties":{"l":{"$ref":"#/$defs/d${i + 1}"},"r":{"$ref":"#/$defs/d${i + 1}"}}}`,
    );
    const parameters = `{"type":"object","properties":{"a":{"$ref":"#/$defs/d0"}},"$defs":{${definitions}}}`;
    for (const model of ['demo-chat', 'gpt-5-mini', 'gemini-2.5-flash']) {
      const body = `{"model":"${model}",${MESSAGES},"tools":[{"type":"function","function":{"name":"f","parameters":${parameters}}}]}`;
      const { status, cpuMs } = await house.sendTimed(MOST_CPU_MS, ROUTES.chat, body);
      expect(status).toBeLessThan(500);
      expect(cpuMs).toBeLessThan(MOST_CPU_MS);
    }
  });
});

describe('a name that means something to JavaScript', () => {
  it.each(routes)('is a member like any other on the route %s', async (route, members) => {
    const poison = '{"polluted":true,"model":"demo-image","toString":7}';
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then']) {
      const { status } = await house.send(ROUTES[route], `{"${name}":${poison},${members}}`);
      expect(status).toBeLessThan(500);
      expect({}).not.toHaveProperty('polluted');
    }
  });

  it('brings no member of its own in: what stands in __proto__ is not asked for', async () => {
    const body = '{"__proto__":{"model":"demo-chat","messages":[{"role":"user","content":"x"}]}}';
    const { status, text } = await house.send(ROUTES.chat, body);
    expect([status, text]).toEqual([400, expect.stringContaining('model')]);
    const image = `{${BODIES.images},"__proto__":{"n":3}}`;
    expect(JSON.parse((await house.send(ROUTES.images, image)).text)).toMatchObject({ data: [{}] });
  });

  it.each(['__proto__', 'constructor', 'toString', 'valueOf'])(
    '%s is no model, role, size, tool or type',
    async (name) => {
      for (const [path, body] of [
        [ROUTES.chat, `{"model":"${name}",${MESSAGES}}`],
        [ROUTES.chat, `{"model":"demo-chat","messages":[{"role":"${name}","content":"x"}]}`],
        [ROUTES.chat, `{"model":"demo-chat","messages":[{"role":"user","content":[{"type":"${name}"}]}]}`],
        [ROUTES.images, `{"model":"demo-image","prompt":"x","size":"${name}"}`],
        [ROUTES.images, `{"model":"demo-image","prompt":"x","quality":"${name}"}`],
        [ROUTES.responses, `{"model":"${name}","input":"x"}`],
      ] as const) {
        const { status } = await house.send(path, body);
        expect([path, body, [400, 404].includes(status)]).toEqual([path, body, true]);
      }
    },
  );
});

describe('a member twice', () => {
  it('has its last value, here and in what is sent on: no check reads the other one', async () => {
    house.forgetCalls();
    const body = `{"model":"no-such-model",${MESSAGES},"model":"gpt-5-mini"}`;
    expect((await house.send(ROUTES.chat, body)).status).toBe(200);
    const [call] = house.calls('openai');
    expect(call?.body.toString().match(/"model"/g)).toHaveLength(1);
    expect(call?.json).toMatchObject({ model: 'gpt-5-mini' });
  });
});

describe('text that is no text', () => {
  const ODD = [
    '\\ud800',
    '\\udc00\\ud800',
    '\\u0000',
    '\\u001b[2J',
    '\\r\\nset-cookie: a=b\\r\\n\\r\\n',
    '\\u202e',
    '\\uffff',
  ];

  it.each(routes)('on the route %s is answered in valid UTF-8 with clean headers', async (route, members) => {
    for (const odd of ODD) {
      const body = `{${members}}`.replace('"hi"', `"hi ${odd}"`);
      const { status, text, headers } = await house.send(ROUTES[route], body);
      expect(status).toBeLessThan(500);
      expect(headers.get('set-cookie')).toBeNull();
      expect(() => JSON.parse(text)).not.toThrow();
    }
  });

  it('in names reaches no header, no line of the log and no event of a stream', async () => {
    for (const odd of ODD) {
      const tool = `{"type":"image_generation","image_generation":{"x${odd}":1,"size":"64x64"}}`;
      for (const body of [
        `{"model":"demo-chat${odd}",${MESSAGES}}`,
        `{"model":"demo-image",${MESSAGES},"tools":[${tool}],"y${odd}":1}`,
        `{"model":"demo-image",${MESSAGES},"tools":[${tool}],"y${odd}":1,"stream":true}`,
      ]) {
        const { status, headers, text } = await house.send(ROUTES.chat, body, { 'ah-debug': 'true' });
        expect(status).toBeLessThan(500);
        expect(headers.get('set-cookie')).toBeNull();
        for (const [, value] of headers) expect(value).toMatch(/^[\x20-\x7e]*$/);
        for (const line of text.split('\n')) expect(line).toMatch(/^(|data: .*|\{.*\}|: .*)$/s);
      }
    }
    for (const line of house.gateway.log().trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });
});
