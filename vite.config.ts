/** Builds the terminal into the folder that the venue serves at its own address. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/terminal',
  base: './',
  plugins: [react()],
  build: { outDir: '../../.build/terminal', emptyOutDir: true, target: 'es2024' },
});
