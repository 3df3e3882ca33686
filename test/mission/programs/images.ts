/**
 * Asks for pictures through chat completions and saves them: node images.ts MODEL modalities|tool
 * AXONHUB is the gateway's address, AXONHUB_KEY a key of it.
 */
import { writeFile } from 'node:fs/promises';

interface Answer {
  choices: {
    message: {
      content: { type: string; image_url: { url: string } }[];
      tool_calls?: { type: string; id: string }[];
    };
  }[];
}

const [model, way] = process.argv.slice(2);
const wish =
  way === 'modalities'
    ? { modalities: ['image', 'text'] }
    : { tools: [{ type: 'image_generation', image_generation: { size: '512x512', quality: 'auto' } }] };

const response = await fetch(`${process.env.AXONHUB}/v1/chat/completions`, {
  method: 'POST',
  headers: { Authorization: `Bearer ${process.env.AXONHUB_KEY}`, 'Content-Type': 'application/json' },
  body: JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Draw a red kite over the sea' }],
    ...wish,
  }),
});
const result = (await response.json()) as Answer;

let saved = 0;
for (const choice of result.choices) {
  for (const content of choice.message.content) {
    if (content.type === 'image_url') {
      saved += 1;
      const [, data = ''] = content.image_url.url.split(',');
      await writeFile(`picture-${saved}.png`, Buffer.from(data, 'base64'));
    }
  }
  for (const toolCall of choice.message.tool_calls ?? []) {
    if (toolCall.type === 'image_generation') console.log(`Image generated: ${toolCall.id}`);
  }
}
