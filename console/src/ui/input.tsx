import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { cn } from './cn.ts';

const box =
  'w-full rounded-md border bg-surface px-3 text-sm placeholder:text-muted-foreground disabled:opacity-50 aria-invalid:border-danger';

export function Input({ className, ...rest }: InputHTMLAttributes<HTMLInputElement>) {
  return <input className={cn(box, 'h-9', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea className={cn(box, 'min-h-20 py-2', className)} {...rest} />;
}

/** The browser's own: best on phones and for screen readers. */
export function Select({ className, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return <select className={cn(box, 'h-9 cursor-pointer pr-8', className)} {...rest} />;
}
