import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The desk over data in memory, for working on screens without server and telephone: `npx vite --config test/desk-preview/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: resolve(import.meta.dirname, '../../assets/public'),
  plugins: [react()],
  define: { __OPORA_VERSION__: JSON.stringify('preview') },
  server: { host: '127.0.0.1', hmr: false },
})
