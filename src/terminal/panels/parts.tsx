/** The small parts that panels are made of. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Refusal } from '../models/answers.ts';
import { decimal, signedDollars, signOf } from '../models/figures.ts';

export interface Tab<T extends string> {
  readonly id: T;
  readonly name: string;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly chosen: T;
  readonly choose: (id: T) => void;
  /** The id of the panel that the tabs change. */
  readonly controls: string;
}

/** A row of tabs: one stop of the Tab key, arrow keys move between them. */
export function Tabs<T extends string>({ label, tabs, chosen, choose, controls }: TabsProps<T>) {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const next = (at + steps + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (tab === undefined) return;
    choose(tab.id);
    row.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-label={tab.name}
          aria-selected={tab.id === chosen}
          aria-controls={controls}
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => choose(tab.id)}
          onKeyDown={move}
        >
          {tab.name}
        </button>
      ))}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly options: readonly Tab<T>[];
  readonly chosen: T;
  readonly choose: (id: T) => void;
  readonly className?: string;
}

/** A few buttons of which one is on. */
export function Choice<T extends string>({ label, options, chosen, choose, className = 'tabs' }: ChoiceProps<T>) {
  return (
    <fieldset className={className}>
      <legend className="spoken">{label}</legend>
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          data-label={option.name}
          data-option={option.id}
          aria-pressed={option.id === chosen}
          onClick={() => choose(option.id)}
        >
          {option.name}
        </button>
      ))}
    </fieldset>
  );
}

/** A gain or a loss in USD: the sign first, the colour second. */
export function SignedAmount({ value }: { readonly value: string }) {
  const sign = signOf(value);
  return (
    <span className={sign > 0 ? 'up' : sign < 0 ? 'down' : undefined} title={`${value} USD`}>
      {signedDollars(value)}
    </span>
  );
}

/** A price that lights up for a moment when it changes. */
export function LivePrice({ value }: { readonly value: string | null }) {
  return (
    <span key={value} className="fresh">
      {decimal(value)}
    </span>
  );
}

/** A term and its figure, in a definition list. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A refusal, with its code and its rule. */
export function Refused({ lead, refusal }: { readonly lead: string; readonly refusal: Refusal }) {
  return (
    <p className="refusal">
      {lead}: <code>{refusal.code}</code>. {refusal.sentence}
      {refusal.rule !== undefined && <span className="soft"> Rule {refusal.rule}.</span>}
    </p>
  );
}

/** What stands where there is nothing to show. */
export function Note({ children }: { readonly children: ReactNode }) {
  return <p className="note centred">{children}</p>;
}

interface PanelProps {
  readonly title: string;
  /** Which views of the phone show this panel. */
  readonly views: string;
  readonly className?: string;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A panel: a head with its name and tools, and the body below. */
export function Panel({ title, views, className = '', tools, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} data-views={views} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools}
      </div>
      {children}
    </section>
  );
}

interface FoldProps {
  readonly title: string;
  /** What is in it, for those who leave it folded. */
  readonly aside: string;
  /** How it stands at first; then it is as the person leaves it. */
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A section that can be folded. */
export function Fold({ title, aside, isOpen = false, children }: FoldProps) {
  const [isOpenAtFirst] = useState(isOpen);
  return (
    <details className="fold" open={isOpenAtFirst}>
      <summary>
        <h3>
          <strong>{title}</strong> <span className="soft">{aside}</span>
        </h3>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}

/** A body that may be longer than its panel. It is a stop of the Tab key only while there is something to scroll. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const judge = () => {
      const scrolls = element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth;
      if (scrolls) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    };
    const observer = new ResizeObserver(judge);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    judge();
    return () => observer.disconnect();
  });
  return (
    <section ref={region} className="scroll" aria-label={label}>
      {children}
    </section>
  );
}
