/** Paths of scripts as servers of bundlers and frameworks have them; the server of the generator answers them all. */
export const scripts = [
  '/src/shop.tsx?t=1700000000000',
  '/@fs/app/lib/shop.js',
  '/@vite/client.js',
  '/node_modules/.vite/deps/react.js?v=1a2b3c4d',
  '/node_modules/shop/index.js',
  '/_next/static/chunks/app/(shop)/page-1a2b3c4d.js',
  '/npm/react@18.2.0/@scope/shop.js',
  '/my shop/page (1).js',
  '/shop',
  '/shop.js?at=10:30&to=x.js:1:2',
]

const bundled = [
  'webpack:///./src/shop.js?1a2b',
  'webpack:///./node_modules/shop/index.js?3c4d',
  'webpack-internal:///./src/shop.js',
  'webpack-internal:///(app-pages-browser)/./src/app/page.tsx',
  'webpack-internal:///./node_modules/shop/index.js',
]

/** Names that bundlers and extensions give to sources; written with `sourceURL`, as bundlers do. */
export const sources = [
  ...bundled,
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop/content.js',
  'moz-extension://01234567-89ab-cdef-0123-456789abcdef/content.js',
  'safari-web-extension://01234567-89AB-CDEF-0123-456789ABCDEF/content.js',
  'webkit-masked-url://hidden/',
  'capacitor://localhost/shop.js',
  'file:///app/my%20shop/shop.js',
  'file:///C:/app/my%20shop/shop.js',
]

/** File names as operating systems and bundlers have them, where a program can name its sources freely. */
export const files = [
  ...bundled,
  'file:///app/my%20shop/shop.js',
  'file:///C:/app/my%20shop/shop.js',
  '/app/shop.js',
  '/app/my shop/page (1).js',
  '/app/(shop)/[id]/page.js',
  '/app/@scope/shop@2.js',
  '/app/node_modules/shop/index.js',
  'C:\\app\\shop.js',
  'C:\\Program Files (x86)\\my shop\\shop.js',
  'C:\\app\\node_modules\\shop\\index.js',
  '\\\\server\\share\\shop.js',
  'file://server/share/shop.js',
  'internal/shop.js',
  'https://shop.example/shop.js',
  '<anonymous>',
  'evalmachine.<anonymous>',
  'shop',
]
