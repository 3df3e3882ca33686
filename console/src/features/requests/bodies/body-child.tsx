import type { bodyRoutes } from '@contract/bodies.ts';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { cn } from '@/ui/cn.ts';
import { useFormat } from '@/ui/format.ts';
import { BodyNode, BodyPictures } from './body-node.tsx';
import type { BodyPlace } from './body-place.ts';

type Child = CallReply<typeof bodyRoutes.node>['items'][number];

const COLORS = {
  string: 'text-success',
  number: 'text-primary',
  boolean: 'text-warning',
  null: 'text-muted-foreground',
} as const;

/** A member of an object or array; what is large is read when it is opened. */
export function BodyChild({ place, child }: { readonly place: BodyPlace; readonly child: Child }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const { kind, count, cut } = child;
  const isFolder = kind === 'object' || kind === 'array';
  const opens = (isFolder && (count ?? 0) > 0) || cut;
  const name = <span className="text-foreground">{child.key}</span>;
  const brackets = kind === 'array' ? `[${count}]` : `{${count}}`;
  return (
    <li className="grid grid-cols-1">
      <div className="flex min-w-0 items-start gap-1 py-0.5">
        {opens ? (
          <button
            type="button"
            aria-expanded={open}
            className="flex shrink-0 cursor-pointer items-center gap-1 rounded hover:bg-muted"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight className={cn('size-3.5 transition-transform', open && 'rotate-90')} aria-hidden />
            {name}
          </button>
        ) : (
          <span className="pl-4.5">{name}</span>
        )}
        <span className="text-muted-foreground">:</span>
        {isFolder ? (
          <span className="text-muted-foreground">
            {brackets} · {format.bytes(child.bytes)}
          </span>
        ) : (
          !(open && cut) && (
            <span className={cn('min-w-0 break-words whitespace-pre-wrap', COLORS[kind])}>
              {kind === 'string' ? JSON.stringify(child.value) : String(child.value)}
              {cut && (
                <span className="text-muted-foreground">
                  {' '}
                  … {t('bodies.cutAt', { bytes: format.bytes(child.bytes) })}
                </span>
              )}
            </span>
          )
        )}
      </div>
      {!isFolder && !(open && cut) && <BodyPictures place={place} pictures={child.pictures} />}
      {open && (
        <div className="ml-1.5 border-l pl-3">
          <BodyNode place={place} path={child.path} />
        </div>
      )}
    </li>
  );
}
