import type { TFunction } from 'i18next';
import { type ReactElement, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { cn } from '@/ui/cn.ts';
import { Field } from '@/ui/field.tsx';
import { Input, Select, Textarea } from '@/ui/input.tsx';
import type { ImageModel } from './image-models.ts';
import { CHOICES, type ChoiceName, type Wishes } from './wishes.ts';

interface ParametersProps {
  readonly wishes: Wishes;
  readonly onChange: (wishes: Wishes) => void;
  /** What the chosen models do with a parameter is told beside it. */
  readonly models: readonly ImageModel[];
  readonly editing: boolean;
}

const TONES = { native: 'good', emulated: 'accent', hinted: 'warning', impossible: 'bad' } as const;
const WORST = ['native', 'emulated', 'hinted', 'impossible'] as const;

export function Parameters({ wishes, onChange, models, editing }: ParametersProps) {
  const { t } = useTranslation('studio');
  const set = (change: Partial<Wishes>): void => onChange({ ...wishes, ...change });
  const choice = (name: ChoiceName): ReactElement => (
    <Parameter key={name} name={name} models={models} t={t} asked={wishes[name] !== ''}>
      <Select value={wishes[name]} onChange={({ target }) => set({ [name]: target.value })}>
        {CHOICES[name].map((value) => (
          <option key={value} value={value}>
            {value === '' ? t('choice.open') : value}
          </option>
        ))}
      </Select>
    </Parameter>
  );
  const number = (
    name: 'output_compression' | 'n' | 'partial_images' | 'seed',
    min: number,
    max: number,
  ): ReactElement => (
    <Parameter key={name} name={name} models={models} t={t} asked={isAsked(name, wishes[name])}>
      <Input
        type="number"
        min={min}
        max={max}
        value={wishes[name]}
        onChange={({ target }) => set({ [name]: target.value })}
      />
    </Parameter>
  );
  return (
    <div className="grid grid-cols-2 items-end gap-x-3 gap-y-4">
      <SizeParameter value={wishes.size} onChange={(size) => set({ size })} models={models} t={t} />
      {choice('quality')}
      {choice('output_format')}
      {number('output_compression', 0, 100)}
      {choice('background')}
      {number('n', 1, 10)}
      {number('partial_images', 0, 3)}
      {number('seed', 0, 2 ** 31 - 1)}
      {editing && choice('input_fidelity')}
      {choice('moderation')}
      <Parameter name="style" models={models} t={t} asked={wishes.style !== ''}>
        <Input value={wishes.style} onChange={({ target }) => set({ style: target.value })} />
      </Parameter>
      <Parameter
        name="negative_prompt"
        models={models}
        t={t}
        asked={wishes.negative_prompt !== ''}
        className="col-span-2"
      >
        <Textarea
          className="min-h-14"
          value={wishes.negative_prompt}
          onChange={({ target }) => set({ negative_prompt: target.value })}
        />
      </Parameter>
      <Tick checked={wishes.watermark} onChange={(watermark) => set({ watermark })}>
        {t('parameter.watermark')} <Support name="watermark" models={models} t={t} />
      </Tick>
      <Tick checked={wishes.strict} onChange={(strict) => set({ strict })}>
        {t('parameter.strict')}
      </Tick>
    </div>
  );
}

interface Told {
  readonly name: string;
  readonly models: readonly ImageModel[];
  readonly t: TFunction<'studio'>;
}

function Parameter({
  name,
  models,
  t,
  asked,
  className,
  children,
}: Told & {
  /** Something other than the default is asked for: what becomes of it is told. */
  readonly asked: boolean;
  readonly className?: string;
  readonly children: ReactElement<object>;
}) {
  const label = (
    <span className="flex flex-wrap items-center gap-1.5">
      {t(`parameter.${name}`)}
      <Support name={name} models={models} t={t} />
    </span>
  );
  const words = useGatewayWords();
  const hint = asked ? shortcomings(name, models, t, words) : undefined;
  return (
    <Field
      label={label}
      hint={hint}
      className={cn(hint !== undefined && 'col-span-2 whitespace-pre-line', className)}
    >
      {children}
    </Field>
  );
}

/** One picture, and no previews, are nothing to ask for. */
const isAsked = (name: string, value: string): boolean =>
  value !== '' && !(name === 'n' && value === '1') && !(name === 'partial_images' && value === '0');

/** What the chosen models cannot do by themselves, and why; undefined: nothing. */
function shortcomings(
  name: string,
  models: readonly ImageModel[],
  t: TFunction<'studio'>,
  words: (text: string) => string,
): string | undefined {
  const short = models.flatMap(({ id, parameters }) => {
    const { support, note } = parameters[name] ?? { support: 'native' };
    if (support === 'native') return [];
    return [
      `${models.length > 1 ? `${id}: ` : ''}${t(`support.${support}`)}${note ? ` – ${words(note)}` : ''}`,
    ];
  });
  return short.length > 0 ? short.join('\n') : undefined;
}

/** One of the usual sizes, or any other: pixels, a shape or a tier. */
function SizeParameter({
  value,
  onChange,
  ...told
}: Omit<Told, 'name'> & { readonly value: string; readonly onChange: (size: string) => void }) {
  const { t } = told;
  const usual = (CHOICES.size as readonly string[]).includes(value);
  const [own, setOwn] = useState(!usual);
  const isOwn = own || !usual;
  return (
    <div className={cn('grid items-end gap-3', isOwn && 'col-span-2 grid-cols-2')}>
      <Parameter name="size" {...told} asked={value !== ''}>
        <Select
          value={isOwn ? OWN : value}
          onChange={({ target }) => {
            setOwn(target.value === OWN);
            if (target.value !== OWN) onChange(target.value);
          }}
        >
          {CHOICES.size.map((each) => (
            <option key={each} value={each}>
              {each === '' ? t('choice.open') : each}
            </option>
          ))}
          <option value={OWN}>{t('choice.own')}</option>
        </Select>
      </Parameter>
      {isOwn && (
        <Input
          aria-label={t('choice.ownSize')}
          placeholder="1200x800, 16:9, 2K"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </div>
  );
}

const OWN = 'own';

/** The least that any chosen model does with the parameter, and why. */
function Support({ name, models, t }: Told) {
  const inLanguage = useGatewayWords();
  const found = models.flatMap(({ id, parameters }) =>
    parameters[name] ? [{ id, ...parameters[name] }] : [],
  );
  const worst = WORST.findLast((support) => found.some((each) => each.support === support));
  if (worst === undefined) return null;
  const words = found.map(({ id, support, note, native }) =>
    [`${id}: ${t(`support.${support}`)}`, native?.join(', '), note && inLanguage(note)]
      .filter(Boolean)
      .join(' — '),
  );
  return (
    <Badge tone={TONES[worst]}>
      <span title={words.join('\n')}>{t(`support.${worst}`)}</span>
    </Badge>
  );
}

function Tick({
  checked,
  onChange,
  children,
}: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-sm">
      <input
        id={id}
        type="checkbox"
        className="size-4"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <label htmlFor={id} className="flex items-center gap-1.5">
        {children}
      </label>
    </div>
  );
}
