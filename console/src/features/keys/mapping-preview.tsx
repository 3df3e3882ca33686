import { keyRoutes } from '@contract/keys.ts';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Field } from '@/ui/field.tsx';
import { Input } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { Rules } from './rules.ts';

/** What the rules, as they stand in the form, make of model names: asked of the gateway itself. */
export function MappingPreview({ project, rules }: { readonly project: string; readonly rules: Rules }) {
  const { t } = useTranslation('keys');
  const [names, setNames] = useState('gpt-image-2, gemini-3-pro-image');
  const models = useDeferredValue(names)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const body = useDeferredValue({ rules: withoutUnfinished(rules), models });
  const query = useRoute(keyRoutes.preview, { params: { project }, body }, { keepPrevious: true });
  return (
    <section className="grid gap-3 rounded-lg border border-dashed p-4">
      <Field label={t('preview.title')} hint={t('preview.hint')}>
        <Input
          value={names}
          onChange={({ target }) => setNames(target.value)}
          onKeyDown={(event) => {
            // It stands inside the form of the rules, which are not to be saved by this.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      </Field>
      {query.error ? (
        <FailureNote error={query.error} />
      ) : (
        <ul className="grid gap-1 text-sm">
          {query.data?.models.map(({ name, resolved, allowed }) => (
            <li key={name} className="flex flex-wrap items-center gap-2">
              <code>{name}</code>→<code>{resolved}</code>
              <Badge tone={allowed ? 'good' : 'bad'}>
                {t(allowed ? 'preview.allowed' : 'preview.refused')}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Mappings that are still being written mean nothing yet. */
function withoutUnfinished(rules: Rules): Rules {
  const profiles = rules.profiles?.map(({ mappings, ...profile }) => ({
    ...profile,
    ...(mappings && { mappings: mappings.filter(({ from, to }) => from.trim() !== '' && to.trim() !== '') }),
  }));
  return { ...rules, ...(profiles && { profiles }) };
}
