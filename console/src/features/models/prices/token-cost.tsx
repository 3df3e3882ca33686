import { useTranslation } from 'react-i18next';
import { dollars } from '../picture-cost.tsx';
import type { KnownModel } from './known-models.tsx';

/** A million tokens in and out, as the catalogue has them. */
export function TokenCost({ prices }: { readonly prices: KnownModel['prices'] }) {
  const { t, i18n } = useTranslation('models');
  const of = (what: string): string | undefined => {
    const found = prices?.find((price) => price.what === what && price.per === 'million_tokens');
    return found && dollars(found.usd, i18n.language);
  };
  const input = of('input_text');
  const output = of('output_text') ?? of('output_image');
  if (input === undefined && output === undefined) return <span className="text-muted-foreground">–</span>;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {t('price.inOut', { input: input ?? '–', output: output ?? '–' })}
    </span>
  );
}
