/** Opens the terminal on the venue that served it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Desk } from './live/desk.ts';
import { DeskContext } from './live/desk-context.ts';
import { Terminal } from './terminal.tsx';

const place = document.getElementById('terminal');
if (place === null) throw new Error('the page has no place for the terminal');

const desk = new Desk(new URL('.', document.baseURI).href);
createRoot(place).render(
  <StrictMode>
    <DeskContext value={desk}>
      <Terminal />
    </DeskContext>
  </StrictMode>,
);
