import { messageOf } from '@contract/messages.ts';
import { useTranslation } from 'react-i18next';

/** What stands in these place holders is a message itself: `At its limit: 10 requests per minute`. */
const MESSAGES_WITHIN = new Set(['limit', 'reason', 'reset', 'kind', 'calls', 'what']);

/** What the gateway wrote in English (warnings, reasons), in the language in use as far as that is known. */
export function useGatewayWords(): (text: string) => string {
  const { t, i18n } = useTranslation('gateway');
  if (i18n.language === 'en') return (text) => text;
  const words = (text: string): string => {
    const message = messageOf(text);
    if (!message) return text;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.params))
      params[name] = MESSAGES_WITHIN.has(name) ? words(value) : value;
    return t(message.key, { ...params, defaultValue: text });
  };
  return words;
}
