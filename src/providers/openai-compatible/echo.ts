import type { Part } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import type { EchoRule } from './options.ts';

/** The members that give an assistant turn its thinking back, where the upstream wants it. */
export function echoedReasoning(parts: readonly Part[], rule: EchoRule | undefined): TreeObject {
  if (!rule) return {};
  const thoughts = parts.flatMap((part) =>
    part.type === 'reasoning' && part.text !== '' ? [part.text] : [],
  );
  if (thoughts.length === 0) return rule.always ? { [rule.as]: '' } : {};
  switch (rule.as) {
    case 'reasoning_details':
      return { reasoning_details: thoughts.map((text, index) => ({ type: 'reasoning.text', text, index })) };
    case 'content':
      return { content: [...thoughts.map(thinkingPart), ...parts.flatMap(textPart)] };
    default:
      return { [rule.as]: thoughts.join('\n') };
  }
}

/** As Mistral has it. */
const thinkingPart = (text: string): TreeObject => ({ type: 'thinking', thinking: [{ type: 'text', text }] });

const textPart = (part: Part): TreeObject[] =>
  part.type === 'text' && part.text !== '' ? [{ type: 'text', text: part.text }] : [];
