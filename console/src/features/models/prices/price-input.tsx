import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { NumberInput } from '@/ui/number-input.tsx';
import type { Price } from './price-form.tsx';

const UNITS = {
  input_text: ['million_tokens'],
  input_image: ['million_tokens'],
  cached_input: ['million_tokens'],
  cache_write: ['million_tokens'],
  output_text: ['million_tokens'],
  reasoning: ['million_tokens'],
  output_image: ['million_tokens', 'image', 'megapixel'],
  input_reference: ['image'],
  request: ['request'],
} as const satisfies { readonly [what in Price['what']]: readonly Price['per'][] };

export function PriceInput({
  value,
  onChange,
}: {
  readonly value: Price;
  readonly onChange: (value: Price) => void;
}) {
  const { t } = useTranslation('models');
  const units: readonly Price['per'][] = UNITS[value.what];
  const number = (name: 'above' | 'upTo' | 'free') => (
    <Field label={t(`price.condition.${name}`)}>
      <NumberInput
        min={0}
        value={value[name]}
        onChange={(next) => {
          const { [name]: _, ...rest } = value;
          onChange(next === undefined ? rest : { ...rest, [name]: next });
        }}
      />
    </Field>
  );
  return (
    <div className="grid gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label={t('price.what')}>
          <Select
            value={value.what}
            onChange={({ target }) => {
              const what = target.value as Price['what'];
              onChange({ ...value, what, per: UNITS[what][0] });
            }}
          >
            {Object.keys(UNITS).map((what) => (
              <option key={what} value={what}>
                {t(`price.of.${what}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('price.unit')}>
          <Select
            value={value.per}
            onChange={({ target }) => onChange({ ...value, per: target.value as Price['per'] })}
          >
            {units.map((per) => (
              <option key={per} value={per}>
                {t(`price.per.${per}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('price.usd')}>
          <NumberInput
            required
            min={0}
            value={value.usd}
            onChange={(usd = 0) => onChange({ ...value, usd })}
          />
        </Field>
      </div>
      <details>
        <summary className="cursor-pointer text-xs text-muted-foreground">{t('price.conditions')}</summary>
        <div className="mt-3 grid gap-3 sm:grid-cols-4">
          <Field label={t('price.condition.variant')}>
            <Input
              placeholder="high 1024x1024"
              value={value.variant ?? ''}
              onChange={({ target }) => {
                const { variant: _, ...rest } = value;
                onChange(target.value === '' ? rest : { ...rest, variant: target.value });
              }}
            />
          </Field>
          {number('above')}
          {number('upTo')}
          {number('free')}
        </div>
      </details>
    </div>
  );
}
