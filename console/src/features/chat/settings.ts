/** A function that the model may ask to have called. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments, as it is written. */
  readonly parameters: string;
}

export const EFFORTS = ['', 'none', 'low', 'medium', 'high'] as const;

/** What holds for every question; what is empty is left to the model. */
export interface ChatSettings {
  readonly models: readonly string[];
  readonly system: string;
  readonly effort: (typeof EFFORTS)[number];
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  /** Pictures may be part of the answer. */
  readonly draws: boolean;
  readonly tools: readonly ToolDefinition[];
}

/** What a new function begins as. */
export const WEATHER: ToolDefinition = {
  name: 'get_weather',
  description: 'The weather at a place.',
  parameters: JSON.stringify(
    { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
    null,
    2,
  ),
};

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
