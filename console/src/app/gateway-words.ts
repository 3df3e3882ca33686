import { messageOf } from '@contract/messages.ts';
import { useTranslation } from 'react-i18next';

/** What the gateway wrote in English (warnings, reasons), in the language in use as far as that is known. */
export function useGatewayWords(): (text: string) => string {
  const { t, i18n } = useTranslation('gateway');
  if (i18n.language === 'en') return (text) => text;
  return (text) => {
    const message = messageOf(text);
    return message ? t(message.key, { ...message.params, defaultValue: text }) : text;
  };
}
