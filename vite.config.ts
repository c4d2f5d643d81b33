import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { NONCE_PLACEHOLDER } from './shared/ipc/content-security-policy.ts'

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string }
const at = (path: string): string => resolve(import.meta.dirname, path)
const nodeModules = ['electron', /^electron\//, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/** Licences of the libraries inside each output: they ask to be handed on with it. */
const LICENCES = 'third-party-licences.md'

/** `OPORA_BUILD=main,preload` builds these outputs only. */
const only = process.env['OPORA_BUILD']?.split(',')

/**
 * One configuration, four outputs: the desk (served by Electron and by the central API alike), the Electron main process, the preload
 * script, and the central API, which starts three times faster so than from source. The scripts run from source with tsx.
 */
export default defineConfig({
  root: at('renderer'),
  base: './',
  publicDir: at('assets/public'),
  plugins: [react()],
  worker: { format: 'es' },
  define: { __OPORA_VERSION__: JSON.stringify(version) },
  // Whoever serves the page puts a fresh nonce in the place of this text (docs/decisions, "Strict styles").
  html: { cspNonce: NONCE_PLACEHOLDER },
  environments: {
    client: {
      build: {
        outDir: at('out/renderer'),
        emptyOutDir: true,
        license: { fileName: LICENCES },
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 2500,
        rollupOptions: {
          output: {
            // In one chunk with Zod, so that it is told to keep to the policy before a schema of any other chunk is made.
            codeSplitting: { groups: [{ name: 'schemas', test: /platform\/strict-policy\.ts$|node_modules\/zod\// }] },
          },
        },
      },
    },
    main: {
      consumer: 'server',
      build: {
        target: 'node24',
        outDir: at('out/main'),
        emptyOutDir: true,
        copyPublicDir: false,
        license: { fileName: LICENCES },
        minify: false,
        rollupOptions: {
          external: nodeModules,
          input: { main: at('electron/main/main.ts') },
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
      resolve: { noExternal: true },
    },
    preload: {
      consumer: 'server',
      build: {
        target: 'chrome150',
        outDir: at('out/preload'),
        emptyOutDir: true,
        copyPublicDir: false,
        license: { fileName: LICENCES },
        minify: false,
        rollupOptions: {
          external: ['electron'],
          input: { preload: at('electron/preload/preload.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
      resolve: { noExternal: true },
    },
    server: {
      consumer: 'server',
      build: {
        target: 'node20',
        // As deep as server/app: what it reads beside itself (assets, migrations) is found by the same paths.
        outDir: at('out/server'),
        emptyOutDir: true,
        copyPublicDir: false,
        minify: false,
        sourcemap: true,
        rollupOptions: {
          input: { main: at('server/app/main.ts') },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'ssr' && (only?.includes(environment.name) ?? true)) await builder.build(environment)
      }
    },
  },
})
